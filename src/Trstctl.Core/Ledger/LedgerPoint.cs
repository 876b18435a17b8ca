namespace Trstctl.Ledger;

/// <summary>A point of the ledger: its size in events and the root of the tree of that size.</summary>
internal sealed record LedgerPoint(long Size, Digest Root)
{
    public JsonObject ToJson() => new() { { "size", Size }, { "root", Root } };

    public static LedgerPoint FromJson(ObjectReader reader)
    {
        var point = new LedgerPoint(reader.Integer("size", 0, JsonInteger.Largest), Digest.FromJson(reader, "root"));
        reader.End();
        return point;
    }
}
