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

    /// <summary>Alone, or with the ciphertext that it is the associated data of.</summary>
    internal JsonObject ToJson(byte[]? ciphertext = null) => ciphertext is null
        ? Fields.Write(this, Declare)
        : Fields.Write(new SealedRecord(this, ciphertext), SealedRecord.Declare);

    internal static SealedKeyHeader Declare(Fields f, SealedKeyHeader? h)
    {
        f.Format(Format);
        var header = new SealedKeyHeader
        {
            Tenant = f.Text("tenant", h?.Tenant, 64),
            Authority = f.Text("authority", h?.Authority, 64),
            KeyId = f.Text("keyId", h?.KeyId, 64),
            Generation = f.Number("generation", h?.Generation, 1),
            Algorithm = Named(f.Text("algorithm", h?.Algorithm.Name, 32)) ?? throw f.Fault("its algorithm is unknown"),
            SpkiDigest = f.Digest("spkiDigest", h?.SpkiDigest),
            Ceremony = f.Text("ceremony", h?.Ceremony, 64),
            Custody = f.Text("custody", h?.Custody, 32),
            Level = f.Text("level", h?.Level, 32),
            Sealer = f.OptionalText("sealer", h?.Sealer, 64),
            Quorum = f.OptionalObject("quorum", h?.Quorum, QuorumHeader.Declare),
        };
        f.Demand(header.Sealer is null != header.Quorum is null, "it must name either a sealer or a quorum");
        return header;
    }

    private static KeyAlgorithm? Named(string name) =>
        KeyAlgorithm.Find(name) is { } known && string.Equals(known.Name, name, StringComparison.Ordinal) ? known : null;

    /// <summary>The first member in which the other header differs, or null.</summary>
    internal string? Difference(SealedKeyHeader other)
    {
        if (Equals(other))
        {
            return null;
        }

        var mine = ToJson().Members;
        var others = other.ToJson().Members;
        return mine.Keys.Union(others.Keys, StringComparer.Ordinal).FirstOrDefault(name =>
            !mine.TryGetValue(name, out var one) || !others.TryGetValue(name, out var other)
            || !string.Equals(CanonicalJson.WriteText(one), CanonicalJson.WriteText(other), StringComparison.Ordinal));
    }
}

/// <summary>A sealed key whole.</summary>
internal sealed record SealedRecord(SealedKeyHeader Header, byte[] Ciphertext)
{
    // 255 holders of a quorum, each with an RSA envelope of about 1000 bytes in base64url.
    public const int MaxBytes = 1024 * 1024;

    public static SealedRecord Declare(Fields f, SealedRecord? r) =>
        new(SealedKeyHeader.Declare(f, r?.Header), f.Bytes("ciphertext", r?.Ciphertext, MaxBytes));
}
