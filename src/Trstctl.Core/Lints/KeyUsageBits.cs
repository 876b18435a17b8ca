namespace Trstctl.Lints;

/// <summary>The bits of a key usage extension (RFC 5280 4.2.1.3).</summary>
[Flags]
internal enum KeyUsageBits
{
    None = 0,
    DigitalSignature = 1,
    NonRepudiation = 2,
    KeyEncipherment = 4,
    DataEncipherment = 8,
    KeyAgreement = 16,
    KeyCertSign = 32,
    CrlSign = 64,
    EncipherOnly = 128,
    DecipherOnly = 256,
    Encipherments = KeyEncipherment | DataEncipherment,
    OneWays = EncipherOnly | DecipherOnly,
    Agreements = KeyAgreement | OneWays,
    Signatures = DigitalSignature | NonRepudiation | KeyCertSign | CrlSign,
}

/// <summary>Reads key usages.</summary>
internal static class KeyUsages
{
    private const int Defined = 9;

    /// <summary>Null where the extension is absent.</summary>
    public static KeyUsageBits? Of(LintSubject s)
    {
        if (s.Find(Oids.KeyUsage) is not { } extension)
        {
            return null;
        }

        var value = extension.Value.Expect(Der.BitStringTag);
        var content = value.Length > 0 ? value.Content : throw value.Fault("a bit string is empty");
        return (KeyUsageBits)Enumerable.Range(0, Math.Min(Defined, 8 * (content.Length - 1)))
            .Where(bit => (content[1 + (bit / 8)] & (0x80 >> (bit % 8))) != 0)
            .Sum(bit => 1 << bit);
    }

    /// <summary>Whether a bit is set that no usage has.</summary>
    public static bool HasOthers(LintSubject s) => s.Find(Oids.KeyUsage)?.Value.Expect(Der.BitStringTag).Content is { } content
        && Enumerable.Range(Defined, Math.Max(0, (8 * (content.Length - 1)) - Defined))
            .Any(bit => (content[1 + (bit / 8)] & (0x80 >> (bit % 8))) != 0);

    /// <summary>The bits of a mask that are set, by name; null where none is.</summary>
    public static string? Named(KeyUsageBits? usage, KeyUsageBits mask) =>
        ((usage ?? KeyUsageBits.None) & mask) is var found && found == KeyUsageBits.None
        ? null
        : string.Join(", ", Enumerable.Range(0, Defined).Select(bit => (KeyUsageBits)(1 << bit)).Where(bit => found.HasFlag(bit)));
}
