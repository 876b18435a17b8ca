namespace Trstctl.History.Snapshots;

/// <summary>Every kind of document, and how it is read where it was written by this build.</summary>
internal static class DocumentCatalogue
{
    private const int MaxBytes = StoredEvent.MaxDataBytes;

    private static readonly Dictionary<string, Func<JsonObject, Func<Plan>, Document>> Readers = new(StringComparer.Ordinal)
    {
        [AdmittedStatement.KindName] = (json, _) => AdmittedStatement.FromJson(json),
        [AuthorityRecord.KindName] = (json, _) => AuthorityRecord.FromJson(json),
        [CARequestRecord.KindName] = (json, _) => CARequestRecord.FromJson(json),
        [CeremonyRecord.KindName] = CeremonyRecord.FromJson,
        [CrossCertificateRecord.KindName] = (json, _) => CrossCertificateRecord.FromJson(json),
        [DrillRecord.KindName] = (json, _) => DrillRecord.FromJson(json),
        [KeyRecord.KindName] = (json, _) => KeyRecord.FromJson(json),
        [RefusalRecord.KindName] = (json, _) => RefusalRecord.FromJson(json),
        [RetiredPrincipalKeyRecord.KindName] = (json, _) => RetiredPrincipalKeyRecord.FromJson(json),
        [RosterRecord.KindName] = (json, _) => RosterRecord.FromJson(json),
        [TenantRecord.KindName] = (json, _) => TenantRecord.FromJson(json),
    };

    /// <param name="plan">Of a ceremony.</param>
    public static Document Read(string kind, byte[] body, Func<Plan> plan) => Readers.TryGetValue(kind, out var read)
        ? read(CanonicalJson.Read(body, kind, MaxBytes), plan)
        : throw new TrstException(ErrorId.FormatInvalid, kind, "no such document is known");
}
