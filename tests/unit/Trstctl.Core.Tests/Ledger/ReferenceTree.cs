using Trstctl.Ledger;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Ledger;

/// <summary>RFC 6962 section 2.1 word for word, over a list of leaf hashes: slow, and obviously right.</summary>
internal static class ReferenceTree
{
    public static Digest Root(ReadOnlySpan<Digest> d)
    {
        if (d.Length == 0)
        {
            return Merkle.EmptyRoot;
        }

        return d.Length == 1 ? d[0] : Merkle.Node(Root(d[..K(d.Length)]), Root(d[K(d.Length)..]));
    }

    public static List<Digest> Path(int m, ReadOnlySpan<Digest> d)
    {
        if (d.Length == 1)
        {
            return [];
        }

        var k = K(d.Length);
        return m < k ? [.. Path(m, d[..k]), Root(d[k..])] : [.. Path(m - k, d[k..]), Root(d[..k])];
    }

    public static List<Digest> Subproof(int m, ReadOnlySpan<Digest> d, bool b)
    {
        if (m == d.Length)
        {
            return b ? [] : [Root(d)];
        }

        var k = K(d.Length);
        return m <= k ? [.. Subproof(m, d[..k], b), Root(d[k..])] : [.. Subproof(m - k, d[k..], false), Root(d[..k])];
    }

    private static int K(int n) => 1 << (31 - int.LeadingZeroCount(n - 1));
}

internal sealed class MemoryNodes : IMerkleNodes
{
    private readonly Dictionary<(int, long), Digest> nodes = [];

    public int Reads { get; set; }

    public Digest Get(int level, long index)
    {
        Reads++;
        return nodes[(level, index)];
    }

    public void Put(int level, long index, Digest node) => nodes[(level, index)] = node;
}

internal static class Trees
{
    public static Digest[] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => Merkle.Leaf(BitConverter.GetBytes(i)))];

    public static MerkleTree Of(IEnumerable<Digest> leaves, MemoryNodes? nodes = null)
    {
        var tree = new MerkleTree(nodes ?? new MemoryNodes(), 0);
        foreach (var leaf in leaves)
        {
            tree.Append(leaf);
        }

        return tree;
    }
}
