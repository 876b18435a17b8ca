using System.Security;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Trstctl.Statements.KeyFiles;

/// <summary>New keys for people without a certificate: a self-signed end-entity certificate that signs and also serves as sealing
/// key.</summary>
public static class CustodianKeys
{
    /// <summary>A PFX: AES-256 under PBKDF2-SHA-256, HMAC-SHA-256. ECDSA-P256 is the usual algorithm.</summary>
    public static byte[] CreatePfx(string name, KeyAlgorithm algorithm, DateTime notBefore, DateTime notAfter, SecureString password)
    {
        Demand(password, algorithm);
        using var key = SoftwareKey.Generate(algorithm);
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        return PfxFile.Write(Certificate(name, key, notBefore, notAfter), pkcs8.Bytes, password);
    }

    /// <summary>PEM text (ASCII): the certificate, then the private key as encrypted PKCS#8 (PBES2, AES-256, PBKDF2-SHA-256).</summary>
    public static byte[] CreateEncryptedPem(
        string name, KeyAlgorithm algorithm, DateTime notBefore, DateTime notAfter, SecureString password)
    {
        Demand(password, algorithm);
        using var key = SoftwareKey.Generate(algorithm);
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        using var secret = SecretBytes.FromUtf8(password);
        var text = new StringBuilder();
        Append(text, "CERTIFICATE", Certificate(name, key, notBefore, notAfter));
        Append(text, "ENCRYPTED PRIVATE KEY", Pbes2.Encrypt(pkcs8.Bytes, secret.Bytes).GetDerEncoded());
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>The self-signed certificate (DER) of an open key.</summary>
    internal static byte[] Certificate(string name, IOpenKey key, DateTime notBefore, DateTime notAfter)
    {
        var spki = SubjectPublicKeyInfo.GetInstance(key.SubjectPublicKeyInfo);
        var subject = new X509Name(
            new List<DerObjectIdentifier> { X509Name.CN }, new List<string> { CanonicalText.Enter("Name", name, 64) });
        var algorithm = key.Algorithm.Family == KeyFamily.Rsa
            ? new AlgorithmIdentifier(new DerObjectIdentifier(key.Algorithm.SignatureOid), DerNull.Instance)
            : new AlgorithmIdentifier(new DerObjectIdentifier(key.Algorithm.SignatureOid));
        var generator = new V3TbsCertificateGenerator();
        generator.SetSerialNumber(new DerInteger(Serial()));
        generator.SetSignature(algorithm);
        generator.SetIssuer(subject);
        generator.SetSubject(subject);
        generator.SetStartDate(new Time(UtcTime.Truncate(notBefore)));
        generator.SetEndDate(new Time(UtcTime.Truncate(notAfter)));
        generator.SetSubjectPublicKeyInfo(spki);
        generator.SetExtensions(Extensions(key, spki));
        var tbs = generator.GenerateTbsCertificate();
        return new DerSequence(tbs, algorithm, new DerBitString(key.Sign(tbs.GetDerEncoded()))).GetDerEncoded();
    }

    private static X509Extensions Extensions(IOpenKey key, SubjectPublicKeyInfo spki)
    {
        // RFC 5280 4.2.1.3: a key that opens envelopes transports keys (RSA) or agrees on them (EC).
        var usage = KeyUsage.DigitalSignature | (key.Algorithm.Family == KeyFamily.Rsa ? KeyUsage.KeyEncipherment : KeyUsage.KeyAgreement);
        using var sha = SHA256.Create();
        var identifier = sha.ComputeHash(spki.PublicKey.GetBytes()).AsSpan(0, 20).ToArray(); // RFC 7093 2, method 1
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(X509Extensions.BasicConstraints, true, (Asn1Encodable)new BasicConstraints(false));
        extensions.AddExtension(X509Extensions.KeyUsage, true, (Asn1Encodable)new KeyUsage(usage));
        extensions.AddExtension(X509Extensions.SubjectKeyIdentifier, false, (Asn1Encodable)new SubjectKeyIdentifier(identifier));
        return extensions.Generate();
    }

    private static Org.BouncyCastle.Math.BigInteger Serial()
    {
        using var random = SecretBytes.Random(20);
        random.Bytes[0] = (byte)((random.Bytes[0] & 0x7F) | 0x40);
        return new Org.BouncyCastle.Math.BigInteger(1, random.Bytes);
    }

    private static void Demand(SecureString? password, KeyAlgorithm algorithm)
    {
        // Statements and envelopes are of RSA and ECDSA keys (PROTOCOL section 3), as cards have them.
        if (algorithm.IsPostQuantum)
        {
            throw new TrstException(ErrorId.InvalidArgument, "KeyAlgorithm", "RSA or ECDSA for a custodian's key", algorithm.Name);
        }

        if (password is null || password.Length == 0)
        {
            throw new TrstException(ErrorId.SecretMissing, "new key file", "a password");
        }
    }

    private static void Append(StringBuilder text, string label, byte[] der)
    {
        var digits = Convert.ToBase64String(der);
        text.Append("-----BEGIN ").Append(label).Append("-----\n");
        for (var i = 0; i < digits.Length; i += 64)
        {
            text.Append(digits, i, Math.Min(64, digits.Length - i)).Append('\n');
        }

        text.Append("-----END ").Append(label).Append("-----\n");
    }
}
