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

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static ResumeSubject Declare(Fields f, ResumeSubject? s)
    {
        var subject = new ResumeSubject(
            f.Sequences("ends", s?.Ends, MaxEnds),
            f.Boolean("ofRestorations", s?.OfRestorations),
            f.OptionalSequence("takesUp", s?.TakesUp),
            f.ExactBytes("ledgerKey", s?.LedgerKey, Trstctl.Ledger.LedgerKey.PublicKeyLength),
            f.OptionalDigest("sealer", s?.Sealer),
            f.Objects("keys", s?.Keys, OperationalKeys.Most, OperationalKey.Declare),
            f.Digests("retires", s?.Retires, MaxEnds));
        f.Demand(
            subject.Ends.Count > 0 && subject.Ends.Zip(subject.Ends.Skip(1), (one, next) => one < next).All(rises => rises),
            "what it ends is not in order");
        return subject;
    }

    public bool Names(SuspensionRecord suspension) => Ends.Contains(suspension.Sequence);

    public bool Names(RestorationRecord restoration) => Ends.Contains(restoration.Sequence);
}
