using System.Text;

namespace Trstctl.Custody;

/// <summary>A key file: the line <c>trstctl-key-file/1</c>, then 32 random bytes in base64 on one line, each line ended by LF.</summary>
public static class KeyFile
{
    private const int SecretLength = 32;
    private const int MaxLength = 256;
    private const string Header = "trstctl-key-file/1";

    /// <summary>Creates the file with owner-only permissions, or refuses with <see cref="ErrorId.FileExists"/>.</summary>
    public static void Create(string path)
    {
        using var secret = SecretBytes.Random(SecretLength);
        using var file = OwnerOnly.CreateFile(path);
        var text = new char[44];
        var bytes = new byte[text.Length];
        try
        {
            Convert.ToBase64CharArray(secret.Bytes, 0, SecretLength, text, 0);
            Encoding.ASCII.GetBytes(text, 0, text.Length, bytes, 0);
            var header = Encoding.ASCII.GetBytes(Header + "\n");
            file.Write(header, 0, header.Length);
            file.Write(bytes, 0, bytes.Length);
            file.WriteByte((byte)'\n');
            file.Flush(flushToDisk: true);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
            Array.Clear(bytes, 0, bytes.Length);
        }
    }

    /// <summary>The 32 bytes. Errors: <see cref="ErrorId.PermissionsTooOpen"/>, <see cref="ErrorId.FileUnreadable"/>, and
    /// <see cref="ErrorId.KeyUnavailable"/> for a file that is no key file.</summary>
    public static SecretBytes Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new TrstException(ErrorId.FileUnreadable, path, "it does not exist");
        }

        OwnerOnly.Demand(path);
        using var content = BoundedFile.ReadSecret(path, MaxLength);
        return Parse(content.Bytes) ?? throw new TrstException(ErrorId.KeyUnavailable, "key file", "it is not a Trstctl key file");
    }

    private static SecretBytes? Parse(byte[] content)
    {
        var text = Encoding.ASCII.GetChars(content);
        try
        {
            // Editors on Windows end lines in CR LF; nothing else is forgiven.
            var lines = new string(text, 0, Math.Min(text.Length, Header.Length)) == Header
                ? text.AsSpan(Header.Length).Trim("\r\n".AsSpan())
                : default;
            if (lines.Length != 44)
            {
                return null;
            }

            var digits = lines.ToArray();
            var decoded = Convert.FromBase64CharArray(digits, 0, digits.Length);
            Array.Clear(digits, 0, digits.Length);
            return decoded.Length == SecretLength ? SecretBytes.Take(decoded) : null;
        }
        catch (FormatException)
        {
            return null;
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }
}
