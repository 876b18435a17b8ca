using System.Security;
using System.Text;

namespace Trstctl.Shares;

/// <summary>The passphrase of a share file: twelve PGP words, 96 bits, drawn by the tool since people do not draw evenly. It is
/// UTF-8 in pinned memory and never a string.</summary>
internal static class SharePassword
{
    public const int Words = 12;

    private const int MaxLength = 1024;

    public static SecretBytes New()
    {
        using var drawn = SecretBytes.Random(Words);
        var length = Words - 1;
        for (var place = 0; place < Words; place++)
        {
            length += Word(drawn.Bytes[place], place).Length;
        }

        var password = new SecretBytes(length);
        var at = 0;
        for (var place = 0; place < Words; place++)
        {
            if (place > 0)
            {
                password.Bytes[at++] = (byte)' ';
            }

            foreach (var letter in Word(drawn.Bytes[place], place))
            {
                password.Bytes[at++] = Lower((byte)letter);
            }
        }

        return password;
    }

    /// <summary>The same in lower case with single blanks and none at the ends, as the key derivation takes it: what is copied
    /// from paper has odd case and spacing.</summary>
    public static unsafe SecureString Normalize(SecretBytes password)
    {
        if (password.Length > MaxLength)
        {
            throw new TrstException(ErrorId.KeyUnavailable, "share file", $"a password has at most {MaxLength} bytes");
        }

        using var folded = new SecretBytes(password.Length);
        var length = 0;
        foreach (var b in password.Bytes)
        {
            if (!IsBlank(b))
            {
                folded.Bytes[length++] = Lower(b);
            }
            else if (length > 0 && folded.Bytes[length - 1] != ' ')
            {
                folded.Bytes[length++] = (byte)' ';
            }
        }

        length -= length > 0 && folded.Bytes[length - 1] == ' ' ? 1 : 0;
        using var text = new SecretBytes(sizeof(char) * Math.Max(length, 1));
        fixed (byte* source = folded.Bytes, target = text.Bytes)
        {
            var characters = (char*)target;
            return length == 0
                ? new SecureString()
                : new SecureString(characters, Encoding.UTF8.GetChars(source, length, characters, length));
        }
    }

    private static string Word(byte value, int place) => (place % 2 == 0 ? PgpWordLists.TwoSyllables : PgpWordLists.ThreeSyllables)[value];

    private static byte Lower(byte letter) => letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;

    private static bool IsBlank(byte letter) => letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
