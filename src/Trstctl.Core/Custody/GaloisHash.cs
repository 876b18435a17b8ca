using System.Buffers.Binary;

namespace Trstctl.Custody;

/// <summary>GHASH (NIST SP 800-38D 6.4): no table and no branch depends on the key. What it hashes is some kilobytes.</summary>
/// <param name="key">Its first 16 bytes.</param>
internal struct GaloisHash(byte[] key)
{
    // x^128 + x^7 + x^2 + x + 1, with the bits of a block from left to right.
    private const ulong Reduction = 0xE100_0000_0000_0000;

    private readonly ulong keyHigh = BinaryPrimitives.ReadUInt64BigEndian(key);
    private readonly ulong keyLow = BinaryPrimitives.ReadUInt64BigEndian(key.AsSpan(sizeof(ulong)));
    private ulong high;
    private ulong low;

    /// <summary>Whole blocks: the last one is filled up with zeros.</summary>
    public void Add(ReadOnlySpan<byte> data)
    {
        Span<byte> block = stackalloc byte[AesBlocks.Length];
        while (data.Length > 0)
        {
            var taken = Math.Min(data.Length, block.Length);
            block.Clear();
            data.Slice(0, taken).CopyTo(block);
            data = data.Slice(taken);
            Multiply(BinaryPrimitives.ReadUInt64BigEndian(block), BinaryPrimitives.ReadUInt64BigEndian(block.Slice(sizeof(ulong))));
        }
    }

    /// <summary>The hash, after both lengths (bytes) were added as bits.</summary>
    public byte[] End(int associatedLength, int length)
    {
        Multiply(8UL * (uint)associatedLength, 8UL * (uint)length);
        var hash = new byte[AesBlocks.Length];
        BinaryPrimitives.WriteUInt64BigEndian(hash, high);
        BinaryPrimitives.WriteUInt64BigEndian(hash.AsSpan(sizeof(ulong)), low);
        return hash;
    }

    private void Multiply(ulong dataHigh, ulong dataLow)
    {
        var (x, y) = (high ^ dataHigh, low ^ dataLow);
        var (v, w) = (keyHigh, keyLow);
        (high, low) = (0, 0);
        for (var bit = 0; bit < 128; bit++)
        {
            var isSet = unchecked(0UL - (x >> 63));
            (high, low) = (high ^ (v & isSet), low ^ (w & isSet));
            (x, y) = ((x << 1) | (y >> 63), y << 1);
            var carry = unchecked(0UL - (w & 1));
            (v, w) = ((v >> 1) ^ (Reduction & carry), (w >> 1) | (v << 63));
        }
    }
}
