namespace Trstctl.Storage;

/// <summary>The file that makes a folder a store: <c>trstctl-store/1</c>.</summary>
internal sealed record StoreMarker(string StoreId, DateTime Created)
{
    public static StoreMarker Declare(Fields f, StoreMarker? m)
    {
        f.Format(StoreFolder.Format);
        return new(f.Text("store", m?.StoreId, 36), f.Time("created", m?.Created));
    }
}
