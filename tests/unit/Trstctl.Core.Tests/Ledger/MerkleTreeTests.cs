using CsCheck;
using Trstctl.Ledger;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Ledger;

public class MerkleTreeTests
{
    private static readonly int Largest = LongForm.Times(70, 130);
    private static readonly Digest[] Leaves = Trees.Leaves(Largest);
    private static readonly MerkleTree Tree = Trees.Of(Leaves);

    [Fact]
    public void RootsOfAllSizesAreThoseOfTheReference()
    {
        for (var n = 0; n <= Largest; n++)
        {
            var expected = ReferenceTree.Root(Leaves.AsSpan(0, n));
            Assert.Equal(expected, Tree.RootAt(n));
        }
    }

    [Fact]
    public void InclusionProofsOfAllSizesAreThoseOfTheReferenceAndVerify()
    {
        for (var n = 1; n <= Largest; n++)
        {
            var root = Tree.RootAt(n);
            for (var i = 0; i < n; i++)
            {
                var proof = Tree.InclusionProof(i, n);
                Assert.Equal(ReferenceTree.Path(i, Leaves.AsSpan(0, n)), proof);
                Assert.True(MerkleProof.VerifyInclusion(Leaves[i], i, n, proof, root));
            }
        }
    }

    [Fact]
    public void ConsistencyProofsOfAllSizesAreThoseOfTheReferenceAndVerify()
    {
        for (var n = 1; n <= Largest; n++)
        {
            for (var m = 1; m <= n; m++)
            {
                var proof = Tree.ConsistencyProof(m, n);
                Assert.Equal(ReferenceTree.Subproof(m, Leaves.AsSpan(0, n), true), proof);
                Assert.True(MerkleProof.VerifyConsistency(m, Tree.RootAt(m), n, Tree.RootAt(n), proof));
            }
        }
    }

    [Fact]
    public void ReadsStayLogarithmic()
    {
        var nodes = new MemoryNodes();
        var tree = Trees.Of(Trees.Leaves(5000), nodes);
        foreach (Action act in new Action[] {
            () => tree.Root(), () => tree.InclusionProof(17, 4999), () => tree.ConsistencyProof(2047, 4999) })
        {
            nodes.Reads = 0;
            act();
            Assert.InRange(nodes.Reads, 1, 2 * 13);
        }
    }

    [Fact]
    public void AReopenedTreeGrowsLikeOneThatWasNeverClosed()
    {
        Gen.Int[0, Largest].Sample(n =>
        {
            var nodes = new MemoryNodes();
            Trees.Of(Leaves.Take(n), nodes);
            var reopened = new MerkleTree(nodes, n);
            foreach (var leaf in Leaves.Skip(n))
            {
                reopened.Append(leaf);
            }

            return reopened.Root() == Tree.Root();
        });
    }

    [Fact]
    public void ABranchGrowsWithoutItsStem()
    {
        var nodes = new Trstctl.Ledger.CompleteSubtrees();
        var stem = new MerkleTree(nodes, 0);
        stem.Append(Leaves[0]);
        var branch = new MerkleTree(new Trstctl.Ledger.CompleteSubtrees(nodes), stem.Size);
        branch.Append(Leaves[1]);
        Assert.Equal(Tree.RootAt(2), branch.Root());
        Assert.Equal(Tree.RootAt(1), stem.Root());
    }

    [Fact]
    public void RefusesRangesThatDoNotExist()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Tree.RootAt(Largest + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tree.InclusionProof(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tree.InclusionProof(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tree.ConsistencyProof(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tree.ConsistencyProof(6, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MerkleTree(new CompleteSubtrees(), -1));
    }
}
