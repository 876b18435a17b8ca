namespace Trstctl.Ledger;

/// <summary>Where the roots of complete subtrees are kept: the node (level, index) covers the leaves from index·2^level up to,
/// not including, (index+1)·2^level. Level 0 is the leaves.</summary>
internal interface IMerkleNodes
{
    Digest Get(int level, long index);

    void Put(int level, long index, Digest node);
}
