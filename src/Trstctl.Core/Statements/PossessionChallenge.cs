using System.Text;

namespace Trstctl.Statements;

/// <summary>Proof that somebody holds the private half of a sealing key: 32 random bytes in an envelope for it. The store keeps
/// only the digest of the answer, bound to a context (tenant, ceremony, custodian), so that an earlier answer or another key's
/// fails.</summary>
internal static class PossessionChallenge
{
    private const int AnswerLength = 32;

    private static readonly byte[] AnswerDomain = Encoding.ASCII.GetBytes("trstctl-possession-answer/1\0");

    // Inside the envelope: whoever answers must not be made to hand out what other envelopes hold, a share for instance.
    private static readonly byte[] Marker = Encoding.ASCII.GetBytes("trstctl-possession/1\0");

    /// <summary>An envelope (CMS EnvelopedData, DER) for the certificate's key, and the digest of its answer.</summary>
    public static (byte[] Envelope, Digest AnswerDigest) Create(byte[] certificate, byte[] context)
    {
        using var answer = SecretBytes.Random(AnswerLength);
        using var content = new SecretBytes(Marker.Length + AnswerLength);
        Buffer.BlockCopy(Marker, 0, content.Bytes, 0, Marker.Length);
        Buffer.BlockCopy(answer.Bytes, 0, content.Bytes, Marker.Length, AnswerLength);
        return (StatementEnvelope.Create(certificate, content.Bytes), DigestOf(answer.Bytes, context));
    }

    /// <summary>The 32 bytes; <see cref="ErrorId.PossessionNotProved"/> when the key does not open it or it is no challenge.</summary>
    public static byte[] Answer(byte[] envelope, SigningIdentity identity)
    {
        using var content = identity.Decrypt(envelope);
        return content.Length == Marker.Length + AnswerLength && content.Bytes.AsSpan(0, Marker.Length).SequenceEqual(Marker)
            ? content.Bytes.AsSpan(Marker.Length).ToArray()
            : throw new TrstException(ErrorId.PossessionNotProved, identity.Thumbprint, "sealing", "the envelope holds no challenge");
    }

    public static bool Check(byte[] answer, byte[] context, Digest answerDigest) =>
        answer.Length == AnswerLength && FixedTime.Equals(DigestOf(answer, context).ToArray(), answerDigest.ToArray());

    // Domain and answer have fixed lengths, so the concatenation is unambiguous for any context.
    private static Digest DigestOf(byte[] answer, byte[] context) => Digest.Of([.. AnswerDomain, .. context, .. answer]);
}
