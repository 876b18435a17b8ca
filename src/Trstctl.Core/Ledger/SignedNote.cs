using System.Text;

namespace Trstctl.Ledger;

/// <summary>C2SP signed-note, Ed25519 alone: a text and, after an empty line, lines "— name base64(key id ‖ signature)".</summary>
internal static class SignedNote
{
    public const int MaxBytes = 16 * 1024;
    public const int MaxSignatures = 16;

    private const string What = "checkpoint";
    private const string LineStart = "\u2014 ";
    private const int KeyIdLength = 4;
    private const byte Ed25519Type = 1;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The note of a text, which must end in a newline, with a signature of each key.</summary>
    public static string Sign(string text, string keyName, params LedgerKey[] keys)
    {
        var signed = TextBytes(text);
        if (!IsKeyName(keyName))
        {
            throw Fault("the key's name is empty or holds white space or a plus sign");
        }

        var lines = keys
            .Select(key => (byte[])[.. KeyId(keyName, key.PublicKey), .. key.Sign(signed)])
            .Select(tagged => $"{LineStart}{keyName} {Convert.ToBase64String(tagged)}\n");
        return $"{text}\n{string.Concat(lines)}";
    }

    /// <summary>The text, if the named key signed it. Signatures of other keys count for nothing, but every line must be well
    /// formed; anything else is <see cref="ErrorId.FormatInvalid"/>.</summary>
    public static string Open(string note, string keyName, byte[] publicKey)
    {
        var end = note.Length <= MaxBytes ? note.LastIndexOf("\n\n", StringComparison.Ordinal) : throw TooLong();
        if (end < 0 || note[note.Length - 1] != '\n' || end + 2 == note.Length)
        {
            throw Fault("it does not end in an empty line and signature lines");
        }

        var text = note.Substring(0, end + 1);
        var signed = TextBytes(text);
        var lines = note.Substring(end + 2, note.Length - end - 3).Split('\n');
        if (lines.Length > MaxSignatures)
        {
            throw Fault($"it has {lines.Length} signatures, at most {MaxSignatures} are allowed");
        }

        var signatures = lines.Select(ParseLine).ToArray();
        if (signatures.Select(s => (s.Name, Convert.ToBase64String(s.KeyId))).Distinct().Count() != signatures.Length)
        {
            throw Fault("a key appears twice among its signatures");
        }

        if (signed.Length + Utf8.GetByteCount(note.Substring(end + 1)) > MaxBytes)
        {
            throw TooLong();
        }

        var keyId = KeyId(keyName, publicKey);
        var own = Array.FindIndex(
            signatures, s => string.Equals(s.Name, keyName, StringComparison.Ordinal) && s.KeyId.AsSpan().SequenceEqual(keyId));
        if (own < 0)
        {
            throw Fault("it has no signature of the expected key");
        }

        return LedgerKey.Verify(publicKey, signed, signatures[own].Signature) ? text : throw Fault("its signature does not verify");
    }

    internal static bool IsKeyName(string name) =>
        name.Length > 0 && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c));

    private static byte[] KeyId(string name, byte[] publicKey) =>
        Digest.Of([.. Utf8.GetBytes(name), (byte)'\n', Ed25519Type, .. publicKey]).ToArray().AsSpan(0, KeyIdLength).ToArray();

    private static (string Name, byte[] KeyId, byte[] Signature) ParseLine(string line)
    {
        var parts = line.StartsWith(LineStart, StringComparison.Ordinal) ? line.Substring(LineStart.Length).Split(' ') : [];
        return parts.Length == 2
            && IsKeyName(parts[0])
            && StandardBase64.TryDecode(parts[1], out var tagged)
            && tagged.Length > KeyIdLength
                ? (parts[0], tagged.AsSpan(0, KeyIdLength).ToArray(), tagged.AsSpan(KeyIdLength).ToArray())
                : throw Fault("a signature line is malformed");
    }

    private static byte[] TextBytes(string text)
    {
        if (text.Length == 0 || text[text.Length - 1] != '\n')
        {
            throw Fault("its text does not end in a newline");
        }

        if (text.Any(c => c < ' ' && c != '\n'))
        {
            throw Fault("its text holds a control character");
        }

        try
        {
            var bytes = Utf8.GetBytes(text);
            return bytes.Length <= MaxBytes ? bytes : throw TooLong();
        }
        catch (EncoderFallbackException)
        {
            throw Fault("its text holds half of a surrogate pair");
        }
    }

    private static TrstException TooLong() => Fault($"it is longer than {MaxBytes} bytes");

    private static TrstException Fault(string reason) => new(ErrorId.FormatInvalid, What, reason);
}
