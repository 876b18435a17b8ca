namespace Trstctl.Ceremonies;

/// <summary>What an event says of a signing key: that its owner retired it. It counts where the owner's signature verifies.</summary>
/// <param name="Key">SHA-256 of its canonical SubjectPublicKeyInfo.</param>
/// <param name="Sequence">Of the event: a forged one stands beside the owner's own and does not hide it.</param>
/// <param name="Since">UTC: the time of the event.</param>
/// <param name="Statement">CMS over <see cref="PrincipalKeyRetirement"/>.</param>
public sealed record RetiredPrincipalKeyRecord(Digest Key, long Sequence, DateTime Since, byte[] Statement) : Document
{
    public const string KindName = "retired-key";
    internal const int MaxStatement = 64 * 1024;

    public override string Kind => KindName;

    public override string Id => $"{Key.Hex} {Sequence.ToString("D12", System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>All that is said of the principal's key, oldest first.</summary>
    public static IEnumerable<RetiredPrincipalKeyRecord> Of(IProjection state, Principal principal)
    {
        var key = Digest.Of(principal.SigningKey);
        return state.All<RetiredPrincipalKeyRecord>(KindName).Where(record => record.Key == key).OrderBy(record => record.Sequence);
    }

    internal override JsonObject ToJson() => new()
    {
        { "key", Key },
        { "sequence", Sequence },
        { "since", Since },
        { "statement", Statement },
    };
}
