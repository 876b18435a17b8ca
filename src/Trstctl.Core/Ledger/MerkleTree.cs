namespace Trstctl.Ledger;

/// <summary>An append-only RFC 6962 tree over stored nodes; every answer costs O(log n) reads.</summary>
/// <param name="nodes">The store of complete subtrees; nodes beyond <paramref name="size"/> are never read.</param>
/// <param name="size">The number of leaves, from a verified checkpoint.</param>
internal sealed class MerkleTree(IMerkleNodes nodes, long size)
{
    // What was asked for last. The past never changes, and what was said at one time names one point of it.
    private (long Size, Digest Root)? past;

    public long Size { get; private set; } = size >= 0 ? size : throw new ArgumentOutOfRangeException(nameof(size));

    /// <summary>Puts the leaf, and each subtree that it completes.</summary>
    public void Append(Digest leaf)
    {
        var (node, index, level) = (leaf, Size, 0);
        nodes.Put(level, index, node);
        while ((index & 1) == 1)
        {
            node = Merkle.Node(nodes.Get(level, index - 1), node);
            index >>= 1;
            level++;
            nodes.Put(level, index, node);
        }

        Size++;
    }

    public Digest Root() => RootAt(Size);

    /// <summary>The root as it was when the tree had <paramref name="size"/> leaves.</summary>
    public Digest RootAt(long size)
    {
        Demand(size >= 0 && size <= Size, nameof(size));
        if (past is not { } known || known.Size != size)
        {
            past = known = (size, size == 0 ? Merkle.EmptyRoot : Subtree(0, size));
        }

        return known.Root;
    }

    /// <summary>PATH(index, D[size]) of RFC 6962 2.1.1, from the leaf's sibling upwards.</summary>
    public IReadOnlyList<Digest> InclusionProof(long index, long size)
    {
        Demand(size > 0 && size <= Size, nameof(size));
        Demand(index >= 0 && index < size, nameof(index));
        var proof = new List<Digest>();
        AddPath(proof, index, 0, size);
        return proof;
    }

    /// <summary>PROOF(oldSize, D[newSize]) of RFC 6962 2.1.2; empty for equal sizes, refused for an old size of 0, which proves
    /// nothing.</summary>
    public IReadOnlyList<Digest> ConsistencyProof(long oldSize, long newSize)
    {
        Demand(newSize > 0 && newSize <= Size, nameof(newSize));
        Demand(oldSize > 0 && oldSize <= newSize, nameof(oldSize));
        var proof = new List<Digest>();
        AddSubproof(proof, oldSize, 0, newSize, known: true);
        return proof;
    }

    private void AddPath(List<Digest> proof, long index, long start, long count)
    {
        if (count == 1)
        {
            return;
        }

        var k = Merkle.Split(count);
        if (index < k)
        {
            AddPath(proof, index, start, k);
            proof.Add(Subtree(start + k, count - k));
        }
        else
        {
            AddPath(proof, index - k, start + k, count - k);
            proof.Add(Subtree(start, k));
        }
    }

    private void AddSubproof(List<Digest> proof, long oldCount, long start, long count, bool known)
    {
        if (oldCount == count)
        {
            if (!known)
            {
                proof.Add(Subtree(start, count));
            }

            return;
        }

        var k = Merkle.Split(count);
        if (oldCount <= k)
        {
            AddSubproof(proof, oldCount, start, k, known);
            proof.Add(Subtree(start + k, count - k));
        }
        else
        {
            AddSubproof(proof, oldCount - k, start + k, count - k, known: false);
            proof.Add(Subtree(start, k));
        }
    }

    // Every range asked for here begins at a multiple of the power of two that holds it, so its left parts are stored.
    private Digest Subtree(long start, long count)
    {
        if ((count & (count - 1)) == 0)
        {
            var level = 0;
            for (var n = count; n > 1; n >>= 1)
            {
                level++;
            }

            return nodes.Get(level, start >> level);
        }

        var k = Merkle.Split(count);
        return Merkle.Node(Subtree(start, k), Subtree(start + k, count - k));
    }

    private static void Demand(bool condition, string name)
    {
        if (!condition)
        {
            throw new ArgumentOutOfRangeException(name);
        }
    }
}
