namespace Trstctl.Ledger;

/// <summary>The root of a growing tree from its leaves alone, in O(log n) memory.</summary>
public sealed class CompactRange
{
    // One root for each set bit of Size, the largest subtree first.
    private readonly List<Digest> roots = [];

    public long Size { get; private set; }

    public void Append(Digest leaf)
    {
        var node = leaf;
        for (var n = Size; (n & 1) == 1; n >>= 1)
        {
            node = Merkle.Node(roots[roots.Count - 1], node);
            roots.RemoveAt(roots.Count - 1);
        }

        roots.Add(node);
        Size++;
    }

    public Digest Root()
    {
        if (roots.Count == 0)
        {
            return Merkle.EmptyRoot;
        }

        var root = roots[roots.Count - 1];
        for (var i = roots.Count - 2; i >= 0; i--)
        {
            root = Merkle.Node(roots[i], root);
        }

        return root;
    }

    public CompactRange Clone()
    {
        var copy = new CompactRange { Size = Size };
        copy.roots.AddRange(roots);
        return copy;
    }
}
