namespace Trstctl.Ceremonies.Operations;

/// <summary>What a resumption is about.</summary>
/// <param name="Ends">Sequence numbers of every suspension and restoration that it ends, ascending.</param>
/// <param name="OfRestorations">True where restorations are among them.</param>
/// <param name="TakesUp">The restoration among them whose copy goes on; null where none does.</param>
/// <param name="LedgerKey">The key that the quorum wants: Ed25519 public key, 32 bytes.</param>
/// <param name="Sealer">Identity of the custody sealer that the quorum wants; null where it stays.</param>
/// <param name="Keys">Where the sealer is another: every key in Operational custody, and what becomes of it.</param>
/// <param name="Retires">SHA-256 of signing keys, each of a signer of what it ends, that count no longer.</param>
internal sealed record ResumeSubject(
    IReadOnlyList<long> Ends, bool OfRestorations, long? TakesUp, byte[] LedgerKey, Digest? Sealer, IReadOnlyList<OperationalKey> Keys,
    IReadOnlyList<Digest> Retires)
    : PlanSubject
{
    private const int MaxEnds = 1024;

    public override IReadOnlyList<string> SealsAnew => Keys.Anew();

    public override Digest? NewSealer => Sealer;

    public override JsonObject ToJson() => new()
    {
        { "ends", new JsonArray(Ends.Select(sequence => (JsonValue)sequence)) },
        { "ofRestorations", OfRestorations },
        { "takesUp", TakesUp is null ? null : (JsonValue)TakesUp.Value },
        { "ledgerKey", LedgerKey },
        { "sealer", Sealer is null ? null : (JsonValue)Sealer.Value },
        { "keys", new JsonArray(Keys.Select(key => key.ToJson())) },
        { "retires", Digest.ToJson(Retires) },
    };

    public static ResumeSubject Read(ObjectReader reader)
    {
        var subject = new ResumeSubject(
            reader.Integers("ends", MaxEnds),
            reader.Boolean("ofRestorations"),
            reader.Has("takesUp") ? reader.Integer("takesUp", 0, JsonInteger.Largest) : null,
            reader.ExactBytes("ledgerKey", Trstctl.Ledger.LedgerKey.PublicKeyLength),
            reader.Has("sealer") ? Digest.FromJson(reader, "sealer") : null,
            reader.Objects("keys", OperationalKeys.Most).Select(OperationalKey.FromJson).ToArray(),
            Digest.ManyFromJson(reader, "retires", MaxEnds));
        return subject.Ends.Count > 0 && subject.Ends.Zip(subject.Ends.Skip(1), (one, next) => one < next).All(rises => rises)
            ? subject
            : throw reader.Fault("what it ends is not in order");
    }

    public bool Names(SuspensionRecord suspension) => Ends.Contains(suspension.Sequence);

    public bool Names(RestorationRecord restoration) => Ends.Contains(restoration.Sequence);
}
