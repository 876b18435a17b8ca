using System.Security;
using System.Text;
using Org.BouncyCastle.Utilities.IO.Pem;

namespace Trstctl.Statements.KeyFiles;

/// <summary>What a file of keys and certificates holds: PFX (PKCS#12), or PEM with certificates and at most one private key in
/// PKCS#8, encrypted PKCS#8, SEC 1 or PKCS#1.</summary>
internal sealed class PrivateKeyFile : IDisposable
{
    private const int MaxLength = 1024 * 1024;

    private PrivateKeyFile(IReadOnlyList<byte[]> certificates, SecretBytes? pkcs8)
    {
        Certificates = certificates;
        Pkcs8 = pkcs8;
    }

    /// <summary>DER, in the file's order.</summary>
    public IReadOnlyList<byte[]> Certificates { get; }

    /// <summary>Null where the file holds no private key.</summary>
    public SecretBytes? Pkcs8 { get; }

    /// <exception cref="TrstException">
    /// <see cref="ErrorId.FileUnreadable"/>, <see cref="ErrorId.SecretMissing"/>, <see cref="ErrorId.KeyUnavailable"/> for a wrong
    /// password.
    /// </exception>
    public static PrivateKeyFile Read(string path, SecureString? password)
    {
        using var content = BoundedFile.ReadSecret(path, MaxLength);
        try
        {
            return content.Length > 0 && content.Bytes[0] == 0x30
                ? FromPfx(path, content.Bytes, password)
                : FromPem(path, content.Bytes, password);
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

    public void Dispose() => Pkcs8?.Dispose();

    internal static TrstException Locked(string path, SecureString? password) => password is null
        ? new TrstException(ErrorId.SecretMissing, $"key file \"{path}\"", "its password")
        : new TrstException(ErrorId.KeyUnavailable, $"key file \"{path}\"", "the password is wrong or the file is damaged");

    private static PrivateKeyFile FromPfx(string path, byte[] content, SecureString? password)
    {
        using var found = PfxReader.Read(content, password) ?? throw Locked(path, password);
        if (found.Keys.Count != 1)
        {
            throw new NotSupportedException($"it holds {found.Keys.Count} private keys, not one");
        }

        var pkcs8 = new SecretBytes(found.Keys[0].Length);
        found.Keys[0].Bytes.CopyTo(pkcs8.Bytes, 0);
        return new PrivateKeyFile([.. found.Certificates], pkcs8);
    }

    private static PrivateKeyFile FromPem(string path, byte[] content, SecureString? password)
    {
        using var reader = new PemReader(new StringReader(Decode(content)));
        var certificates = new List<byte[]>();
        SecretBytes? pkcs8 = null;
        try
        {
            while (reader.ReadPemObject() is { } item)
            {
                if (item.Type is "CERTIFICATE" or "X509 CERTIFICATE")
                {
                    certificates.Add(item.Content);
                }
                else if (item.Type.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                {
                    pkcs8 = pkcs8 is null
                        ? PrivateKey(path, item, password)
                        : throw new NotSupportedException("it holds several private keys");
                }
            }

            return certificates.Count > 0 || pkcs8 is not null
                ? new PrivateKeyFile(certificates, pkcs8)
                : throw new NotSupportedException("it is not a PFX or PEM file with a certificate and its private key");
        }
        catch
        {
            pkcs8?.Dispose();
            throw;
        }
    }

    private static SecretBytes PrivateKey(string path, PemObject item, SecureString? password)
    {
        var content = item.Content;
        switch (item.Type)
        {
            case "PRIVATE KEY":
                return SecretBytes.Take(content);
            case "EC PRIVATE KEY" when item.Headers.Count == 0:
                return SecretBytes.Take(Trstctl.Custody.Pkcs8.FromEcKey(content));
            case "RSA PRIVATE KEY" when item.Headers.Count == 0:
                return SecretBytes.Take(Trstctl.Custody.Pkcs8.FromRsaKey(content));
            case "ENCRYPTED PRIVATE KEY":
                return Decrypt(path, content, password);
            default:
                throw new NotSupportedException("its private key is in an old encrypted form; convert it with openssl pkcs8 -topk8");
        }
    }

    private static SecretBytes Decrypt(string path, byte[] encrypted, SecureString? password)
    {
        if (password is null)
        {
            throw Locked(path, password);
        }

        using var secret = SecretBytes.FromUtf8(password);
        SecretBytes? plaintext = null;
        try
        {
            plaintext = Pbes2.Decrypt(encrypted, secret.Bytes);
            SoftwareKey.DemandPkcs8(plaintext.Bytes);
            return plaintext;
        }
        catch (Exception error) when (error is not NotSupportedException || plaintext is not null)
        {
            plaintext?.Dispose();
            throw Locked(path, password);
        }
    }

    private static string Decode(byte[] content) =>
        content.Length >= 2 && content[0] == 0xFF && content[1] == 0xFE ? Encoding.Unicode.GetString(content, 2, content.Length - 2)
        : content.Length >= 2 && content[0] == 0xFE && content[1] == 0xFF
            ? Encoding.BigEndianUnicode.GetString(content, 2, content.Length - 2)
        : content.Length >= 2 && content[1] == 0 ? Encoding.Unicode.GetString(content)
        : Encoding.UTF8.GetString(content);
}
