namespace Trstctl.Ceremonies;

/// <summary>What somebody asks for, before it becomes a plan.</summary>
public sealed class CeremonyRequest
{
    public static readonly TimeSpan DefaultGathering = TimeSpan.FromDays(14);
    public static readonly TimeSpan DefaultUse = TimeSpan.FromDays(2);

    public string Operation { get; init; } = string.Empty;

    public CASpec? Spec { get; init; }

    /// <summary>Name or id of the authority that is acted on.</summary>
    public string? Authority { get; init; }

    /// <summary>Name or id of the authority that signs.</summary>
    public string? Issuer { get; init; }

    /// <summary>DER of a CA whose limits a cross-certificate gets.</summary>
    public byte[]? Like { get; init; }

    /// <summary>DER of the certificate that is cross-signed.</summary>
    public byte[]? Target { get; init; }

    public RosterDraft? Roster { get; init; }

    /// <summary>Names of the principals who may run the plan; empty for its opener.</summary>
    public IReadOnlyList<string> Executors { get; init; } = [];

    /// <summary>Keys that are left behind since nothing opens them, of a roster change Quorum keys, of a new custody sealer Operational
    /// ones: CA names, or ids of CAs or keys.</summary>
    public IReadOnlyList<string> LeaveBehind { get; init; } = [];

    /// <summary>Quorum keys whose newest dealing never opened, and which a roster change opens from the one before: named
    /// likewise.</summary>
    public IReadOnlyList<string> FromDealingBefore { get; init; } = [];

    /// <summary>How long approvals are gathered, from now.</summary>
    public TimeSpan Gathering { get; init; } = DefaultGathering;

    /// <summary>How long after gathering the operation may run.</summary>
    public TimeSpan Use { get; init; } = DefaultUse;

    /// <summary>Names of principals whose keys a corrected clock does not retire, though they signed a date in the future.</summary>
    public IReadOnlyList<string> KeepKeys { get; init; } = [];

    public string? Reason { get; init; }

    /// <summary>Lint rules that may be broken, each with its reason.</summary>
    public IReadOnlyList<LintWaiver> LintWaivers { get; init; } = [];

    /// <summary>DER of a certification request (PKCS#10) that is signed.</summary>
    public byte[]? Request { get; init; }

    /// <summary>How an imported key is held, or null where only the certificate is imported.</summary>
    public CustodyKind? Custody { get; init; }

    /// <summary>A second root of another kind of key in the same sitting.</summary>
    public CASpec? Twin { get; init; }

    /// <summary>A request for a CA's next certificate is for the same key.</summary>
    public bool SameKey { get; init; }

    /// <summary>A rotation also makes RFC 4210 4.4's old-with-new and new-with-old.</summary>
    public bool LinkCertificates { get; init; }

    /// <summary>How a renewed certificate names the key that stays, in hex; null for as before.</summary>
    public string? KeyIdentifier { get; init; }

    public RevocationReason? RevocationReason { get; init; }

    /// <summary>UTC; the time of execution where null.</summary>
    public DateTime? RevocationDate { get; init; }

    /// <summary>A resumption retires the keys of these, who suspended or restored.</summary>
    public IReadOnlyList<string> RetiredSigners { get; init; } = [];

    /// <summary>A new ledger key comes with a new custody sealer.</summary>
    public bool NewSealer { get; init; }

    /// <summary>The one that the opener's store signs its checkpoints with.</summary>
    internal byte[]? LedgerKey { get; set; }

    /// <summary>The identity of this store's custody sealer.</summary>
    internal Digest Sealer { get; set; }

    /// <summary>The identity of the sealer before it, where this store keeps that one too.</summary>
    internal Digest? SealerBefore { get; set; }

    internal string? StoreId { get; set; }

    /// <summary>How many void events the ledger holds.</summary>
    internal int Voids { get; set; }
}

/// <summary>A roster as proposed: the store adds the nonce, or epoch and predecessor, and the ledger's key.</summary>
/// <param name="Base">Digest of the roster that a change starts from; null for a founding.</param>
public sealed record RosterDraft(IReadOnlyList<Principal> Principals, int Threshold, RosterPolicy Policy, Digest? Base = null)
{
    /// <summary>Refuses what cannot be a roster, by building one over a throw-away nonce. True where the loss of one custodian would
    /// block everything.</summary>
    public bool DemandPossible()
    {
        var roster = Roster.Found(new byte[Roster.NonceLength], Threshold, Policy, Principals, new byte[32], default);
        return Trstctl.Rosters.Threshold.IsFragile(Threshold, roster.Custodians.Count);
    }
}
