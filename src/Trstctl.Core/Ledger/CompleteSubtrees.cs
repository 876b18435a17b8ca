namespace Trstctl.Ledger;

/// <summary>Roots of complete subtrees in memory; a branch reads through to the nodes it grew from and keeps its own.</summary>
internal sealed class CompleteSubtrees(IMerkleNodes? stem = null) : IMerkleNodes
{
    private readonly Dictionary<(int Level, long Index), Digest> nodes = [];

    public Digest Get(int level, long index) =>
        nodes.TryGetValue((level, index), out var node) ? node
        : stem is not null ? stem.Get(level, index)
        : throw new KeyNotFoundException($"The tree has no node {index} on level {level}.");

    public void Put(int level, long index, Digest node) => nodes[(level, index)] = node;
}
