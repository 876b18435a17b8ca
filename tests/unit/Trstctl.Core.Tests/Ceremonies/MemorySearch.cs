using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Looks for secrets in the memory of this very process. What is looked for is kept masked, so that the search does not find
/// itself; of a secret its first and its last 16 bytes, and what three places of it are in base64, as bytes and as characters.</summary>
internal sealed class MemorySearch
{
    private const byte Mask = 0xA5;
    private const int PieceLength = 16;
    private const int TextLength = 18;

    private readonly List<(string Name, byte[] Masked)> needles = [];

    public IEnumerable<string> Names => needles.Select(needle => needle.Name).Distinct();

    public void Add(string name, ReadOnlySpan<byte> secret)
    {
        Keep(name, secret[..PieceLength]);
        Keep(name, secret[^PieceLength..]);
        Span<byte> text = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(TextLength)];
        foreach (var offset in new[] { 3, 4, 5 })
        {
            Base64.EncodeToUtf8(secret.Slice(offset, TextLength), text, out _, out _);
            KeepText(name, text);
            if (text.ContainsAny("+/"u8))
            {
                text.Replace((byte)'+', (byte)'-');
                text.Replace((byte)'/', (byte)'_');
                KeepText(name, text);
            }
        }

        text.Clear();
    }

    /// <summary>What is text already: as bytes and as characters.</summary>
    public void AddText(string name, ReadOnlySpan<byte> secret) => KeepText(name, secret[..24]);

    /// <summary>How often each secret stands in memory that can be written.</summary>
    public IReadOnlyDictionary<string, int> Run()
    {
        var found = Names.ToDictionary(name => name, _ => 0);
        var starts = new List<(string Name, byte[] Masked)>?[0x10000];
        foreach (var needle in needles)
        {
            (starts[BinaryPrimitives.ReadUInt16LittleEndian(needle.Masked) ^ ((Mask << 8) | Mask)] ??= []).Add(needle);
        }

        var longest = needles.Max(needle => needle.Masked.Length);
        using var memory = new FileStream("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        var buffer = GC.AllocateArray<byte>(1 << 20, pinned: true);
        foreach (var (from, to) in Writable())
        {
            for (var at = from; at < to; at += buffer.Length - longest)
            {
                var read = Read(memory, at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - at)));
                Count(buffer.AsSpan(0, read), starts, found);
            }
        }

        Array.Clear(buffer);
        return found;
    }

    /// <summary>A copy of what is looked for first, to be found: one that the collector moves meanwhile would be missed.</summary>
    public byte[] Unmasked()
    {
        var copy = GC.AllocateArray<byte>(needles[0].Masked.Length, pinned: true);
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = (byte)(needles[0].Masked[i] ^ Mask);
        }

        return copy;
    }

    private static IEnumerable<(long From, long To)> Writable() => File
        .ReadAllLines("/proc/self/maps")
        .Where(line => line.Contains(" rw-p ", StringComparison.Ordinal) && !line.Contains("[v", StringComparison.Ordinal))
        .Select(line => line.Split(' ')[0].Split('-'))
        .Select(range => (Address(range[0]), Address(range[1])));

    private static long Address(string hex) => long.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int Read(FileStream memory, long at, Span<byte> buffer)
    {
        var read = 0;
        try
        {
            memory.Position = at;
            while (read < buffer.Length && memory.Read(buffer[read..]) is > 0 and var more)
            {
                read += more;
            }
        }
        catch (IOException)
        {
            // What was given back to the system meanwhile.
        }

        return read;
    }

    private static void Count(ReadOnlySpan<byte> memory, List<(string Name, byte[] Masked)>?[] starts, Dictionary<string, int> found)
    {
        for (var i = 0; i + PieceLength <= memory.Length; i++)
        {
            if (starts[memory[i] | (memory[i + 1] << 8)] is not { } candidates)
            {
                continue;
            }

            foreach (var (name, masked) in candidates)
            {
                if (masked.Length <= memory.Length - i && Equal(memory.Slice(i, masked.Length), masked))
                {
                    found[name]++;
                }
            }
        }
    }

    private static bool Equal(ReadOnlySpan<byte> memory, byte[] masked)
    {
        for (var i = 0; i < masked.Length; i++)
        {
            if ((memory[i] ^ Mask) != masked[i])
            {
                return false;
            }
        }

        return true;
    }

    private void KeepText(string name, ReadOnlySpan<byte> ascii)
    {
        Keep(name, ascii);
        Span<byte> characters = stackalloc byte[2 * ascii.Length];
        for (var i = 0; i < ascii.Length; i++)
        {
            characters[2 * i] = ascii[i];
            characters[(2 * i) + 1] = 0;
        }

        Keep(name, characters);
        characters.Clear();
    }

    private void Keep(string name, ReadOnlySpan<byte> secret)
    {
        var masked = new byte[secret.Length];
        for (var i = 0; i < masked.Length; i++)
        {
            masked[i] = (byte)(secret[i] ^ Mask);
        }

        needles.Add((name, masked));
    }
}
