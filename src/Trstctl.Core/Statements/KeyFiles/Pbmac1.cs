using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Statements.KeyFiles;

/// <summary>The newer integrity check of a PFX (RFC 9579): PBKDF2 and an HMAC, each under a hash of its own.</summary>
internal static class Pbmac1
{
    /// <summary>The check's value; the password is UTF-8 as for PBES2 (RFC 9579 5).</summary>
    /// <exception cref="NotSupportedException">Its parameters are none of ours.</exception>
    public static byte[] Of(AlgorithmIdentifier algorithm, byte[] safe, byte[] password)
    {
        var parameters = DerElement.Read(algorithm.Parameters.ToAsn1Object().GetDerEncoded(), "PBMAC1");
        var derivation = AlgorithmIdentifier.GetInstance(parameters[0].Encoded);
        var hmac = new HMac(DigestOf(parameters[1][0].Oid()));
        using var key = Pbes2.DeriveByPbkdf2(derivation, password, null);
        hmac.Init(new KeyParameter(key.Bytes));
        hmac.BlockUpdate(safe, 0, safe.Length);
        var result = new byte[hmac.GetMacSize()];
        hmac.DoFinal(result, 0);
        return result;
    }

    private static IDigest DigestOf(string oid) =>
        oid == PkcsObjectIdentifiers.IdHmacWithSha256.Id ? new Sha256Digest()
        : oid == PkcsObjectIdentifiers.IdHmacWithSha384.Id ? new Sha384Digest()
        : oid == PkcsObjectIdentifiers.IdHmacWithSha512.Id ? new Sha512Digest()
        : throw new NotSupportedException($"its integrity check ({oid}) is unknown");
}
