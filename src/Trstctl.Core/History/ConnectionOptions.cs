using System.Security;

namespace Trstctl.History;

/// <summary>What a connection needs beside the path.</summary>
public sealed class ConnectionOptions
{
    public string Tenant { get; init; } = "default";

    /// <summary>Opens the ledger's sealer; not needed to read, nor where Windows data protection opens it.</summary>
    public ProtectorSecret? LedgerSecret { get; init; }

    /// <summary>Asks somebody for the password of the ledger's sealer, where a password opens it and no secret was given; null for
    /// nobody there.</summary>
    public Func<SecureString?>? AskLedgerPassword { get; init; }

    /// <summary>Opens the sealer of <c>Operational</c> CA keys; null where the ledger's secret also opens it.</summary>
    public ProtectorSecret? CustodySecret { get; init; }

    /// <summary>Opens the custody sealer of the copy that is restored, so that a resumption seals its keys anew; null where they are left
    /// behind.</summary>
    public ProtectorSecret? OldCustodySecret { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>Where pins and high-water marks are kept; the user's own folder when null.</summary>
    public string? ClientStatePath { get; init; }

    public IClock Clock { get; init; } = new SystemClock();

    /// <summary>How long each act waits for others who write to the same tenant; <see cref="ErrorId.StoreBusy"/> then.</summary>
    public TimeSpan LockTimeout { get; init; } = WaitLimit.Default;

    /// <summary>How many events a snapshot has to spare before this client writes it; smaller stores are read whole, and at once.</summary>
    internal int LeastSnapshot { get; init; } = SnapshotKeeper.Least;

    /// <summary>The head that people agreed upon after a fork, as they read it to each other: "size root", the root in hex.</summary>
    public string? AcceptCheckpoint { get; init; }
}
