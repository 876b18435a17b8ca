namespace Trstctl.Ceremonies;

/// <summary>A signing key that counts no longer: its owner retired it, or a quorum did.</summary>
/// <param name="Key">SHA-256 of its canonical SubjectPublicKeyInfo.</param>
/// <param name="Sequence">Of the event.</param>
/// <param name="Since">UTC: the time of the event.</param>
/// <param name="Reason">In the words of who retired it.</param>
public sealed record RetiredPrincipalKeyRecord(Digest Key, long Sequence, DateTime Since, string Reason) : Document
{
    public const string KindName = "retired-key";
    private const string ByKey = "key";
    internal const int MaxStatement = 64 * 1024;

    public override string Kind => KindName;

    public override string Id => $"{Key.Hex} {Sequence.ToString("D12", System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>All that is said of the principal's key, oldest first.</summary>
    public static IEnumerable<RetiredPrincipalKeyRecord> Of(IProjection state, Principal principal) =>
        state.By<RetiredPrincipalKeyRecord>(KindName, ByKey, principal.KeyIdentityHex).OrderBy(record => record.Sequence);

    internal override IEnumerable<(string By, string Value)> IndexedBy => [(ByKey, Key.Hex)];

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    internal static RetiredPrincipalKeyRecord FromJson(JsonObject json) =>
        Fields.Read<RetiredPrincipalKeyRecord>(json, "retired key", Declare);

    private static RetiredPrincipalKeyRecord Declare(Fields f, RetiredPrincipalKeyRecord? r) => new(
        f.Digest("key", r?.Key), f.Sequence("sequence", r?.Sequence), f.Time("since", r?.Since),
        f.Text("reason", r?.Reason, Approval.MaxReason));
}
