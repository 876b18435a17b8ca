using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Trstctl.Keys;

/// <summary>The parameters of RSASSA-PSS (RFC 4055 3.1, RFC 8017 A.2.3) and what verifies with them. Platforms want a salt as long as the
/// hash, so that BouncyCastle does it everywhere.</summary>
internal sealed class PssParameters
{
    public const string Oid = "1.2.840.113549.1.1.10";

    private const string Mgf1 = "1.2.840.113549.1.1.8";
    private const string Sha1 = "1.3.14.3.2.26";
    private const int DefaultSalt = 20;

    private static readonly Dictionary<string, Func<IDigest>> Digests = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.2.1"] = () => new Sha256Digest(),
        ["2.16.840.1.101.3.4.2.2"] = () => new Sha384Digest(),
        ["2.16.840.1.101.3.4.2.3"] = () => new Sha512Digest(),
    };

    private PssParameters(string hash, int salt)
    {
        Hash = hash;
        Salt = salt;
    }

    /// <summary>The identifier of SHA-256, SHA-384 or SHA-512, which the mask is made with too.</summary>
    public string Hash { get; }

    /// <summary>In octets.</summary>
    public int Salt { get; }

    /// <summary>Null where the algorithm is another, or hash, mask or trailer are none of ours; what is absent is SHA-1.</summary>
    public static PssParameters? TryRead(DerElement algorithm)
    {
        if (algorithm.Count != 2 || algorithm[0].Oid() != Oid || algorithm[1].Tag != Der.SequenceTag)
        {
            return null;
        }

        DerElement? Field(byte tag) => algorithm[1].Children.FirstOrDefault(field => field.Tag == tag)?.Inner();
        var hash = Field(0xA0)?[0].Oid() ?? Sha1;
        var (mask, salt, trailer) = (Field(0xA1), Field(0xA2), Field(0xA3));
        return Digests.ContainsKey(hash)
            && mask is { Count: 2 } && mask[0].Oid() == Mgf1 && mask[1].Tag == Der.SequenceTag && mask[1][0].Oid() == hash
            && (trailer is null || trailer.SmallInteger() == 1)
            && SaltOf(salt) is { } length
            ? new PssParameters(hash, length)
            : null;
    }

    public bool Verify(PublicKey key, byte[] signed, byte[] signature)
    {
        var numbers = RsaPublicKeyStructure.GetInstance(key.Octets);
        try
        {
            var signer = new PssSigner(new RsaEngine(), Digests[Hash](), Salt);
            signer.Init(false, new RsaKeyParameters(false, numbers.Modulus, numbers.PublicExponent));
            signer.BlockUpdate(signed, 0, signed.Length);
            return signature.Length == (key.Bits + 7) / 8 && signer.VerifySignature(signature);
        }
        catch (Exception e) when (MalformedInput.IsMalformed(e))
        {
            return false; // a modulus with a small factor, or a salt longer than it
        }
    }

    // Two octets say more than any key here leaves room for.
    private static int? SaltOf(DerElement? salt) => salt is null ? DefaultSalt : salt.Expect(Der.IntegerTag).Content switch
    {
        [< 0x80 and var low] => low,
        [< 0x80 and var high, var low] => (high << 8) | low,
        _ => null,
    };
}
