namespace Trstctl.Ceremonies;

/// <summary>Who suspended a tenant, when and why.</summary>
/// <param name="Epoch">The roster epoch in which a custodian did; 0 where the store was restored.</param>
/// <param name="Sequence">The event that suspended it; a resumption names it.</param>
public sealed record SuspensionRecord(string By, int Epoch, DateTime Since, string Reason, long Sequence)
{
    /// <summary>True where nobody suspended it but a copy was restored: until the quorum resumes, its ledger key is only
    /// proposed.</summary>
    public bool IsRestored => Epoch == 0;
}

/// <summary>What holds for the tenant as a whole.</summary>
public sealed record TenantRecord : Document
{
    public const string KindName = "tenant";
    public const string TheId = "tenant";

    public override string Kind => KindName;

    public override string Id => TheId;

    /// <summary>Null while the tenant works.</summary>
    public SuspensionRecord? Suspension { get; init; }

    /// <summary>The ceremony that ended the last suspension.</summary>
    public string? ResumedBy { get; init; }

    /// <summary>Custodians whose suspension was ended by the quorum, as "epoch name": not repeatable within the epoch.</summary>
    public IReadOnlyList<string> Spent { get; init; } = [];

    /// <summary>Ed25519 public key that a restored store brought with it, or null for the rosters' own.</summary>
    public byte[]? LedgerKey { get; init; }

    /// <summary>As the state has it; a tenant that nothing happened to has no row.</summary>
    public static TenantRecord Of(IProjection state) => state.Find<TenantRecord>(KindName, TheId) ?? new TenantRecord();

    internal static string SpentEntry(int epoch, string custodian) =>
        epoch.ToString(System.Globalization.CultureInfo.InvariantCulture) + " " + custodian;

    internal override JsonObject ToJson() => new()
    {
        {
            "suspension", Suspension is null ? null : new JsonObject
            {
                { "by", Suspension.By },
                { "epoch", Suspension.Epoch },
                { "since", Suspension.Since },
                { "reason", Suspension.Reason },
                { "seq", Suspension.Sequence },
            }
        },
        { "resumedBy", ResumedBy is null ? null : (JsonValue)ResumedBy },
        { "spent", JsonArray.Of(Spent) },
        { "ledgerKey", LedgerKey },
    };
}
