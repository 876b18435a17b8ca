namespace Trstctl.Reports;

/// <summary>The plan of a report: in the words that custodians read, rendered again from the bytes that they signed.</summary>
internal sealed class PlanGathering(Gate gate, VerifiedCeremony ceremony, DateTime now)
{
    private Plan Plan => ceremony.Plan;

    /// <param name="faults">Hears where it cannot be made again.</param>
    public ReportedPlan Gather(List<string> faults)
    {
        var lines = Composed(faults);
        return new(
            ceremony.Operation.HeadlineOf(Plan.Subject), Plan.Digest.Hex, lines is not null, lines ?? Signed(), Plan.Opener,
            Plan.Executors, Plan.OpenedAt, Plan.GatherBy, Plan.UseBy, Plan.Quorum.Epoch, Plan.Quorum.Roster.Hex,
            ReportedPoint.From(Plan.Previous.Point))
        {
            Reason = Plan.Reason,
            Custody = Plan.Custody?.ToString(),
            Level = Plan.Level?.ToString(),
            IsLab = ceremony.Electorate.Roster.IsLab,
        };
    }

    // Once a plan was executed or overtaken, what it was composed of may be gone.
    private IReadOnlyList<ReportedLine>? Composed(List<string> faults)
    {
        try
        {
            return Lines(PlanReview.Of(gate.Examine(Plan.Ceremony), gate.State.Verified, now).Lines);
        }
        catch (TrstException e) when (e.Kind != ErrorKind.Damaged)
        {
            if (ceremony.Record.Status == CeremonyStatus.Pending)
            {
                faults.Add($"The plan cannot be executed: {e.Message}");
            }

            return null;
        }
    }

    private IReadOnlyList<ReportedLine> Signed() =>
    [
        .. Plan.Artefacts.SelectMany(Words),
        new("purpose", CanonicalText.Line(Plan.Purpose)),
        new("plan digest", Plan.Digest.Hex),
        new("note", "the store has changed since: this is read from the signed bytes alone"),
    ];

    private IEnumerable<ReportedLine> Words(JsonObject artefact) => ArtefactGathering.NameOf(artefact) is var (name, kind)
        && kind == "request"
            ? Lines(RequestText.Describe(ArtefactReader.Request(Plan).Info))
            : Lines(CertificateText.Describe(ArtefactReader.Certificate(Plan, name).Tbs)).Prepend(new("artefact", name));

    internal static IReadOnlyList<ReportedLine> Lines(IEnumerable<KeyValuePair<string, string>> lines) =>
        lines.Select(line => new ReportedLine(CanonicalText.Line(line.Key), line.Value)).ToArray();
}
