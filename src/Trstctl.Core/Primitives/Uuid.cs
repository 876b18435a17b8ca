namespace Trstctl.Primitives;

/// <summary>Identifiers of RFC 9562, as 36 characters of text.</summary>
public static class Uuid
{
    /// <summary>Version 7 (5.7): 48 bits of milliseconds, then random bits; text order is time order.</summary>
    public static string Version7(DateTime time)
    {
        var bytes = SecretRandom.Bytes(16);
        var milliseconds = new DateTimeOffset(time).ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--)
        {
            bytes[i] = (byte)(milliseconds & 0xFF);
            milliseconds >>= 8;
        }

        return Text(bytes, 7);
    }

    /// <summary>Version 8 (5.8): the first 16 octets of a digest.</summary>
    public static string Version8(Digest digest) => Text(digest.ToArray(), 8);

    /// <summary>True of 36 characters in the one form of this text: lower-case hex and hyphens.</summary>
    public static bool IsWritten(string text) => Guid.TryParseExact(text, "D", out var value)
        && string.Equals(value.ToString("D"), text, StringComparison.Ordinal);

    /// <summary>The last eight digits: the first ones stay the same for a minute.</summary>
    public static string Short(string uuid) => uuid.Length < 8 ? uuid : uuid.Substring(uuid.Length - 8);

    private static string Text(byte[] bytes, int version)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        var hex = Hex.Encode(bytes);
        return $"{hex.Substring(0, 8)}-{hex.Substring(8, 4)}-{hex.Substring(12, 4)}-{hex.Substring(16, 4)}-{hex.Substring(20, 12)}";
    }
}
