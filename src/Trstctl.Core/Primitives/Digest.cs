namespace Trstctl.Primitives;

/// <summary>A SHA-256 digest: 32 bytes, compared by value; base64url in JSON, lower-case hex for people.</summary>
public readonly struct Digest : IEquatable<Digest>
{
    public const int Length = 32;

    private readonly byte[]? bytes;

    public Digest(byte[] bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException("A SHA-256 digest has 32 bytes.", nameof(bytes));
        }

        this.bytes = (byte[])bytes.Clone();
    }

    // Of bytes that nobody else holds.
    private Digest(byte[] bytes, bool _) => this.bytes = bytes;

    public static Digest Of(byte[] data) => new(Sha256.Hash(data), true);

    internal static Digest Of(JsonValue value) => Of(CanonicalJson.Write(value));

    internal static Digest FromJson(ObjectReader reader, string name) => new(reader.ExactBytes(name, Length), true);

    internal static IReadOnlyList<Digest> ManyFromJson(ObjectReader reader, string name, int maxCount) => reader
        .ManyBytes(name, maxCount, Length)
        .Select(bytes => bytes.Length == Length ? new Digest(bytes, true) : throw reader.Fault($"a digest in \"{name}\" is too short"))
        .ToArray();

    internal static JsonArray ToJson(IEnumerable<Digest> digests) => JsonArray.Of(digests.Select(digest => digest.ToArray()));

    internal void CopyTo(byte[] target, int at) => bytes?.CopyTo(target, at);

    public byte[] ToArray() => (byte[])(bytes ?? new byte[Length]).Clone();

    public string Hex => Trstctl.Primitives.Hex.Encode(bytes ?? new byte[Length]);

    public bool Equals(Digest other) => (bytes ?? new byte[Length]).AsSpan().SequenceEqual(other.bytes ?? new byte[Length]);

    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    public override int GetHashCode() => bytes is null ? 0 : BitConverter.ToInt32(bytes, 0);

    public override string ToString() => Hex;

    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);
}
