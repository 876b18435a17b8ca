using System.Security;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Trstctl.Statements.KeyFiles;

/// <summary>Reads PFX files (RFC 7292). BouncyCastle's Pkcs12Store takes the low byte of each character as a PBES2 password, so
/// that a password with an umlaut in a file of OpenSSL or Windows never fits; here it is UTF-8 for PBES2 and BMP for the older
/// schemes.</summary>
internal sealed class PfxReader : IDisposable
{
    private const int MaxIterations = 10_000_000;

    private readonly char[] password;
    private readonly SecretBytes utf8;

    private PfxReader(SecureString? password)
    {
        this.password = PfxFile.Characters(password);
        utf8 = password is null ? new SecretBytes(0) : SecretBytes.FromUtf8(password);
    }

    /// <summary>PKCS#8, one per key bag.</summary>
    public List<SecretBytes> Keys { get; } = [];

    public List<byte[]> Certificates { get; } = [];

    /// <summary>The file's keys and certificates, or null when the password does not open it.</summary>
    public static PfxReader? Read(byte[] content, SecureString? password)
    {
        var pfx = Pfx.GetInstance(Asn1Object.FromByteArray(content));
        if (!pfx.AuthSafe.ContentType.Equals(PkcsObjectIdentifiers.Data))
        {
            throw new NotSupportedException("it is a PFX signed by a certificate, not protected by a password");
        }

        var safe = Asn1OctetString.GetInstance(pfx.AuthSafe.Content).GetOctets();
        var reader = new PfxReader(password);
        try
        {
            if (reader.Fits(safe, pfx.MacData) && reader.Unpack(safe))
            {
                return reader;
            }

            reader.Dispose();
            return null;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Array.Clear(password, 0, password.Length);
        utf8.Dispose();
        Keys.ForEach(key => key.Dispose());
    }

    private bool Fits(byte[] safe, MacData? mac)
    {
        if (mac is null)
        {
            return true;
        }

        var digest = DigestUtilities.GetDigest(mac.Mac.DigestAlgorithm.Algorithm);
        return FixedTime.Equals(
            PfxFile.MacOf(digest, safe, password, mac.GetSalt(), Bounded(mac.IterationCount)), mac.Mac.Digest.GetOctets());
    }

    // The MAC fits by now, so what fails here is a scheme's password or damage; either way it does not open.
    private bool Unpack(byte[] safe)
    {
        try
        {
            foreach (var item in Asn1Sequence.GetInstance(safe))
            {
                ReadBags(ContentInfo.GetInstance(item));
            }

            return true;
        }
        catch (Exception error) when (MalformedInput.IsMalformed(error))
        {
            return false;
        }
    }

    private void ReadBags(ContentInfo info)
    {
        byte[] contents;
        if (info.ContentType.Equals(PkcsObjectIdentifiers.Data))
        {
            contents = Asn1OctetString.GetInstance(info.Content).GetOctets();
        }
        else if (info.ContentType.Equals(PkcsObjectIdentifiers.EncryptedData))
        {
            var data = EncryptedData.GetInstance(info.Content);
            contents = Decrypt(data.EncryptionAlgorithm, data.Content.GetOctets());
        }
        else
        {
            throw new NotSupportedException("it is a PFX for a certificate's key, not for a password");
        }

        foreach (var item in Asn1Sequence.GetInstance(contents))
        {
            ReadBag(SafeBag.GetInstance(item));
        }
    }

    private void ReadBag(SafeBag bag)
    {
        if (bag.BagID.Equals(PkcsObjectIdentifiers.KeyBag))
        {
            Keys.Add(SecretBytes.Take(bag.BagValueEncodable.GetEncoded(Asn1Encodable.Der)));
        }
        else if (bag.BagID.Equals(PkcsObjectIdentifiers.Pkcs8ShroudedKeyBag))
        {
            var info = EncryptedPrivateKeyInfo.GetInstance(bag.BagValueEncodable);
            Keys.Add(SecretBytes.Take(Decrypt(info.EncryptionAlgorithm, info.GetEncryptedData())));
        }
        else if (bag.BagID.Equals(PkcsObjectIdentifiers.CertBag))
        {
            var certificate = CertBag.GetInstance(bag.BagValueEncodable);
            if (certificate.CertID.Equals(PkcsObjectIdentifiers.X509Certificate))
            {
                Certificates.Add(Asn1OctetString.GetInstance(certificate.CertValueEncodable).GetOctets());
            }
        }
    }

    private byte[] Decrypt(AlgorithmIdentifier algorithm, byte[] ciphertext)
    {
        if (algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdPbeS2))
        {
            using var plaintext = Pbes2.Decrypt(algorithm, ciphertext, utf8.Bytes);
            return (byte[])plaintext.Bytes.Clone();
        }

        Bounded(Pkcs12PbeParams.GetInstance(algorithm.Parameters).Iterations);
        if (PbeUtilities.CreateEngine(algorithm) is not IBufferedCipher cipher)
        {
            throw new NotSupportedException("its encryption is unknown");
        }

        cipher.Init(false, PbeUtilities.GenerateCipherParameters(algorithm, password));
        return cipher.DoFinal(ciphertext);
    }

    private static int Bounded(Org.BouncyCastle.Math.BigInteger iterations) =>
        iterations.BitLength < 32 && iterations.IntValueExact is >= 1 and <= MaxIterations
            ? iterations.IntValueExact
            : throw new NotSupportedException("its iteration count is out of range");
}
