namespace Trstctl.Ledger;

/// <summary>Checks of proofs from an untrusted source; anything odd is false, nothing throws.</summary>
internal static class MerkleProof
{
    /// <summary>RFC 9162 2.1.3.2.</summary>
    public static bool VerifyInclusion(Digest leaf, long index, long size, IReadOnlyList<Digest> proof, Digest root)
    {
        if (index < 0 || index >= size)
        {
            return false;
        }

        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in proof)
        {
            if (sn == 0)
            {
                return false;
            }

            if (IsOdd(fn) || fn == sn)
            {
                r = Merkle.Node(p, r);
                SkipMissingRight(ref fn, ref sn);
            }
            else
            {
                r = Merkle.Node(r, p);
            }

            fn >>= 1;
            sn >>= 1;
        }

        return sn == 0 && r == root;
    }

    /// <summary>RFC 9162 2.1.4.2. A size of 0 is refused, because every tree extends the empty one; equal sizes need equal roots
    /// and an empty proof.</summary>
    public static bool VerifyConsistency(long oldSize, Digest oldRoot, long newSize, Digest newRoot, IReadOnlyList<Digest> proof)
    {
        if (oldSize <= 0 || oldSize > newSize)
        {
            return false;
        }

        if (oldSize == newSize)
        {
            return proof.Count == 0 && oldRoot == newRoot;
        }

        var path = (oldSize & (oldSize - 1)) == 0 ? new[] { oldRoot }.Concat(proof) : proof;
        var (fn, sn) = (oldSize - 1, newSize - 1);
        while (IsOdd(fn))
        {
            fn >>= 1;
            sn >>= 1;
        }

        return proof.Count > 0 && Climb(path, fn, sn) is var (fr, sr, complete) && complete && fr == oldRoot && sr == newRoot;
    }

    private static (Digest Old, Digest New, bool Complete) Climb(IEnumerable<Digest> path, long fn, long sn)
    {
        var fr = path.First();
        var sr = fr;
        foreach (var c in path.Skip(1))
        {
            if (sn == 0)
            {
                return default;
            }

            if (IsOdd(fn) || fn == sn)
            {
                fr = Merkle.Node(c, fr);
                sr = Merkle.Node(c, sr);
                SkipMissingRight(ref fn, ref sn);
            }
            else
            {
                sr = Merkle.Node(sr, c);
            }

            fn >>= 1;
            sn >>= 1;
        }

        return (fr, sr, sn == 0);
    }

    // The last node of a level without a right sibling rises unhashed.
    private static void SkipMissingRight(ref long fn, ref long sn)
    {
        while (!IsOdd(fn) && fn != 0)
        {
            fn >>= 1;
            sn >>= 1;
        }
    }

    private static bool IsOdd(long n) => (n & 1) == 1;
}
