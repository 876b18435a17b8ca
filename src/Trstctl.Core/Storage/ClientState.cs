using System.Text;

namespace Trstctl.Storage;

/// <summary>What this client remembers outside the store: which tenant lives at a place (the pin), and the newest ledger point it saw
/// there and of each tenant (the high-water marks). PROTOCOL section 5.</summary>
/// <remarks>A place is the real path of a store's folder, or the store's id: a client remembers by both.</remarks>
internal sealed class ClientState(ClientFolder folder)
{
    private const string PinFormat = "trstctl-pin/1";
    private const string MarkFormat = "trstctl-mark/1";
    private const string PlaceFormat = "trstctl-place/1";
    private const int MaxLocation = 128 * 1024;
    private const string MarkText = "how far the tenant's ledger had come";
    private const string PlaceText = "what stood in this store";

    public string PinFile(string place, string tenantName) => folder.PathOf(PinName(place, tenantName));

    /// <summary>The tenant id that was pinned for the place, or null when this client never saw it.</summary>
    public string? PinnedTenant(string place, string tenantName) => folder.Read(
        PinName(place, tenantName),
        PinFormat,
        reader =>
        {
            _ = reader.Bytes("location", MaxLocation);
            _ = reader.Text("name", 64);
            return reader.Text("tenant", 64);
        });

    /// <summary>A path is bytes: it may hold what no text in canonical JSON may.</summary>
    public void Pin(string place, string tenantName, string tenantId) => folder.Change(
        "which tenant this store holds",
        () => folder.Write(
            PinName(place, tenantName),
            new JsonObject(PinFormat) { { "location", Encoding.UTF8.GetBytes(place) }, { "name", tenantName }, { "tenant", tenantId } }));

    /// <summary>What this client saw last at a place, restored or not: a restored copy raises no tenant's mark, and yet nothing that was
    /// said in it is taken back in silence.</summary>
    public ClientMark? PlaceMark(string place, string tenantName) => Read(PlaceName(place, tenantName), PlaceFormat);

    /// <param name="before">What the mark was held against: where another process has raised it since, that stands.</param>
    /// <param name="isNeeded">Whether going on without it is not right.</param>
    public void RaisePlace(string place, string tenantName, ClientMark? before, ClientMark mark, bool isNeeded = false) => folder.Change(
        PlaceText,
        () =>
        {
            if (PlaceMark(place, tenantName)?.Point == before?.Point)
            {
                folder.Write(PlaceName(place, tenantName), mark.ToJson(PlaceFormat));
            }
        },
        isNeeded);

    public ClientMark? Mark(string tenantId) => Read(NameOf("mark", tenantId), MarkFormat);

    /// <summary>Raises the mark; it never falls, whatever order several processes arrive in.</summary>
    /// <param name="contains">True of a point that the raised history went through: another process may have gone over to another one
    /// since, and that stands.</param>
    public void Raise(string tenantId, ClientMark mark, Func<LedgerPoint, bool> contains) => folder.Change(
        MarkText,
        () =>
        {
            var before = Mark(tenantId);
            if (before is null || (before.Point.Size < mark.Point.Size && contains(before.Point)))
            {
                WriteMark(tenantId, mark.Remembering(before));
            }
        });

    /// <summary>Goes over to another history and keeps both notes: which of them is the true one, people have said.</summary>
    /// <param name="isNeeded">Whether going on without it is not right.</param>
    public void GiveUp(string tenantId, ClientMark givenUp, ClientMark next, bool isNeeded = false) => folder.Change(
        "that it gave up another history",
        () =>
        {
            if (Mark(tenantId) is { } before && before.Point == givenUp.Point)
            {
                WriteMark(tenantId, next.Leaving(before));
            }
        },
        isNeeded);

    /// <summary>A statement in the ledger holds it by now.</summary>
    public void Told(string tenantId, LedgerPoint givenUp) => folder.Change(
        "that a statement tells of the history that it gave up",
        () =>
        {
            if (Mark(tenantId) is { } mark && mark.Forks.Any(fork => fork.GivenUp == givenUp))
            {
                WriteMark(
                    tenantId, mark with { Forks = [.. mark.Forks.Select(f => f.GivenUp == givenUp ? f with { IsTold = true } : f)] });
            }
        });

    private void WriteMark(string tenantId, ClientMark mark) => folder.Write(NameOf("mark", tenantId), mark.ToJson(MarkFormat));

    private ClientMark? Read(string name, string format) => folder.Read(name, format, ClientMark.Read);

    private static string PinName(string place, string tenantName) => NameOf("pin", KeyOf(place, tenantName));

    private static string PlaceName(string place, string tenantName) => NameOf("place", KeyOf(place, tenantName));

    private static string KeyOf(string place, string tenantName) => Digest.Of(Encoding.UTF8.GetBytes(place + "\n" + tenantName)).Hex;

    // A tenant id is asked for before anything proves it: it must not lead out of the folder.
    private static string NameOf(string kind, string id) => id.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'z'))
        ? $"{kind}-{id}.json"
        : throw new TrstException(ErrorId.FormatInvalid, "The tenant id", "it is no digest");
}
