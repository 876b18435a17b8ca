using System.Text;

namespace Trstctl.Storage;

/// <summary>What this client remembers outside the store: which tenant lives at a place (the pin), and of each tenant the newest ledger
/// points that it saw, of it and at each place (the high-water marks). PROTOCOL section 5.</summary>
/// <remarks>A place is the real path of a store's folder, or the store's id: a client remembers by both.</remarks>
internal sealed class ClientState(ClientFolder folder)
{
    private const string MarkText = "how far the tenant's ledger had come";
    private const string PinText = "which tenant this store holds, and " + MarkText;

    public string PinFile(string place, string tenantName) => folder.PathOf(PinName(place, tenantName));

    /// <summary>By which a place of a tenant of that name is told from others.</summary>
    public static Digest KeyOf(string place, string tenantName) => Digest.Of(Encoding.UTF8.GetBytes(place + "\n" + tenantName));

    /// <summary>The tenant id that was pinned for the place, or null when this client never saw it.</summary>
    public string? PinnedTenant(string place, string tenantName) =>
        folder.Read<ClientPin>(PinName(place, tenantName), ClientPin.Declare)?.Tenant;

    public ClientMarks Marks(string tenantId) =>
        folder.ReadInTurn<ClientMarks>(MarkName(tenantId), ClientMarks.Declare) ?? ClientMarks.None;

    /// <summary>Changes the marks, and pins the tenant at places that have no pin yet: a pin never stands without its mark, unless somebody
    /// took that away.</summary>
    /// <param name="change">Of the marks as they are in the file: another process may have raised them since they were looked at. The same
    /// object where nothing is to be changed.</param>
    /// <param name="isNeeded">Whether going on without it is not right.</param>
    public void Keep(
        string tenantId, Func<ClientMarks, ClientMarks> change, IReadOnlyList<string> places, string tenantName, bool isNeeded = false) =>
        folder.Change(
            places.Count > 0 ? PinText : MarkText,
            () =>
            {
                var before = Marks(tenantId);
                var next = change(before);
                if (!ReferenceEquals(before, next))
                {
                    folder.WriteInTurn(MarkName(tenantId), next, ClientMarks.Declare);
                }

                foreach (var place in places.Where(place => PinnedTenant(place, tenantName) is null))
                {
                    Pin(place, tenantName, tenantId);
                }
            },
            isNeeded);

    /// <inheritdoc cref="Keep(string, Func{ClientMarks, ClientMarks}, IReadOnlyList{string}, string, bool)"/>
    public void Keep(string tenantId, Func<ClientMarks, ClientMarks> change) => Keep(tenantId, change, [], string.Empty);

    private void Pin(string place, string tenantName, string tenantId) =>
        folder.Write(PinName(place, tenantName), new ClientPin(place, tenantName, tenantId), ClientPin.Declare);

    private static string PinName(string place, string tenantName) => $"pin-{KeyOf(place, tenantName).Hex}.json";

    /// <summary>The name of a tenant's snapshot.</summary>
    public static string SnapshotName(string tenantId) => $"snapshot-{DemandDigest(tenantId)}.db";

    private static string MarkName(string tenantId) => $"mark-{DemandDigest(tenantId)}";

    // A tenant id is asked for before anything proves it: it must not lead out of the folder.
    private static string DemandDigest(string tenantId) => tenantId.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'z'))
        ? tenantId
        : throw new TrstException(ErrorId.FormatInvalid, "The tenant id", "it is no digest");
}
