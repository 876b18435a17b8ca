using CsCheck;
using Trstctl.Ledger;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Ledger;

[Trait("Conformance", "N18")]
public class MerkleProofTests
{
    private const int Largest = 130;
    private static readonly Digest[] Leaves = Trees.Leaves(Largest);
    private static readonly MerkleTree Tree = Trees.Of(Leaves);
    private static readonly Gen<(int Small, int Large)> Sizes =
        Gen.Select(Gen.Int[1, Largest], Gen.Int[1, Largest], (a, b) => (Math.Min(a, b), Math.Max(a, b)));

    [Fact]
    public void RefusesAnInnerNodeOfferedAsALeaf()
    {
        var node = Merkle.Node(Leaves[0], Leaves[1]);
        var path = Tree.InclusionProof(0, 4).Skip(1).ToArray();
        Assert.True(MerkleProof.VerifyInclusion(node, 0, 2, path, Tree.RootAt(4)), "the hash alone cannot tell: the size must");
        Assert.False(MerkleProof.VerifyInclusion(node, 0, 4, path, Tree.RootAt(4)));

        var header = Leaves[0].ToArray().Concat(Leaves[1].ToArray()).ToArray();
        Assert.False(MerkleProof.VerifyInclusion(Merkle.Leaf(header), 0, 2, path, Tree.RootAt(4)));
    }

    [Fact]
    public void RefusesSizeZero()
    {
        Assert.False(MerkleProof.VerifyInclusion(Leaves[0], 0, 0, [], Merkle.EmptyRoot));
        Assert.False(MerkleProof.VerifyConsistency(0, Merkle.EmptyRoot, 5, Tree.RootAt(5), []));
        Assert.False(MerkleProof.VerifyConsistency(0, Merkle.EmptyRoot, 0, Merkle.EmptyRoot, []));
    }

    [Fact]
    public void AProofForEqualSizesIsEmptyAndOfOneRoot()
    {
        Sizes.Sample(s =>
        {
            var (size, root) = (s.Small, Tree.RootAt(s.Small));
            Assert.True(MerkleProof.VerifyConsistency(size, root, size, root, []));
            Assert.False(MerkleProof.VerifyConsistency(size, root, size, Leaves[0] == root ? Leaves[1] : Leaves[0], []));
            Assert.False(MerkleProof.VerifyConsistency(size, root, size, root, [Leaves[0]]));
        });
    }

    [Fact]
    public void RefusesAProofForAnotherSize()
    {
        Sizes.Where(s => s.Small < s.Large).Sample(s =>
        {
            var index = s.Small - 1;
            Assert.False(MerkleProof.VerifyInclusion(
                Leaves[index], index, s.Large, Tree.InclusionProof(index, s.Small), Tree.RootAt(s.Large)));
            Assert.False(MerkleProof.VerifyInclusion(
                Leaves[index], index, s.Small, Tree.InclusionProof(index, s.Large), Tree.RootAt(s.Small)));
        });
    }

    [Fact]
    public void RefusesAnotherIndex()
    {
        Sizes.Where(s => s.Small < s.Large).Sample(s => !MerkleProof.VerifyInclusion(
            Leaves[s.Small], s.Small - 1, s.Large, Tree.InclusionProof(s.Small, s.Large), Tree.RootAt(s.Large)));
    }

    [Fact]
    public void RefusesAChangedInclusionProof()
    {
        Gen.Select(Sizes, Gen.Int[0, 1000], Gen.Int[0, 255], Gen.Enum<Change>()).Sample((s, at, bit, change) =>
        {
            var index = s.Small - 1;
            var proof = Tree.InclusionProof(index, s.Large);
            return Changed(proof, at, bit, change) is not { } other
                || !MerkleProof.VerifyInclusion(Leaves[index], index, s.Large, other, Tree.RootAt(s.Large));
        });
    }

    [Fact]
    public void RefusesAChangedConsistencyProof()
    {
        Gen.Select(Sizes, Gen.Int[0, 1000], Gen.Int[0, 255], Gen.Enum<Change>()).Sample((s, at, bit, change) =>
            Changed(Tree.ConsistencyProof(s.Small, s.Large), at, bit, change) is not { } other
            || !MerkleProof.VerifyConsistency(s.Small, Tree.RootAt(s.Small), s.Large, Tree.RootAt(s.Large), other));
    }

    [Fact]
    public void RefusesAnotherOldRoot()
    {
        Sizes.Where(s => s.Small < s.Large).Sample(s => !MerkleProof.VerifyConsistency(
            s.Small, Tree.RootAt(s.Large), s.Large, Tree.RootAt(s.Large), Tree.ConsistencyProof(s.Small, s.Large)));
        Assert.False(MerkleProof.VerifyConsistency(5, Tree.RootAt(4), 5, Tree.RootAt(5), []));
        Assert.False(MerkleProof.VerifyConsistency(5, Tree.RootAt(5), 4, Tree.RootAt(4), []));
    }

    [Fact]
    public void NeverThrows()
    {
        var digests = Gen.Byte.Array[Digest.Length].Select(bytes => new Digest(bytes));
        Gen.Select(Gen.Long, Gen.Long, digests, digests.Array[0, 70]).Sample((a, b, root, proof) =>
        {
            MerkleProof.VerifyInclusion(root, a, b, proof, root);
            MerkleProof.VerifyConsistency(a, root, b, root, proof);
        });
        Assert.False(MerkleProof.VerifyInclusion(default, long.MaxValue - 1, long.MaxValue, Leaves, default));
        Assert.False(MerkleProof.VerifyConsistency(long.MaxValue - 1, default, long.MaxValue, default, Leaves));
        Assert.False(MerkleProof.VerifyConsistency(long.MinValue, default, long.MaxValue, default, Leaves));
    }

    public enum Change
    {
        FlipBit,
        Drop,
        Repeat,
        Append,
        Swap,
    }

    private static List<Digest>? Changed(IReadOnlyList<Digest> proof, int at, int bit, Change change)
    {
        var other = proof.ToList();
        if (change == Change.Append)
        {
            other.Add(Leaves[at % Largest]);
            return other;
        }

        if (other.Count == 0 || (change == Change.Swap && other.Count < 2))
        {
            return null;
        }

        at %= other.Count;
        switch (change)
        {
            case Change.FlipBit:
                var bytes = other[at].ToArray();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                other[at] = new Digest(bytes);
                break;
            case Change.Drop:
                other.RemoveAt(at);
                break;
            case Change.Repeat:
                other.Insert(at, other[at]);
                break;
            default:
                (other[at], other[(at + 1) % other.Count]) = (other[(at + 1) % other.Count], other[at]);
                break;
        }

        return other;
    }
}
