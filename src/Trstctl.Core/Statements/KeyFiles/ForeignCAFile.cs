using System.Security;

namespace Trstctl.Statements.KeyFiles;

/// <summary>The file of a CA that was made elsewhere.</summary>
public static class ForeignCAFile
{
    /// <summary>The key that belongs to the certificate; it closes when disposed.</summary>
    /// <param name="path">PFX, PEM or PKCS#8.</param>
    /// <param name="password">Of the file, or null.</param>
    /// <param name="certificate">DER of the CA.</param>
    /// <exception cref="TrstException">
    /// <see cref="ErrorId.FileUnreadable"/>, <see cref="ErrorId.SecretMissing"/>, <see cref="ErrorId.KeyUnavailable"/>, or
    /// <see cref="ErrorId.ImportRefused"/> for a key of another certificate.
    /// </exception>
    public static IOpenKey OpenKey(string path, SecureString? password, byte[] certificate)
    {
        var view = new CertificateView(certificate);
        using var file = PrivateKeyFile.Read(path, password);
        if (file.Keys.Count == 0)
        {
            throw new TrstException(ErrorId.FileUnreadable, path, "it holds no private key");
        }

        var wanted = PublicKey.TryRead(view.Spki);
        var algorithm = wanted?.Algorithm
            ?? throw new TrstException(ErrorId.ImportRefused, $"\"{view.CommonName}\"", "its key is of no algorithm that is known here");
        return file.Keys.Select(pkcs8 => TryOpen(pkcs8, algorithm, wanted, file.Keys.Count == 1)).FirstOrDefault(key => key is not null)
            ?? throw new TrstException(
                ErrorId.ImportRefused, $"\"{view.CommonName}\"",
                file.Keys.Count == 1 ? "the private key in the file does not belong to its certificate"
                    : $"none of the {file.Keys.Count} private keys in the file belongs to its certificate");
    }

    /// <summary>Refuses a file with a private key where only a certificate is wanted, and one that holds another certificate.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.PrivateKeyUnexpected"/>, <see cref="ErrorId.FileUnreadable"/>,
    /// <see cref="ErrorId.PurposeMismatch"/>.</exception>
    public static void DemandCertificateAlone(string path, byte[] content, byte[] certificate)
    {
        if (IsKey(content))
        {
            throw new TrstException(ErrorId.PrivateKeyUnexpected, path);
        }

        // It may bring its issuers' certificates, as the file that the ceremony was opened with may.
        var found = CertificateFile.Read(content, path);
        if (!found.Any(der => der.AsSpan().SequenceEqual(certificate)))
        {
            throw new TrstException(
                ErrorId.PurposeMismatch, $"the certificate {Digest.Of(certificate)}", $"{Digest.Of(found[0])}, which the file holds");
        }
    }

    // PFX ::= SEQUENCE { version INTEGER (3), authSafe ... } (RFC 7292 4), also in BER; PrivateKeyInfo and EC or RSA keys begin with an
    // INTEGER too, and what is encrypted is a SEQUENCE and an OCTET STRING.
    private static bool IsKey(byte[] content)
    {
        if (content is [0x30, 0x80, Der.IntegerTag, ..])
        {
            return true;
        }

        try
        {
            return content is [0x30, ..] && DerElement.Read(content, "file").Children.Take(2).Select(node => node.Tag).ToArray()
                is [Der.IntegerTag, ..] or [Der.SequenceTag, Der.OctetStringTag];
        }
        catch (TrstException)
        {
            return false;
        }
    }

    // A file may hold several keys, and one twice: the approved certificate says which is meant.
    private static IOpenKey? TryOpen(SecretBytes pkcs8, KeyAlgorithm algorithm, PublicKey wanted, bool isAlone)
    {
        IOpenKey key;
        try
        {
            key = SoftwareKey.FromPkcs8(pkcs8.Bytes, algorithm);
        }
        catch (TrstException e) when (e.Id == ErrorId.KeyUnavailable && !(isAlone && algorithm.IsPostQuantum))
        {
            return null;
        }

        if (PublicKey.Read(key.SubjectPublicKeyInfo).Equals(wanted))
        {
            return key;
        }

        key.Dispose();
        return null;
    }
}
