using System.Security;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;

namespace Trstctl.Statements.KeyFiles;

/// <summary>Reads PFX files (RFC 7292).</summary>
internal sealed class PfxReader : IDisposable
{
    private readonly FilePassword password;

    private PfxReader(FilePassword password) => this.password = password;

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
        return FilePassword.Try(password, reading => Read(safe, pfx.MacData, reading));
    }

    public void Dispose() => Keys.ForEach(key => key.Dispose());

    private static PfxReader? Read(byte[] safe, MacData? mac, FilePassword password)
    {
        var reader = new PfxReader(password);
        try
        {
            if ((mac is null || password.Fits(mac, safe)) && reader.Unpack(safe))
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
            using var plaintext = password.Decrypt(data.EncryptionAlgorithm, data.Content.GetOctets());
            contents = (byte[])plaintext.Bytes.Clone();
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
            Keys.Add(password.Decrypt(info.EncryptionAlgorithm, info.GetEncryptedData()));
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
}
