using System.Text;

namespace Trstctl.Ledger;

/// <summary>What the Merkle tree covers of an event: everything but the data, and of the data its digest.</summary>
/// <param name="Operation">Of the ceremony, so that headers alone tell what a ceremony was about; null where there is none.</param>
public sealed record EventHeader(
    long Sequence, string EventId, string Type, string? Operation, DateTime Time, string Tenant, string Actor, string? Ceremony,
    Digest DataDigest)
{
    public const string Format = "trstctl-event/1";
    public const int MaxBytes = 4096;

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static EventHeader FromBytes(byte[] bytes) => Fields.FromBytes<EventHeader>(bytes, "event header", MaxBytes, Declare);

    private static EventHeader Declare(Fields f, EventHeader? h)
    {
        f.Format(Format);
        return new(
            f.Sequence("seq", h?.Sequence),
            f.Text("id", h?.EventId, 36),
            f.Text("type", h?.Type, 64),
            f.OptionalText("operation", h?.Operation, 32),
            f.Time("time", h?.Time),
            f.Text("tenant", h?.Tenant, 64),
            f.Text("actor", h?.Actor, 256),
            f.OptionalText("ceremony", h?.Ceremony, 36),
            f.Digest("dataDigest", h?.DataDigest));
    }
}

/// <summary>An event as the store keeps it: header, and salt with data, which redaction may remove later.</summary>
public sealed record StoredEvent(byte[] Header, byte[] Salt, byte[] Data)
{
    public const string DataFormat = "trstctl-event-data/1";
    public const int SaltLength = 16;

    /// <summary>An event's data holds at most a plan or a batch of certificates: 4 MiB.</summary>
    public const int MaxDataBytes = 4 * 1024 * 1024;

    /// <summary>Of the object {$format, data, salt}, whose canonical form is put together around the data as it is stored.</summary>
    internal static Digest DigestOf(byte[] salt, byte[] canonicalData) => Digest.Of([
        .. Encoding.ASCII.GetBytes($"{{\"$format\":\"{DataFormat}\",\"data\":"),
        .. canonicalData,
        .. Encoding.ASCII.GetBytes($",\"salt\":\"{Base64Url.Encode(salt)}\"}}"),
    ]);
}
