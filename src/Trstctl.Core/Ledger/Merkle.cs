namespace Trstctl.Ledger;

/// <summary>The hashes of an RFC 6962 tree (section 2.1): a leaf and an inner node can never be taken for each other.</summary>
internal static class Merkle
{
    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static Digest EmptyRoot { get; } = Digest.Of([]);

    /// <summary>SHA-256(0x00 ‖ header).</summary>
    public static Digest Leaf(byte[] header)
    {
        var input = new byte[1 + header.Length];
        header.CopyTo(input, 1);
        return Digest.Of(input);
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static Digest Node(Digest left, Digest right)
    {
        var input = new byte[1 + (2 * Digest.Length)];
        input[0] = 1;
        left.CopyTo(input, 1);
        right.CopyTo(input, 1 + Digest.Length);
        return Digest.Of(input);
    }

    /// <summary>The largest power of two smaller than n, where a tree of n &gt; 1 leaves is divided.</summary>
    internal static long Split(long n)
    {
        var k = 1L;
        while (k < n - k)
        {
            k <<= 1;
        }

        return k;
    }
}
