namespace Trstctl.Shares;

/// <summary>What a sealed key is for (<c>trstctl-sealed-key/1</c>); every member is associated data of its ciphertext.</summary>
internal sealed record SealedKeyHeader
{
    public const string Format = "trstctl-sealed-key/1";

    /// <summary>The tenant id, lower-case hex.</summary>
    public required string Tenant { get; init; }

    public required string Authority { get; init; }

    public required string KeyId { get; init; }

    /// <summary>1 for the first sealing, one more for each resealing.</summary>
    public required int Generation { get; init; }

    public required KeyAlgorithm Algorithm { get; init; }

    /// <summary>SHA-256 of the DER SubjectPublicKeyInfo.</summary>
    public required Digest SpkiDigest { get; init; }

    public required string Ceremony { get; init; }

    public string Custody { get; init; } = "Operational";

    public string Level { get; init; } = "SignedApproval";

    /// <summary>The identity of the sealer, in hex. Null when sealing or expecting means: the sealer in use; an operational record
    /// always names it.</summary>
    public string? Sealer { get; init; }

    /// <summary>Who must come together to open the key; null for a key under a sealer.</summary>
    public QuorumHeader? Quorum { get; init; }

    /// <summary>What the ledger keeps of it: everything but the envelopes, for which their digests stand.</summary>
    public SealedKeyHeader Public() => this with { Quorum = Quorum?.Public() };

    internal JsonObject ToJson(byte[]? ciphertext = null) => new(Format)
    {
        { "tenant", Tenant },
        { "authority", Authority },
        { "keyId", KeyId },
        { "generation", Generation },
        { "algorithm", Algorithm.Name },
        { "spkiDigest", SpkiDigest },
        { "ceremony", Ceremony },
        { "custody", Custody },
        { "level", Level },
        { "sealer", Sealer is null ? null : (JsonValue)Sealer },
        { "quorum", Quorum?.ToJson() },
        { "ciphertext", ciphertext },
    };

    internal static SealedKeyHeader FromJson(ObjectReader reader)
    {
        var algorithm = reader.Text("algorithm", 32);
        var header = new SealedKeyHeader
        {
            Tenant = reader.Text("tenant", 64),
            Authority = reader.Text("authority", 64),
            KeyId = reader.Text("keyId", 64),
            Generation = (int)reader.Integer("generation", 1, int.MaxValue),
            Algorithm = KeyAlgorithm.All.FirstOrDefault(a => string.Equals(a.Name, algorithm, StringComparison.Ordinal))
                ?? throw reader.Fault("its algorithm is unknown"),
            SpkiDigest = Digest.FromJson(reader, "spkiDigest"),
            Ceremony = reader.Text("ceremony", 64),
            Custody = reader.Text("custody", 32),
            Level = reader.Text("level", 32),
            Sealer = reader.OptionalText("sealer", 64),
            Quorum = reader.OptionalObject("quorum") is { } quorum ? QuorumHeader.FromJson(quorum) : null,
        };
        return header.Sealer is null != header.Quorum is null
            ? header
            : throw reader.Fault("it must name either a sealer or a quorum");
    }

    /// <summary>The first member in which the other header differs, or null.</summary>
    internal string? Difference(SealedKeyHeader other)
    {
        var mine = ToJson().Members;
        var others = other.ToJson().Members;
        return mine.Keys.Union(others.Keys, StringComparer.Ordinal).FirstOrDefault(name =>
            !mine.TryGetValue(name, out var one) || !others.TryGetValue(name, out var other)
            || !string.Equals(CanonicalJson.WriteText(one), CanonicalJson.WriteText(other), StringComparison.Ordinal));
    }
}
