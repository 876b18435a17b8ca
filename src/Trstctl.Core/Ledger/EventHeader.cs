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

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "seq", Sequence },
        { "id", EventId },
        { "type", Type },
        { "operation", Operation is null ? null : (JsonValue)Operation },
        { "time", Time },
        { "tenant", Tenant },
        { "actor", Actor },
        { "ceremony", Ceremony is null ? null : (JsonValue)Ceremony },
        { "dataDigest", DataDigest },
    });

    public static EventHeader FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "event header", MaxBytes), "event header", Format);
        var header = new EventHeader(
            reader.Integer("seq", 0, JsonInteger.Largest),
            reader.Text("id", 36),
            reader.Text("type", 64),
            reader.OptionalText("operation", 32),
            reader.Time("time"),
            reader.Text("tenant", 64),
            reader.Text("actor", 256),
            reader.OptionalText("ceremony", 36),
            Digest.FromJson(reader, "dataDigest"));
        reader.End();
        return header;
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
