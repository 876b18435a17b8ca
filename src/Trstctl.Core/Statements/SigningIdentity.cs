using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PublicKey = Trstctl.Keys.PublicKey;

namespace Trstctl.Statements;

/// <summary>A person's certificate and private key; the key signs through the platform wherever it lives, a smart card included.</summary>
public sealed class SigningIdentity : IDisposable
{
    private readonly byte[] certificate;
    private readonly AsymmetricAlgorithm key;

    /// <summary>Takes ownership of the key, also when the constructor refuses.</summary>
    internal SigningIdentity(byte[] certificate, AsymmetricAlgorithm key, X509Certificate2? platformCertificate = null)
    {
        this.certificate = certificate;
        this.key = key;
        PlatformCertificate = platformCertificate;
        try
        {
            PublicKey = PublicKey.OfCertificate(certificate);
            if (!PublicKey.Of(key).Equals(PublicKey))
            {
                throw new TrstException(ErrorId.CertificateUnusable, ThumbprintOf(certificate), "the private key does not belong to it");
            }
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The certificate object this identity was made from, or null when it came from a file. It stays the caller's.</summary>
    public X509Certificate2? PlatformCertificate { get; }

    /// <summary>DER.</summary>
    public byte[] Certificate => (byte[])certificate.Clone();

    /// <summary>The canonical DER SubjectPublicKeyInfo, see <see cref="PublicKey.Spki"/>.</summary>
    public byte[] Spki => PublicKey.Spki;

    /// <summary>SHA-1 of the certificate in upper-case hex, as Windows shows it. A name, not a proof.</summary>
    public string Thumbprint => ThumbprintOf(certificate);

    internal PublicKey PublicKey { get; }

    internal AsymmetricAlgorithm Key => key;

    /// <summary>The given certificate with its private key. The caller keeps the certificate object.</summary>
    public static SigningIdentity From(X509Certificate2 certificate)
    {
        AsymmetricAlgorithm? key = null;
        try
        {
            key = certificate.HasPrivateKey
                ? (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()
                : null;
        }
        catch (CryptographicException error)
        {
            throw new TrstException(ErrorId.KeyUnavailable, error, certificate, $"private key of {certificate.Thumbprint}", error.Message);
        }

        return key is null
            ? throw new TrstException(
                ErrorId.IdentityNotFound, $"the certificate {certificate.Thumbprint} has no RSA or ECDSA private key here")
            : new SigningIdentity(certificate.RawData, key, certificate);
    }

    /// <summary>A PFX or PEM file with one certificate and its private key. Errors: <see cref="ErrorId.FileUnreadable"/>,
    /// <see cref="ErrorId.SecretMissing"/>, <see cref="ErrorId.KeyUnavailable"/> for a wrong password.</summary>
    public static SigningIdentity FromFile(string path, SecureString? password) => SigningIdentityFile.Read(path, password);

    /// <summary>The identity in the current user's certificate store; <see cref="ErrorId.IdentityNotFound"/> otherwise.</summary>
    public static SigningIdentity FromStore(string thumbprint)
    {
        var wanted = AsciiFold.Upper(new string(thumbprint.Where(Uri.IsHexDigit).ToArray()));
        return FindInStore(der => string.Equals(ThumbprintOf(der), wanted, StringComparison.Ordinal)).FirstOrDefault()
            ?? throw new TrstException(ErrorId.IdentityNotFound, $"{wanted} is not in CurrentUser\\My with a private key");
    }

    /// <summary>The identities of CurrentUser\My whose certificates (DER) are accepted; the caller disposes them.</summary>
    public static IReadOnlyList<SigningIdentity> FindInStore(Func<byte[], bool> accepts)
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (CryptographicException)
        {
            return [];
        }

        var found = new List<SigningIdentity>();
        foreach (var candidate in store.Certificates)
        {
            if (candidate.HasPrivateKey && accepts(candidate.RawData))
            {
                found.Add(From(candidate));
            }
            else
            {
                candidate.Dispose();
            }
        }

        return found;
    }

    /// <summary>RSA PKCS#1 v1.5 or DER Ecdsa-Sig-Value with the hash that belongs to the key;
    /// <see cref="ErrorId.KeyUnavailable"/>.</summary>
    public byte[] Sign(byte[] data)
    {
        try
        {
            return PlatformSignature.Sign(key, data, StatementAlgorithm.Of(PublicKey).Hash);
        }
        catch (CryptographicException error)
        {
            throw new TrstException(ErrorId.KeyUnavailable, error, Thumbprint, $"private key of {Thumbprint}", error.Message);
        }
    }

    /// <summary>Opens a CMS EnvelopedData made for this certificate; <see cref="ErrorId.PossessionNotProved"/> otherwise.</summary>
    public SecretBytes Decrypt(byte[] envelope) => StatementEnvelope.Open(envelope, this);

    public void Dispose() => key.Dispose();

    internal static string ThumbprintOf(byte[] der)
    {
        using var certificate = new X509Certificate2(der);
        return certificate.Thumbprint;
    }
}
