using System.Security;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Utilities.IO.Pem;

namespace Trstctl.Statements.KeyFiles;

/// <summary>What a file of keys and certificates holds: a PFX (PKCS#12), PEM, or the DER of one private key in PKCS#8, encrypted PKCS#8,
/// SEC 1 or PKCS#1.</summary>
internal sealed class PrivateKeyFile : IDisposable
{
    private const int MaxLength = 1024 * 1024;

    private PrivateKeyFile(IReadOnlyList<byte[]> certificates, IReadOnlyList<SecretBytes> keys)
    {
        Certificates = certificates;
        Keys = keys;
    }

    /// <summary>DER, in the file's order.</summary>
    public IReadOnlyList<byte[]> Certificates { get; }

    /// <summary>PKCS#8, in the file's order; one key may stand there twice.</summary>
    public IReadOnlyList<SecretBytes> Keys { get; }

    /// <exception cref="TrstException">
    /// <see cref="ErrorId.FileUnreadable"/>, <see cref="ErrorId.SecretMissing"/>, <see cref="ErrorId.KeyUnavailable"/> for a wrong
    /// password.
    /// </exception>
    public static PrivateKeyFile Read(string path, SecureString? password)
    {
        using var content = BoundedFile.ReadSecret(path, MaxLength);
        try
        {
            if (content.Bytes is [0xFE, 0xED, 0xFE, 0xED, ..] or [0xCE, 0xCE, 0xCE, 0xCE, ..])
            {
                throw new NotSupportedException(Conversion.OfJava);
            }

            return content.Length > 0 && content.Bytes[0] == 0x30
                ? FromDer(path, content.Bytes, password)
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

    public void Dispose()
    {
        foreach (var key in Keys)
        {
            key.Dispose();
        }
    }

    internal static TrstException Locked(string path, SecureString? password) => password is null
        ? new TrstException(ErrorId.SecretMissing, $"key file \"{path}\"", "its password")
        : new TrstException(ErrorId.KeyUnavailable, $"key file \"{path}\"", "the password is wrong or the file is damaged");

    private static PrivateKeyFile FromDer(string path, byte[] content, SecureString? password) => LabelOf(content) switch
    {
        null => FromPfx(path, content, password),
        "CERTIFICATE" => new PrivateKeyFile([(byte[])content.Clone()], []),
        var label => new PrivateKeyFile([], [PrivateKey(path, label, (byte[])content.Clone(), password)]),
    };

    // What PEM would call it, by its first elements; null of a PFX, which may be BER.
    private static string? LabelOf(byte[] content)
    {
        try
        {
            var root = DerElement.Read(content, "file");
            return root.Children.Take(3).Select(node => node.Tag).ToArray() switch
            {
                [Der.IntegerTag, Der.SequenceTag, Der.OctetStringTag] => "PRIVATE KEY",
                [Der.IntegerTag, Der.OctetStringTag, ..] => "EC PRIVATE KEY",
                [Der.IntegerTag, Der.IntegerTag, Der.IntegerTag] => "RSA PRIVATE KEY",
                [Der.SequenceTag, Der.OctetStringTag] => "ENCRYPTED PRIVATE KEY",
                [Der.SequenceTag, Der.SequenceTag, Der.BitStringTag] => "CERTIFICATE",
                _ => null,
            };
        }
        catch (TrstException)
        {
            return null;
        }
    }

    private static PrivateKeyFile FromPfx(string path, byte[] content, SecureString? password)
    {
        var found = PfxReader.Read(content, password) ?? throw Locked(path, password);
        return new PrivateKeyFile(found.Certificates, found.Keys);
    }

    private static PrivateKeyFile FromPem(string path, byte[] content, SecureString? password)
    {
        using var reader = new PemReader(new StringReader(Decode(content)));
        var certificates = new List<byte[]>();
        var keys = new List<SecretBytes>();
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
                    keys.Add(PrivateKey(path, item.Headers.Count == 0 ? item.Type : string.Empty, item.Content, password));
                }
            }

            return certificates.Count + keys.Count > 0
                ? new PrivateKeyFile(certificates, keys)
                : throw new NotSupportedException("it is not a PFX or PEM file with a certificate and its private key");
        }
        catch
        {
            keys.ForEach(key => key.Dispose());
            throw;
        }
    }

    // Headers stand in the old encrypted form of OpenSSL alone.
    private static SecretBytes PrivateKey(string path, string label, byte[] content, SecureString? password) => label switch
    {
        "PRIVATE KEY" => SecretBytes.Take(content),
        "EC PRIVATE KEY" => SecretBytes.Take(Pkcs8.FromEcKey(content)),
        "RSA PRIVATE KEY" => SecretBytes.Take(Pkcs8.FromRsaKey(content)),
        "ENCRYPTED PRIVATE KEY" => Decrypt(path, content, password),
        "OPENSSH PRIVATE KEY" => throw new NotSupportedException(Conversion.OfOpenSsh),
        "" => throw new NotSupportedException($"its private key is in an old encrypted form; {Conversion.OfKey}"),
        _ => throw new NotSupportedException($"its private key is a \"{CanonicalText.Escape(label)}\"; {Conversion.OfKey}"),
    };

    private static SecretBytes Decrypt(string path, byte[] encrypted, SecureString? password)
    {
        var info = EncryptedPrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(encrypted));
        return (password is null ? null : FilePassword.Try(password, reading => Opened(reading, info))) ?? throw Locked(path, password);
    }

    private static SecretBytes? Opened(FilePassword password, EncryptedPrivateKeyInfo info)
    {
        SecretBytes? plaintext = null;
        try
        {
            plaintext = password.Decrypt(info.EncryptionAlgorithm, info.GetEncryptedData());
            SoftwareKey.DemandPkcs8(plaintext.Bytes);
            return plaintext;
        }
        catch (Exception error) when (error is not NotSupportedException || plaintext is not null)
        {
            plaintext?.Dispose();
            return null;
        }
    }

    private static string Decode(byte[] content) =>
        content.Length >= 2 && content[0] == 0xFF && content[1] == 0xFE ? Encoding.Unicode.GetString(content, 2, content.Length - 2)
        : content.Length >= 2 && content[0] == 0xFE && content[1] == 0xFF
            ? Encoding.BigEndianUnicode.GetString(content, 2, content.Length - 2)
        : content.Length >= 2 && content[1] == 0 ? Encoding.Unicode.GetString(content)
        : Encoding.UTF8.GetString(content);
}
