namespace Trstctl.Reports;

/// <summary>The certificates and requests of a report, each held against the bytes that were approved.</summary>
internal sealed class ArtefactGathering(VerifiedCeremony ceremony, Completion completion, IProjection state)
{
    public IReadOnlyList<ReportedArtefact> Gather() =>
        [.. completion.Artefacts.Select((der, i) => Made(der, ceremony.Plan.Artefacts[i])), .. Brought()];

    /// <summary>What a plan calls an artefact, and what it is.</summary>
    public static (string Name, string Kind) NameOf(JsonObject artefact) => (Text(artefact, "name"), Text(artefact, "kind"));

    private static string Text(JsonObject json, string member) =>
        json.Members.TryGetValue(member, out var value) && value is JsonString text ? text.Value : string.Empty;

    private ReportedArtefact Made(byte[] der, JsonObject planned)
    {
        var (name, kind) = NameOf(planned);
        return kind == "request"
            ? new(
                name, kind, new CertificateRequestView(der).Subject, der, Equals(() => IsApprovedRequest(der)),
                PlanGathering.Lines(RequestText.Describe(der)), Lint(CertificateLint.Check(der, LintRole.Request)))
            : Certificate(name, der, Equals(() => IsApproved(name, der)));
    }

    // A plan to import or to answer names the certificate by its digest.
    private IEnumerable<ReportedArtefact> Brought() => ceremony.Operation.Name is not ("Import" or "Answer") ? []
        : ceremony.Record.Results
            .Select(id => state.Find<AuthorityRecord>(AuthorityRecord.KindName, id))
            .OfType<AuthorityRecord>()
            .SelectMany(authority => authority.Certificates)
            .Where(der => ceremony.Plan.Purpose.Contains(Digest.Of(der).Hex))
            .Select(der => Certificate("certificate", der, true));

    private ReportedArtefact Certificate(string name, byte[] der, bool asApproved) => new(
        name, "certificate", new CertificateView(der).Subject, der, asApproved, PlanGathering.Lines(CertificateText.Describe(der)),
        Lint(new KnownAuthorities(state).Lint(der)));

    // Open places wait for the certificate's own key, and in a link for that of the generation that is made with it.
    private bool IsApproved(string name, byte[] der)
    {
        var (parts, template) = (CertificateParts.OfCertificate(der), ArtefactReader.Certificate(ceremony.Plan, name));
        return Equals(() => template.Fill(parts.Spki.Encoded).AsSpan().SequenceEqual(parts.Tbs.Encoded))
            || (!ReferenceEquals(der, completion.Artefacts[0])
                && template.Fill(CertificateParts.OfCertificate(completion.Artefacts[0]).Spki.Encoded).AsSpan()
                    .SequenceEqual(parts.Tbs.Encoded));
    }

    private bool IsApprovedRequest(byte[] der)
    {
        var parts = CertificateRequestParts.Of(der);
        return ArtefactReader.Request(ceremony.Plan).Fill(parts.Spki.Encoded).AsSpan().SequenceEqual(parts.Info.Encoded);
    }

    private static bool Equals(Func<bool> compare)
    {
        try
        {
            return compare();
        }
        catch (TrstException)
        {
            return false;
        }
    }

    private static IReadOnlyList<string> Lint(IEnumerable<LintFinding> findings) => findings
        .Where(finding => finding.Weight <= LintSeverity.Warning)
        .Select(finding => $"{AsciiFold.Word(finding.Weight)}: {finding}")
        .ToArray();
}
