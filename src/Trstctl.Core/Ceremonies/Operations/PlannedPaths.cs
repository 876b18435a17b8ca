namespace Trstctl.Ceremonies.Operations;

/// <summary>What relying parties would have before them once a plan ran: of the tenant's certificates those that paths through
/// the planned ones may lead over, and the planned ones.</summary>
internal sealed class PlannedPaths
{
    private readonly Plan plan;
    private readonly PathSearch search;

    /// <param name="plan">With certificates among its artefacts.</param>
    /// <param name="state">Revoked CAs and cross-certificates are left out: nothing is to lead through them.</param>
    /// <param name="others">DER: certificates from elsewhere that the plan is about.</param>
    public PlannedPaths(Plan plan, IProjection state, params byte[][] others)
    {
        this.plan = plan;
        search = new PathSearch(plan.OpenedAt);
        foreach (var certificate in Related(ArtefactReader.Certificate(plan, Artefact.MainName).Tbs, Known(state).Concat(others).ToArray()))
        {
            search.Existing(certificate);
        }
    }

    /// <summary>A certificate of the plan, signed by one that exists, by one of the plan, or by its own key.</summary>
    /// <param name="label">How findings name it, where its name is another key's too.</param>
    public PathCertificate Add(string artefact, PathCertificate? signer, PathCertificate? sameKeyAs = null, string? label = null) =>
        search.Planned(ArtefactReader.Certificate(plan, artefact), signer, sameKeyAs, label);

    public PathCertificate Of(AuthorityRecord authority) => search.Existing(authority.Certificate);

    /// <summary>Null where the plan makes nothing that paths lead through; what cannot be tried, for whatever reason, is itself a
    /// finding: a forecast over certificates from anywhere must keep nobody from reading a plan.</summary>
    public static PathReport? Try(CeremonyOperation operation, Plan plan, IProjection state)
    {
        try
        {
            return operation.Paths(plan, state) is { } paths ? PathForecast.Run(paths.search) : null;
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            return new PathReport(
                [],
                [
                    new PathFinding(
                        PathSeverity.Breaks, "every client", [plan.Title], $"could not be forecast: {CanonicalText.Line(e.Message)}"),
                ]);
        }
    }

    private static IEnumerable<byte[]> Known(IProjection state) => state.All<AuthorityRecord>(AuthorityRecord.KindName)
        .Where(authority => authority.Revocation is null)
        .SelectMany(authority => authority.Certificates)
        .Concat(state.All<CrossCertificateRecord>(CrossCertificateRecord.KindName)
            .Where(cross => cross.Revocation is null)
            .SelectMany(cross => new[] { cross.Certificate, cross.Target }));

    // Below the planned names everything, and above that everything up to the roots: a large tenant has more.
    private static IEnumerable<byte[]> Related(byte[] planned, IReadOnlyList<byte[]> known)
    {
        var names = known.Select(certificate => Names(CertificateParts.OfCertificate(certificate))).ToArray();
        var (subject, issuer) = Names(CertificateParts.Of(planned));
        var below = NameClosure.Of([subject], names.ToLookup(n => n.Issuer, n => n.Subject, StringComparer.Ordinal));
        var above = NameClosure.Of(below.Append(issuer), names.ToLookup(n => n.Subject, n => n.Issuer, StringComparer.Ordinal));
        return known.Where((_, i) => above.Contains(names[i].Subject));
    }

    private static (string Subject, string Issuer) Names(CertificateParts parts) =>
        (DistinguishedName.From(parts.Subject).Comparable, DistinguishedName.From(parts.Issuer).Comparable);
}
