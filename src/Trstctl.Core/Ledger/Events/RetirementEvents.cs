using Trstctl.Canonical;
using Trstctl.Ceremonies;
using Trstctl.Storage;

namespace Trstctl.Ledger.Events;

/// <summary>A principal retired his own key (CMS over <c>trstctl-key-retirement/1</c>).</summary>
public sealed record PrincipalKeyRetired(byte[] Statement) : LedgerEvent
{
    public const string TypeName = "principal.key-retired";

    public override string Type => TypeName;

    public static PrincipalKeyRetired Read(ObjectReader reader) => new(reader.Bytes("statement", RetiredKeyRecord.MaxStatement));

    // The first one counts: a later one must not move the time from which the key is refused.
    public override void Apply(IProjection projection, EventHeader header)
    {
        var record = new RetiredKeyRecord(KeyRetirement.FromSigned(Statement).Key, header.Time, Statement);
        if (projection.Find<RetiredKeyRecord>(RetiredKeyRecord.KindName, record.Id) is null)
        {
            projection.Put(record);
        }
    }

    protected override void Write(JsonObject data) => data.Add("statement", Statement);
}
