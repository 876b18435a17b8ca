namespace Trstctl.Ledger;

/// <summary>What the client of somebody who signs saw: the ledger's last checkpoint and, where people settled a fork or a restored copy
/// goes on, the head of the other history, which this one gives up.</summary>
internal sealed record SeenCheckpoint(LedgerPoint Point, LedgerPoint? GivenUp = null)
{
    public long Size => Point.Size;

    public static implicit operator SeenCheckpoint(LedgerPoint point) => new(point);

    public JsonObject ToJson() => new() { { "size", Point.Size }, { "root", Point.Root }, { "givenUp", GivenUp?.ToJson() } };

    public static SeenCheckpoint FromJson(ObjectReader reader)
    {
        var point = new LedgerPoint(reader.Integer("size", 0, JsonInteger.Largest), Digest.FromJson(reader, "root"));
        var givenUp = reader.Has("givenUp") ? LedgerPoint.FromJson(reader.Reader("givenUp")) : null;
        reader.End();
        return new SeenCheckpoint(point, givenUp);
    }
}
