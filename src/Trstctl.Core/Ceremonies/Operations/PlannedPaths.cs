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
        foreach (var certificate in Related(ArtefactReader.Certificate(plan, Artefact.MainName).Tbs, state, others))
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
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException or SnapshotUnusable))
        {
            return new PathReport(
                [],
                [
                    new PathFinding(
                        PathSeverity.Breaks, "every client", [plan.Title], $"could not be forecast: {CanonicalText.Line(e.Message)}"),
                ]);
        }
    }

    // Below the planned names everything, and above that everything up to the roots: a large tenant has more.
    private static IReadOnlyList<byte[]> Related(byte[] planned, IProjection state, byte[][] others)
    {
        var parts = CertificateParts.Of(planned);
        var (subject, issuer) = (
            DistinguishedName.From(parts.Subject).Comparable, DistinguishedName.From(parts.Issuer).Comparable);
        var foreign = others.Select(certificate => new CertificateView(certificate)).ToArray();
        IEnumerable<(string Subject, string Issuer)> Known(string by, string name) =>
            Certificates(state, by, name).Concat(foreign).Select(DemandNames);
        var below = NameClosure.Of(
            [subject], name => Known(AuthorityIndex.PathIssuer, name).Where(n => n.Issuer == name).Select(n => n.Subject));
        var above = NameClosure.Of(
            below.Append(issuer), name => Known(AuthorityIndex.PathSubject, name).Where(n => n.Subject == name).Select(n => n.Issuer));

        // Nobody can say of a name that nobody reads where it does not lead.
        Certificates(state, AuthorityIndex.Unread, string.Empty).ToList().ForEach(certificate => DemandNames(certificate));
        return above.SelectMany(name => Certificates(state, AuthorityIndex.PathSubject, name).Where(c => DemandNames(c).Subject == name))
            .Concat(foreign.Where(certificate => above.Contains(DemandNames(certificate).Subject)))
            .Select(certificate => certificate.Der)
            .ToArray();
    }

    private static IEnumerable<CertificateView> Certificates(IProjection state, string by, string name) => state
        .By<AuthorityRecord>(AuthorityRecord.KindName, by, name)
        .Where(authority => authority.Revocation is null)
        .SelectMany(authority => authority.Views)
        .Concat(state.By<CrossCertificateRecord>(CrossCertificateRecord.KindName, by, name)
            .Where(cross => cross.Revocation is null)
            .SelectMany(cross => new[] { cross.View, cross.TargetView }));

    private static (string Subject, string Issuer) DemandNames(CertificateView certificate) => certificate.Names
        ?? throw new TrstException(ErrorId.CertificateUnusable, "certificate", "its names cannot be read");
}
