namespace Trstctl.Paths;

/// <summary>Tries what a plan would make before it is signed: every path from every CA that it touches to what relying parties
/// trust, over throw-away keys.</summary>
internal static class PathForecast
{
    private const string Everybody = "all clients";
    private const int MostTrials = 2000;

    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/> where a certificate cannot be read.</exception>
    public static PathReport Run(PathSearch experiment) => Run(experiment, MostTrials);

    internal static PathReport Run(PathSearch experiment, int mostTrials)
    {
        using var bench = new PathMaterial(experiment, mostTrials);
        var inquiries = (
            from party in Parties(experiment, bench)
            from authority in bench.Touched
            from identifier in authority.Identifiers
            let inquiry = new PartyForecast(bench, party, authority, identifier)
            where inquiry.IsRelated
            select (Party: party, Authority: authority, Inquiry: inquiry)).ToArray();
        var findings = inquiries
            .SelectMany(i => i.Inquiry.Findings().Select(f => (i.Party, i.Authority, f.Severity, f.Reason)))
            .GroupBy(f => (f.Party.Name, f.Severity, f.Reason))
            .Select(group => new PathFinding(
                group.Key.Severity, group.Key.Name, group.Select(f => f.Authority.Label).Distinct(StringComparer.Ordinal).ToArray(),
                group.Key.Reason))
            .Concat(PathRules.Check(bench, experiment.Bundles))
            .ToList();
        findings.AddRange(Useless(experiment, bench, inquiries.SelectMany(i => i.Inquiry.Used), findings));
        return new PathReport(
            inquiries.Select(i => i.Inquiry.Verdict()).ToArray(),
            findings.OrderBy(finding => finding.Severity).ToArray(),
            ClientShapes.Remarks(bench, inquiries.SelectMany(i => i.Inquiry.GoodPaths)));
    }

    private static IEnumerable<PathParty> Parties(PathSearch experiment, PathMaterial bench)
    {
        var usual = bench.Roots.Select(root => new PathParty($"clients that trust only {root.Name}", [root])).ToList();
        if (bench.Roots.Count > 1)
        {
            usual.Add(new PathParty("clients that trust all roots", bench.Roots));
        }

        return experiment.Parties.Concat(usual.Where(party => !experiment.Parties.Any(named => named.Trusts(party.Anchors))));
    }

    // Where nobody asked for is led through a planned certificate, nothing has been shown of it.
    private static IEnumerable<PathFinding> Useless(
        PathSearch experiment, PathMaterial bench, IEnumerable<PathCertificate> used, IReadOnlyList<PathFinding> findings)
    {
        var helped = new HashSet<PathCertificate>(used);
        var blamed = new HashSet<string>(
            findings.Where(f => f.Severity == PathSeverity.Breaks).SelectMany(f => f.Authorities), StringComparer.Ordinal);
        return
            from authority in bench.Touched
            from certificate in authority.Certificates
            where certificate.IsPlanned && !helped.Contains(certificate) && !blamed.Contains(authority.Label)
            select new PathFinding(PathSeverity.Breaks, Everybody, [authority.Label], $"no good path leads through {certificate.Name}");
    }
}
