using System.Text;
using System.Text.RegularExpressions;

namespace Trstctl.Asn1;

/// <summary>Textual encoding of DER (RFC 7468).</summary>
public static class Pem
{
    private const int LargestText = 4 * 1024 * 1024;
    private static readonly Regex Block = new(
        @"^-----BEGIN (?<label>[A-Z0-9][A-Z0-9 ]*)-----[ \t]*\r?\n(?<body>[A-Za-z0-9+/=\r\n \t]*?)"
            + @"-----END (?<end>[A-Z0-9][A-Z0-9 ]*)-----[ \t]*\r?$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(5));

    /// <summary>64 characters a line, each line ended by a line feed.</summary>
    public static string Encode(string label, byte[] der)
    {
        var base64 = Convert.ToBase64String(der);
        var text = new StringBuilder($"-----BEGIN {label}-----\n");
        for (var i = 0; i < base64.Length; i += 64)
        {
            text.Append(base64, i, Math.Min(64, base64.Length - i)).Append('\n');
        }

        return text.Append($"-----END {label}-----\n").ToString();
    }

    /// <summary>The one block of the label; text around it is allowed (RFC 7468 section 2), another block is not.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.FormatInvalid"/>.</exception>
    public static byte[] Decode(string label, string text)
    {
        var blocks = DecodeAll(label, text);
        return blocks.Count == 1 ? blocks[0] : throw Fault($"it holds {blocks.Count} blocks \"{label}\", not one");
    }

    /// <summary>The same from a file's bytes: UTF-8, or UTF-16 with a byte order mark as Windows PowerShell redirects write it.</summary>
    public static byte[] Decode(string label, byte[] file) => Decode(label, Text(file));

    /// <summary>All blocks, each of the label; any other block is refused.</summary>
    public static IReadOnlyList<byte[]> DecodeAll(string label, string text) => DecodeAll(text)
        .Select(block => block.Key == label ? block.Value : throw Fault($"it holds something other than blocks \"{label}\""))
        .ToArray();

    /// <summary>All blocks by their labels. Base64 without any is one block whose label is empty.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.FormatInvalid"/>.</exception>
    public static IReadOnlyList<KeyValuePair<string, byte[]>> DecodeAll(string text)
    {
        if (text.Length > LargestText)
        {
            throw Fault("it is too large");
        }

        var matches = Block.Matches(text).Cast<Match>().ToArray();
        var begins = text.Split(["-----BEGIN "], StringSplitOptions.None).Length - 1;
        if (matches.Length != begins || matches.Any(m => m.Groups["label"].Value != m.Groups["end"].Value))
        {
            throw Fault("a block is cut off or its lines are not base64");
        }

        return begins == 0 && !string.IsNullOrWhiteSpace(text)
            ? [new(string.Empty, Body(text))]
            : matches.Select(m => new KeyValuePair<string, byte[]>(m.Groups["label"].Value, Body(m.Groups["body"].Value))).ToArray();
    }

    /// <summary>UTF-8, or UTF-16 with a byte order mark or without one.</summary>
    public static string Text(byte[] file)
    {
        if (file is [not 0, 0, not 0, 0, ..])
        {
            return Encoding.Unicode.GetString(file);
        }

        using var reader = new StreamReader(
            new MemoryStream(file, writable: false), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static byte[] Body(string text)
    {
        try
        {
            var der = Convert.FromBase64String(text);
            return der.Length > 0 ? der : throw Fault("a block is empty");
        }
        catch (FormatException)
        {
            throw Fault("it is neither blocks nor base64");
        }
    }

    private static TrstException Fault(string reason) => new(ErrorId.FormatInvalid, "PEM text", reason);
}
