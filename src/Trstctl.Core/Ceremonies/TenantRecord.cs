namespace Trstctl.Ceremonies;

/// <summary>A custodian's suspension that stands.</summary>
/// <param name="Key">SHA-256 of the canonical SubjectPublicKeyInfo of the key that signed it.</param>
/// <param name="Sequence">The event that suspended; a resumption names it.</param>
public sealed record SuspensionRecord(string By, int Epoch, Digest Key, DateTime Since, string Reason, long Sequence);

/// <summary>A restoration that stands: until the quorum resumes, its ledger key and its custody sealer are only candidates.</summary>
/// <param name="Key">SHA-256 of the canonical SubjectPublicKeyInfo of the key that signed it.</param>
/// <param name="LedgerKey">Ed25519 public key, 32 bytes.</param>
/// <param name="Sealer">Identity of the new store's custody sealer.</param>
/// <param name="Sequence">The event that restored; a resumption names it.</param>
public sealed record RestorationRecord(
    string By, Digest Key, DateTime Since, byte[] LedgerKey, Digest Sealer, string StoreId, long Sequence);

/// <summary>What holds for the tenant as a whole.</summary>
public sealed record TenantRecord : Document
{
    public const string KindName = "tenant";
    public const string TheId = "tenant";

    public override string Kind => KindName;

    public override string Id => TheId;

    /// <summary>That stand, oldest first; none while the tenant works.</summary>
    public IReadOnlyList<SuspensionRecord> Suspensions { get; init; } = [];

    /// <summary>That stand, oldest first; none in a store that was never restored, or that the quorum resumed.</summary>
    public IReadOnlyList<RestorationRecord> Restorations { get; init; } = [];

    /// <summary>The ceremony that resumed the tenant last.</summary>
    public string? ResumedBy { get; init; }

    /// <summary>Custodians who suspended, as "epoch name": not repeatable within the epoch.</summary>
    public IReadOnlyList<string> Spent { get; init; } = [];

    /// <summary>The Ed25519 public key that a ceremony put in force, or null for the founding roster's own.</summary>
    public byte[]? LedgerKey { get; init; }

    /// <summary>The key before it, which signs beside it where the ledger's key changed; null where it never did.</summary>
    public byte[]? ReplacedLedgerKey { get; init; }

    /// <summary>The event that changed it.</summary>
    public long LedgerKeyAt { get; init; }

    /// <summary>The last event that the plan of the last new ledger key counted, or the last resumption: void events up to it are
    /// history.</summary>
    public long? CuredAt { get; init; }

    /// <summary>Identity of the custody sealer that a resumption or a ledger key's change put in force, or null.</summary>
    public Digest? Sealer { get; init; }

    /// <summary>The restoration whose copy the quorum took up last; null where it never did.</summary>
    public long? TakenUp { get; init; }

    /// <summary>Size of the ledger at the resumption that took it up: no plan is made over an earlier history.</summary>
    public long TakenUpAt { get; init; }

    /// <summary>UTC: when it did.</summary>
    public DateTime TakenUpTime { get; init; }

    public bool IsRestored => Restorations.Count > 0;

    /// <summary>As the state has it; a tenant that nothing happened to has no row.</summary>
    public static TenantRecord Of(IProjection state) => state.Find<TenantRecord>(KindName, TheId) ?? new TenantRecord();

    internal static string SpentEntry(int epoch, string custodian) =>
        epoch.ToString(System.Globalization.CultureInfo.InvariantCulture) + " " + custodian;

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    internal static TenantRecord FromJson(JsonObject json) => Fields.Read<TenantRecord>(json, "tenant", Declare);

    private static TenantRecord Declare(Fields f, TenantRecord? r) => new()
    {
        Suspensions = f.Objects("suspensions", r?.Suspensions, int.MaxValue, DeclareSuspension),
        Restorations = f.Objects("restorations", r?.Restorations, int.MaxValue, DeclareRestoration),
        ResumedBy = f.OptionalText("resumedBy", r?.ResumedBy, 36),
        Spent = f.Texts("spent", r?.Spent, int.MaxValue),
        LedgerKey = f.OptionalExactBytes("ledgerKey", r?.LedgerKey, Trstctl.Ledger.LedgerKey.PublicKeyLength),
        ReplacedLedgerKey = f.OptionalExactBytes("replacedLedgerKey", r?.ReplacedLedgerKey, Trstctl.Ledger.LedgerKey.PublicKeyLength),
        LedgerKeyAt = f.Sequence("ledgerKeyAt", r?.LedgerKeyAt),
        CuredAt = f.OptionalSequence("curedAt", r?.CuredAt),
        Sealer = f.OptionalDigest("sealer", r?.Sealer),
        TakenUp = f.OptionalSequence("takenUp", r?.TakenUp),
        TakenUpAt = f.Sequence("takenUpAt", r?.TakenUpAt),
        TakenUpTime = f.Has("takenUp", r?.TakenUp is not null) ? f.Time("takenUpTime", r?.TakenUpTime) : default,
    };

    private static SuspensionRecord DeclareSuspension(Fields f, SuspensionRecord? r) => new(
        f.Text("by", r?.By, 64), f.Number("epoch", r?.Epoch, 1), f.Digest("key", r?.Key), f.Time("since", r?.Since),
        f.Text("reason", r?.Reason, Approval.MaxReason), f.Sequence("seq", r?.Sequence));

    private static RestorationRecord DeclareRestoration(Fields f, RestorationRecord? r) => new(
        f.Text("by", r?.By, 64), f.Digest("key", r?.Key), f.Time("since", r?.Since),
        f.ExactBytes("ledgerKey", r?.LedgerKey, Trstctl.Ledger.LedgerKey.PublicKeyLength), f.Digest("sealer", r?.Sealer),
        f.Text("store", r?.StoreId, 36), f.Sequence("seq", r?.Sequence));
}
