namespace Trstctl.Custody;

/// <summary>What a sealer record says of itself.</summary>
/// <param name="Name"><c>ledger</c> or <c>custody</c>.</param>
/// <param name="Kinds">The kinds of its protectors.</param>
/// <param name="Identity">Follows from its key encryption key; only who opens it knows whether the record says the truth.</param>
/// <param name="SameSecretAs">The name of the sealer that was made with the same secret, if any.</param>
internal sealed record SealerInfo(string Name, IReadOnlyList<ProtectorKind> Kinds, Digest Identity, string? SameSecretAs);

internal sealed record SealerProtector(ProtectorKind Kind, JsonObject Parameters, byte[] Wrapped);

/// <summary>The format <c>trstctl-sealer/1</c>.</summary>
internal static class SealerRecord
{
    private const string Format = "trstctl-sealer/1";
    private const int MaxRecord = 64 * 1024;
    private const int MaxProtectors = 8;
    private const int WrappedLength = 32 + AuthenticatedCipher.Overhead;

    // One protector's associated data leaves out the others, so that one can be added without the secrets of the rest.
    public static byte[] AssociatedData(SealerInfo info, ProtectorKind kind, JsonObject parameters) =>
        CanonicalJson.Write(new JsonObject(Format)
        {
            { "identity", info.Identity },
            { "name", info.Name },
            { "sameSecretAs", info.SameSecretAs is { } other ? (JsonValue)other : null },
            { "protector", new JsonObject { { "kind", kind.ToString() }, { "parameters", parameters } } },
        });

    public static byte[] Write(SealerInfo info, IEnumerable<SealerProtector> protectors) => CanonicalJson.Write(new JsonObject(Format)
    {
        { "identity", info.Identity },
        { "name", info.Name },
        { "sameSecretAs", info.SameSecretAs is { } other ? (JsonValue)other : null },
        {
            "protectors", new JsonArray(protectors.Select(protector => new JsonObject
            {
                { "kind", protector.Kind.ToString() }, { "parameters", protector.Parameters }, { "wrapped", protector.Wrapped },
            }))
        },
    });

    public static (SealerInfo Info, IReadOnlyList<SealerProtector> Protectors) Read(byte[] record)
    {
        var reader = new ObjectReader(CanonicalJson.Read(record, "sealer", MaxRecord), "sealer", Format);
        var protectors = reader.Objects("protectors", MaxProtectors).Select(ReadProtector).ToArray();
        var info = new SealerInfo(
            reader.Text("name", 32),
            protectors.Select(protector => protector.Kind).ToArray(),
            Digest.FromJson(reader, "identity"),
            reader.OptionalText("sameSecretAs", 32));
        reader.End();
        return (info, protectors);
    }

    private static SealerProtector ReadProtector(JsonObject source)
    {
        var reader = new ObjectReader(source, "sealer protector");
        var name = reader.Text("kind", 32);
        if (!Enum.TryParse<ProtectorKind>(name, out var kind) || !string.Equals(kind.ToString(), name, StringComparison.Ordinal))
        {
            throw reader.Fault("its kind is unknown");
        }

        var protector = new SealerProtector(kind, reader.Object("parameters"), reader.ExactBytes("wrapped", WrappedLength));
        reader.End();
        return protector;
    }
}
