using System.Collections.Concurrent;

namespace Trstctl.Ceremonies;

/// <summary>An approval that the executing process counted.</summary>
internal sealed record CountedStatement(string Custodian, int Epoch, Digest Statement)
{
    public static CountedStatement Declare(Fields f, CountedStatement? c) => new(
        f.Text("custodian", c?.Custodian, 64), f.Number("epoch", c?.Epoch, 0), f.Digest("statement", c?.Statement));
}

/// <summary>A sealed record that a ceremony made: its public header whole, its digest, and the key's own word that it is in it.</summary>
/// <param name="Header">The record's, of a dealing with its commitments; the SHA-256 of an envelope stands for the envelope.</param>
/// <param name="Record">SHA-256 of the record.</param>
/// <param name="Proof">The key's signature over <see cref="KeyPossession"/>.</param>
internal sealed record KeySealing(SealedKeyHeader Header, Digest Record, byte[] Proof)
{
    public static KeySealing Declare(Fields f, KeySealing? k) => new(
        f.Object("header", k?.Header, SealedKeyHeader.Declare), f.Digest("recordDigest", k?.Record),
        f.Bytes("proof", k?.Proof, KeyAlgorithm.LargestSignature));
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

    public static Completion Declare(Fields f, Completion? c) => new(
        f.Digest("planDigest", c?.PlanDigest), f.Objects("counted", c?.Counted, 512, CountedStatement.Declare))
    {
        Execution = f.Bytes("execution", c?.Execution, ExecutionStatement.MaxSigned),
        Artefacts = f.ManyBytes("artefacts", c?.Artefacts, 16, CertificateAssembler.LargestCertificate),
        Keys = f.Objects("keys", c?.Keys, 1024, KeySealing.Declare),
        Witnesses = f.ManyBytes("witnesses", c?.Witnesses, 32, WitnessStatement.MaxSigned),
        LedgerKey = f.OptionalObject("ledgerKey", c?.LedgerKey, MadeLedgerKey.Declare),
    };
}
