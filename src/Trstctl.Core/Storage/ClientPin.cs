namespace Trstctl.Storage;

/// <summary>Which tenant lives at a place: <c>trstctl-pin/1</c>.</summary>
/// <param name="Place">A path is bytes: it may hold what no text in canonical JSON may.</param>
internal sealed record ClientPin(string Place, string Name, string Tenant)
{
    private const int MaxLocation = 128 * 1024;

    public static ClientPin Declare(Fields f, ClientPin? p)
    {
        f.Format("trstctl-pin/1");
        return new(f.Utf8("location", p?.Place, MaxLocation), f.Text("name", p?.Name, 64), f.Text("tenant", p?.Tenant, 64));
    }
}
