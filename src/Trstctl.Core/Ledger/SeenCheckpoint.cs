namespace Trstctl.Ledger;

/// <summary>What the client of somebody who signs saw: the ledger's last checkpoint and, where people settled a fork or a restored copy
/// goes on, the head of the other history, which this one gives up.</summary>
internal sealed record SeenCheckpoint(LedgerPoint Point, LedgerPoint? GivenUp = null)
{
    public long Size => Point.Size;

    public static implicit operator SeenCheckpoint(LedgerPoint point) => new(point);

    public JsonObject ToJson() => Fields.Write(this, Declare);

    public static SeenCheckpoint Declare(Fields f, SeenCheckpoint? s) =>
        new(LedgerPoint.Declare(f, s?.Point), f.OptionalObject("givenUp", s?.GivenUp, LedgerPoint.Declare));
}
