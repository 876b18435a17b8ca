namespace Trstctl.Core.Tests.Fuzz;

/// <summary>Edits that know nothing of a structure.</summary>
internal static class BytesMutator
{
    private static readonly byte[] Odd = [0, 1, 2, 0x1F, 0x20, 0x22, 0x30, 0x5C, 0x7F, 0x80, 0x81, 0x84, 0xC0, 0xFE, 0xFF];

    /// <param name="other">Something to splice in.</param>
    public static byte[] Edit(Random random, byte[] value, byte[] other)
    {
        for (var rounds = random.Next(4) == 0 ? random.Next(2, 6) : 1; rounds > 0; rounds--)
        {
            value = Once(random, value, other);
        }

        return value;
    }

    private static byte[] Once(Random random, byte[] value, byte[] other)
    {
        if (value.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        var at = random.Next(value.Length);
        var rest = value.Length - at;
        switch (random.Next(9))
        {
            case 0:
                return Changed(value, at, (byte)(value[at] ^ (1 << random.Next(8))));
            case 1:
                return Changed(value, at, Odd[random.Next(Odd.Length)]);
            case 2:
                return Changed(value, at, (byte)random.Next(256));
            case 3:
                return value[..at];
            case 4:
                return [.. value[..at], .. value[(at + Math.Min(rest, 1 + random.Next(8)))..]];
            case 5:
                var added = new byte[random.Next(20) == 0 ? random.Next(4096) : 1 + random.Next(8)];
                random.NextBytes(added);
                return [.. value[..at], .. added, .. value[at..]];
            case 6:
                var again = value.AsSpan(at, Math.Min(rest, 1 + random.Next(64))).ToArray();
                return [.. value[..(at + again.Length)], .. again, .. value[(at + again.Length)..]];
            case 7 when other.Length > 0:
                var from = random.Next(other.Length);
                return [.. value[..at], .. other[from..(from + Math.Min(other.Length - from, 1 + random.Next(64)))], .. value[at..]];
            default:
                var edited = (byte[])value.Clone();
                Array.Fill(edited, Odd[random.Next(Odd.Length)], at, Math.Min(rest, 1 + random.Next(8)));
                return edited;
        }
    }

    private static byte[] Changed(byte[] value, int at, byte to)
    {
        var edited = (byte[])value.Clone();
        edited[at] = to;
        return edited;
    }
}
