namespace Trstctl.Ceremonies;

/// <summary>What a ceremony made or changed.</summary>
internal static class CeremonyResults
{
    private static readonly string[] Kinds =
        [AuthorityRecord.KindName, CARequestRecord.KindName, CrossCertificateRecord.KindName, RosterRecord.KindName, TenantRecord.KindName];

    /// <summary>As the state has it now; of a ceremony that did not complete nothing.</summary>
    public static IReadOnlyList<Document> Of(CeremonyRecord ceremony, IProjection state) => ceremony.Results
        .Select(id => Kinds.Select(kind => state.Find<Document>(kind, id)).First(document => document is not null)!)
        .ToArray();
}
