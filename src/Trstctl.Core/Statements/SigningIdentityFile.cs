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
            var key = OnlyOf(file.Keys);
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

    // One key may stand there twice; of two, nobody says whose word is asked for.
    private static AsymmetricAlgorithm OnlyOf(IReadOnlyList<SecretBytes> keys)
    {
        var first = Pkcs8.Import((keys.FirstOrDefault() ?? throw new NotSupportedException("it holds no private key")).Bytes);
        try
        {
            foreach (var pkcs8 in keys.Skip(1))
            {
                using var other = Pkcs8.Import(pkcs8.Bytes);
                if (!PublicKey.Of(other).Equals(PublicKey.Of(first)))
                {
                    throw new NotSupportedException($"it holds {keys.Count} private keys, not one");
                }
            }

            return first;
        }
        catch
        {
            first.Dispose();
            throw;
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
