namespace Trstctl.Lints;

/// <summary>All rules. A name is stable: reports and waivers quote it.</summary>
internal static class LintRules
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        .. EncodingRules.Parsing,
        .. EncodingRules.All,
        .. SignatureRules.All,
        .. SerialAndValidityRules.All,
        .. NameRules.All,
        .. NameEncodingRules.All,
        .. AlternativeNameRules.All,
        .. KeyRules.All,
        .. RsaKeyRules.All,
        .. ExtensionRules.All,
        .. KeyIdentifierRules.All,
        .. KeyUsageRules.All,
        .. ExtendedKeyUsageRules.All,
        .. ConstraintRules.All,
        .. NameConstraintRules.All,
        .. PolicyRules.All,
        .. PolicyQualifierRules.All,
        .. RevocationPointerRules.All,
        .. InformationAccessRules.All,
        .. UrlRules.All,
        .. RequestLintRules.All,
        .. CrlRules.All,
        .. CrlScopeRules.All,
        .. CrlEntryRules.All,
        .. AdcsRules.All,
    ];

    internal static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);
}
