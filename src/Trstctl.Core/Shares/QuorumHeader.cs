namespace Trstctl.Shares;

/// <summary>One holder of a dealing.</summary>
/// <param name="Commitment">Ed25519 public key, 32 bytes.</param>
/// <param name="Envelope">CMS EnvelopedData to the custodian's sealing key, or null where only the custodian's file holds the
/// share.</param>
internal sealed record QuorumHolder(string Custodian, int X, byte[] Commitment, byte[]? Envelope);

/// <summary>Who must come together to open a key: a member of the sealed key's header, and with it associated data.</summary>
internal sealed record QuorumHeader(int Needed, int Epoch, IReadOnlyList<QuorumHolder> Holders)
{
    private const int MaxEnvelope = 4096;

    public QuorumHolder? Find(string custodian) =>
        Holders.FirstOrDefault(h => string.Equals(h.Custodian, custodian, StringComparison.Ordinal));

    /// <summary>The same with the SHA-256 of each envelope in its place.</summary>
    public QuorumHeader Public() => this with
    {
        Holders = Holders.Select(h => h with { Envelope = h.Envelope is null ? null : Digest.Of(h.Envelope).ToArray() }).ToArray(),
    };

    internal bool IsSame(QuorumHeader other) =>
        string.Equals(CanonicalJson.WriteText(ToJson()), CanonicalJson.WriteText(other.ToJson()), StringComparison.Ordinal);

    internal ShareContext ContextOf(QuorumHolder holder, string tenant, string keyId) =>
        new(tenant, keyId, Epoch, Needed, Holders.Count, holder.Custodian, holder.X);

    internal JsonObject ToJson() => Fields.Write(this, Declare);

    internal static QuorumHeader Declare(Fields f, QuorumHeader? h)
    {
        var header = new QuorumHeader(
            f.Number("needed", h?.Needed, 1, 255),
            f.Number("epoch", h?.Epoch, 1),
            f.Objects("holders", h?.Holders, 255, DeclareHolder));
        var count = header.Holders.Count;
        f.Demand(
            f.IsWriting || (header.Needed <= count
                && header.Holders.All(holder => holder.X <= count)
                && header.Holders.Select(holder => holder.X).Distinct().Count() == count
                && header.Holders.Select(holder => holder.Custodian).Distinct(StringComparer.Ordinal).Count() == count),
            "its holders contradict each other");
        return header;
    }

    private static QuorumHolder DeclareHolder(Fields f, QuorumHolder? h) => new(
        f.Text("custodian", h?.Custodian, 64),
        f.Number("x", h?.X, 1, 255),
        f.ExactBytes("commitment", h?.Commitment, KeyShare.CommitmentLength),
        f.OptionalBytes("envelope", h?.Envelope, MaxEnvelope));
}
