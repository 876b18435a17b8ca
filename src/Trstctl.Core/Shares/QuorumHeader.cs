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

    internal JsonObject ToJson() => new()
    {
        { "needed", Needed },
        { "epoch", Epoch },
        {
            "holders", new JsonArray(Holders.Select(h => new JsonObject
            {
                { "custodian", h.Custodian }, { "x", h.X }, { "commitment", h.Commitment }, { "envelope", h.Envelope },
            }))
        },
    };

    internal static QuorumHeader FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "quorum of a sealed key");
        var header = new QuorumHeader(
            (int)reader.Integer("needed", 1, 255),
            (int)reader.Integer("epoch", 1, int.MaxValue),
            reader.Objects("holders", 255).Select(ReadHolder).ToArray());
        reader.End();
        var count = header.Holders.Count;
        return header.Needed <= count
            && header.Holders.All(h => h.X <= count)
            && header.Holders.Select(h => h.X).Distinct().Count() == count
            && header.Holders.Select(h => h.Custodian).Distinct(StringComparer.Ordinal).Count() == count
            ? header
            : throw reader.Fault("its holders contradict each other");
    }

    private static QuorumHolder ReadHolder(JsonObject json)
    {
        var reader = new ObjectReader(json, "holder of a share");
        var holder = new QuorumHolder(
            reader.Text("custodian", 64),
            (int)reader.Integer("x", 1, 255),
            reader.ExactBytes("commitment", KeyShare.CommitmentLength),
            reader.OptionalBytes("envelope", MaxEnvelope));
        reader.End();
        return holder;
    }
}
