using System.Security;
using System.Security.Cryptography;

namespace Trstctl.Statements;

/// <summary>A person's key and certificate out of a file.</summary>
internal static class SigningIdentityFile
{
    public static SigningIdentity Read(string path, SecureString? password)
    {
        using var file = PrivateKeyFile.Read(path, password);
        try
        {
            var key = Pkcs8.Import((file.Pkcs8 ?? throw new NotSupportedException("it holds no private key")).Bytes);
            return new SigningIdentity(Matching(file.Certificates, key), key);
        }
        catch (NotSupportedException error)
        {
            throw new TrstException(ErrorId.FileUnreadable, path, error.Message);
        }
        catch (Exception error) when (MalformedInput.IsMalformed(error))
        {
            throw new TrstException(ErrorId.FileUnreadable, path, "it is not a PFX or PEM file with a certificate and its private key");
        }
    }

    // A file may carry the issuer's certificates too, in any order.
    private static byte[] Matching(IReadOnlyList<byte[]> certificates, AsymmetricAlgorithm key)
    {
        var wanted = PublicKey.Of(key);
        var match = certificates.Count == 1 ? certificates[0] : certificates.FirstOrDefault(der => Holds(der, wanted));
        if (match is null)
        {
            key.Dispose();
            throw new NotSupportedException("it holds no certificate of its private key");
        }

        return match;
    }

    private static bool Holds(byte[] certificate, PublicKey wanted)
    {
        try
        {
            return PublicKey.OfCertificate(certificate).Equals(wanted);
        }
        catch (TrstException)
        {
            return false; // an issuer may have a key that no custodian could use
        }
    }
}
