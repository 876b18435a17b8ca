namespace Trstctl.History;

/// <summary>An event that has no effect on the state, and why.</summary>
public sealed record VoidEvent(long Sequence, string Type, DateTime Time, string Actor, string? Ceremony, string Reason)
{
    private const int MaxBytes = StoredEvent.MaxDataBytes;

    internal byte[] ToBytes() => Fields.ToBytes(this, Declare);

    internal static VoidEvent FromBytes(byte[] bytes) => Fields.FromBytes<VoidEvent>(bytes, "void event", MaxBytes, Declare);

    private static VoidEvent Declare(Fields f, VoidEvent? item) => new(
        f.Sequence("seq", item?.Sequence),
        f.Text("type", item?.Type, MaxBytes),
        f.Time("time", item?.Time),
        f.Text("actor", item?.Actor, MaxBytes),
        f.OptionalText("ceremony", item?.Ceremony, MaxBytes),
        f.Text("reason", item?.Reason, MaxBytes));
}
