using System.Collections.Concurrent;

namespace Trstctl.Ceremonies;

/// <summary>An approval that the executing process counted.</summary>
internal sealed record CountedStatement(string Custodian, int Epoch, Digest Statement)
{
    public JsonObject ToJson() => new() { { "custodian", Custodian }, { "epoch", Epoch }, { "statement", Statement } };

    public static CountedStatement FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "counted approval");
        var counted = new CountedStatement(
            reader.Text("custodian", 64), (int)reader.Integer("epoch", 0, int.MaxValue), Digest.FromJson(reader, "statement"));
        reader.End();
        return counted;
    }
}

/// <summary>A sealed record that a ceremony made: its public header whole, its digest, and the key's own word that it is in it.</summary>
/// <param name="Header">The record's, of a dealing with its commitments; the SHA-256 of an envelope stands for the envelope.</param>
/// <param name="Record">SHA-256 of the record.</param>
/// <param name="Proof">The key's signature over <see cref="KeyPossession"/>.</param>
internal sealed record KeySealing(SealedKeyHeader Header, Digest Record, byte[] Proof)
{
    public JsonObject ToJson() => new() { { "header", Header.ToJson() }, { "recordDigest", Record }, { "proof", Proof } };

    public static KeySealing FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "sealed key");
        var header = new ObjectReader(reader.Object("header"), "header of a sealed key", SealedKeyHeader.Format);
        var made = new KeySealing(
            SealedKeyHeader.FromJson(header), Digest.FromJson(reader, "recordDigest"),
            reader.Bytes("proof", KeyAlgorithm.LargestSignature));
        header.End();
        reader.End();
        return made;
    }
}

/// <summary>What an executing process made of an approved plan, <c>trstctl-completion/1</c>. It chose nothing but the bits of new
/// keys and what is sealed; what follows for the state, the plan's operation computes from plan and completion.</summary>
internal sealed record Completion(Digest PlanDigest, IReadOnlyList<CountedStatement> Counted)
{
    public const string Format = "trstctl-completion/1";

    // By the arrays themselves: what rules and effect ask of a certificate is read once.
    private readonly ConcurrentDictionary<byte[], CertificateParts> parts = new();

    /// <summary>DER of the certificates or of the request, in the order of the plan's artefacts.</summary>
    public IReadOnlyList<byte[]> Artefacts { get; init; } = [];

    public IReadOnlyList<KeySealing> Keys { get; init; } = [];

    /// <summary>The signed statement of who executed (CMS over <c>trstctl-execution/1</c>).</summary>
    public byte[] Execution { get; init; } = [];

    /// <summary>Signed statements of those who watched (CMS over <c>trstctl-witness/1</c>).</summary>
    public IReadOnlyList<byte[]> Witnesses { get; init; } = [];

    /// <summary>The ledger's new key; null where the operation makes none.</summary>
    public MadeLedgerKey? LedgerKey { get; init; }

    /// <param name="artefact">DER of one of its certificates.</param>
    public CertificateParts PartsOf(byte[] artefact) =>
        parts.GetOrAdd(artefact, der => CertificateParts.OfCertificate(der, "new certificate"));

    public void Write(JsonObject json)
    {
        json.Add("planDigest", PlanDigest);
        json.Add("counted", new JsonArray(Counted.Select(c => c.ToJson())));
        json.Add("execution", Execution);
        json.Add("artefacts", JsonArray.Of(Artefacts));
        json.Add("keys", new JsonArray(Keys.Select(k => k.ToJson())));
        json.Add("witnesses", JsonArray.Of(Witnesses));
        json.Add("ledgerKey", LedgerKey?.ToJson());
    }

    public static Completion Read(ObjectReader reader) => new(
        Digest.FromJson(reader, "planDigest"), reader.Objects("counted", 512).Select(CountedStatement.FromJson).ToArray())
    {
        Execution = reader.Bytes("execution", ExecutionStatement.MaxSigned),
        Artefacts = reader.ManyBytes("artefacts", 16, CertificateAssembler.LargestCertificate),
        Keys = reader.Objects("keys", 1024).Select(KeySealing.FromJson).ToArray(),
        Witnesses = reader.ManyBytes("witnesses", 32, WitnessStatement.MaxSigned),
        LedgerKey = reader.OptionalObject("ledgerKey") is { } made ? MadeLedgerKey.FromJson(made) : null,
    };
}
