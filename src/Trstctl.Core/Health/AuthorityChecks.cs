namespace Trstctl.Health;

/// <summary>CAs whose certificates end, and keys that others may have.</summary>
internal static class AuthorityChecks
{
    public static IEnumerable<HealthFinding> Find(HealthInput input) =>
        Ending(input).Concat(EndingCross(input)).Concat(Compromised(input));

    private static IEnumerable<HealthFinding> Ending(HealthInput input) =>
        Near<AuthorityRecord>(AuthorityRecord.KindName, input).Select(authority => new HealthFinding(
            HealthFinding.Ending(authority.View.NotAfter, input.Now), HealthKind.Authority, Successor(authority), authority.Name,
            authority.View.NotAfter,
            $"The certificate of generation {authority.Generation} {Ends(authority.View.NotAfter, input)}, "
                + $"and {(authority.KeyId is null ? "its key is elsewhere" : "no successor was made")}")
        {
            AuthorityId = authority.AuthorityId,
        });

    private static IEnumerable<HealthFinding> EndingCross(HealthInput input) =>
        Near<CrossCertificateRecord>(CrossCertificateRecord.KindName, input).Select(cross => new HealthFinding(
            HealthFinding.Ending(cross.View.NotAfter, input.Now), HealthKind.Cross, HealthAct.ReadAuthority, cross.TargetView.CommonName,
            cross.View.NotAfter, $"The cross-certificate over it {Ends(cross.View.NotAfter, input)}")
        {
            AuthorityId = cross.IssuerId,
        });

    // Sorted by when they end: what ends later is not even looked at.
    private static IEnumerable<T> Near<T>(string kind, HealthInput input)
        where T : Document
    {
        var last = UtcTime.Format(input.Until);
        return input.State.Sorted<T>(kind, AuthorityIndex.Ends, string.Empty)
            .TakeWhile(found => string.CompareOrdinal(found.Value, last) <= 0)
            .Select(found => found.Item);
    }

    private static IEnumerable<HealthFinding> Compromised(HealthInput input) =>
        from authority in input.State.By<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Compromised, string.Empty)
        where input.State.Find<KeyRecord>(KeyRecord.KindName, authority.KeyId!) is { IsKept: true }
        select new HealthFinding(
            HealthSeverity.Critical, HealthKind.Compromise, HealthAct.DestroyKey, authority.Name, null,
            $"Generation {authority.Generation} was revoked ({authority.Revocation!.Reason}), and this store still keeps its key")
        {
            AuthorityId = authority.AuthorityId,
        };

    private static HealthAct Successor(AuthorityRecord authority) => authority.KeyId is null ? HealthAct.ReadAuthority
        : authority.IssuerId is null && !authority.View.IsSelfIssued ? HealthAct.RequestAgain
        : HealthAct.Rotate;

    private static string Ends(DateTime end, HealthInput input) => end < input.Now ? "has ended" : "ends";
}
