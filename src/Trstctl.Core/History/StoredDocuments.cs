namespace Trstctl.History;

/// <summary>Everything that events make.</summary>
internal static class StoredDocuments
{
    public static DocumentKinds Kinds { get; } = new(new Dictionary<string, Func<JsonObject, Document>>(StringComparer.Ordinal)
    {
        [CeremonyRecord.KindName] = CeremonyRecord.FromJson,
        [RosterRecord.KindName] = RosterRecord.FromJson,
        [AuthorityRecord.KindName] = AuthorityRecord.FromJson,
        [CrossCertificateRecord.KindName] = CrossCertificateRecord.FromJson,
        [CARequestRecord.KindName] = CARequestRecord.FromJson,
        [KeyRecord.KindName] = KeyRecord.FromJson,
        [RefusalRecord.KindName] = RefusalRecord.FromJson,
        [TenantRecord.KindName] = TenantRecord.FromJson,
        [DrillRecord.KindName] = DrillRecord.FromJson,
        [RetiredPrincipalKeyRecord.KindName] = RetiredPrincipalKeyRecord.FromJson,
    });
}
