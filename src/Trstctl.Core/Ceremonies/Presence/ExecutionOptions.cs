namespace Trstctl.Ceremonies.Presence;

/// <summary>What running a plan needs beside the plan.</summary>
public sealed class ExecutionOptions
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Who executes: the plan names him, and he signs for it.</summary>
    public required SigningIdentity Executor { get; init; }

    /// <summary>Custodians at this console, who release their shares in the same call.</summary>
    public IReadOnlyList<ShareHolder> ShareHolders { get; init; } = [];

    /// <summary>How long to wait for the others.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    public ShareDelivery Delivery { get; init; } = ShareDelivery.None;

    /// <summary>Who saw a destruction and signs for it.</summary>
    public IReadOnlyList<SigningIdentity> Witnesses { get; init; } = [];

    /// <summary>Opens a CA's key that was made elsewhere; called once the quorum is verified.</summary>
    public Func<IOpenKey>? ImportKey { get; init; }

    /// <summary>Guards a new ledger key; what guarded the old one where null.</summary>
    public ProtectorSecret? NewLedgerSecret { get; init; }

    /// <summary>Guards a new custody sealer; a new ledger secret does where null and the sealer before shared the ledger's.</summary>
    public ProtectorSecret? NewCustodySecret { get; init; }

    public Action<OpeningProgress> Progress { get; init; } = _ => { };
}
