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

    public static byte[] Write(SealerInfo info, IEnumerable<SealerProtector> protectors) =>
        Fields.ToBytes(new Record(info, [.. protectors]), Declare);

    public static (SealerInfo Info, IReadOnlyList<SealerProtector> Protectors) Read(byte[] record)
    {
        var (info, protectors) = Fields.FromBytes<Record>(record, "sealer", MaxRecord, Declare);
        return (info, protectors);
    }

    private static Record Declare(Fields f, Record? r)
    {
        f.Format(Format);
        var protectors = f.Objects("protectors", r?.Protectors, MaxProtectors, DeclareProtector);
        var info = new SealerInfo(
            f.Text("name", r?.Info.Name, 32),
            protectors.Select(protector => protector.Kind).ToArray(),
            f.Digest("identity", r?.Info.Identity),
            f.OptionalText("sameSecretAs", r?.Info.SameSecretAs, 32));
        return new(info, protectors);
    }

    private static SealerProtector DeclareProtector(Fields f, SealerProtector? p) => new(
        f.Enum("kind", p?.Kind), f.Raw("parameters", p?.Parameters), f.ExactBytes("wrapped", p?.Wrapped, WrappedLength));

    private sealed record Record(SealerInfo Info, IReadOnlyList<SealerProtector> Protectors);
}
