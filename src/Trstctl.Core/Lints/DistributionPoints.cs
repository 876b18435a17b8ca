namespace Trstctl.Lints;

/// <summary>Takes CRL distribution points apart (RFC 5280 4.2.1.13); freshestCRL has the same syntax.</summary>
internal static class DistributionPoints
{
    private const byte Name = 0xA0;
    private const byte Reasons = 0x81;
    private const byte CrlIssuer = 0xA2;

    public static IEnumerable<DerElement> In(ExtensionPart? extension) => extension?.Value.Expect(Der.SequenceTag).Children ?? [];

    public static bool HasName(DerElement point) => Has(point, Name);

    public static bool HasReasons(DerElement point) => Has(point, Reasons);

    public static bool HasIssuer(DerElement point) => Has(point, CrlIssuer);

    /// <summary>The DistributionPointName: [0] fullName or [1] nameRelativeToCRLIssuer; null where absent.</summary>
    public static DerElement? NameOf(DerElement point) => point.Children.FirstOrDefault(field => field.Tag == Name)?.Inner();

    public static IEnumerable<DerElement> Uris(DerElement point) =>
        NameOf(point) is { Tag: Name } names ? names.Children.Where(name => name.Tag == GeneralNameText.Uri) : [];

    private static bool Has(DerElement point, byte tag) => point.Expect(Der.SequenceTag).Children.Any(field => field.Tag == tag);
}
