namespace Trstctl.Reports;

/// <summary>The report of a ceremony as a page.</summary>
internal static class CeremonyPage
{
    public static string Write(CeremonyReport report) => Page.Write(
        $"Ceremony {report.ShortId}: {report.Title}", ReportStyle.Css,
        [
            Head(report),
            Node.Of("main",
                Summary(report),
                CeremonySections.Plan(report),
                Section("Timeline", CeremonyTimeline.Draw(report).Append(EventTable(report))),
                CeremonySections.Quorum(report),
                CeremonySections.Execution(report),
                CeremonySections.Artefacts(report),
                CeremonySections.Refusals(report),
                Due(report),
                CeremonyForm.Blanks(report),
                CeremonyForm.Signatures(report)),
            Foot(report),
        ]);

    public static Node Section(string title, IEnumerable<Node> content) =>
        Node.Of("section", content.Prepend(Node.Of("h2", title)));

    public static Node Hash(string hex) => Page.Code(ReportText.Grouped(hex));

    /// <summary>A time in a table.</summary>
    public static Node When(DateTime time) => Page.Whole(ReportText.Time(time).Replace(" UTC", string.Empty));

    private static Node Head(CeremonyReport report) => Node.Of(
        "header",
        Node.Of("p", $"Record of ceremony {report.ShortId}: {report.Operation}").Class("kind"),
        Node.Of("h1", report.Title),
        Node.Of("p", Node.Of("span", CeremonyWords.Verdict(report)).Class("badge " + CeremonyWords.Tone(report))));

    private static Node Summary(CeremonyReport report) => Section("Summary",
    [
        .. report.Faults.Select(fault => Node.Of("p", Node.Of("strong", "Attention: "), fault).Class("fault")),
        Page.Pairs(CeremonyWords.Summary(report).Select(line => (line.Label, (Node)line.Text))),
        Page.Pairs(
        [
            ("plan digest", Hash(report.Plan.Digest)),
            ("the same in words", Node.Of("span", ReportText.Words(report.Plan.Digest)).Class("words")),
            ("tenant id", Hash(report.Origin.TenantId)),
            ("its words", Node.Of("span", ReportText.Anchor(report.Origin.TenantId)).Class("words")),
            ("ledger, verified", Node.Of(
                "span", $"{ReportText.Number(report.Origin.Size)} events, root ", Hash(report.Origin.Root))),
        ]),
    ]);

    private static Node EventTable(CeremonyReport report) => Page.Table(
        "Every event of this ceremony, as the ledger holds it. A name is proved by a signature; what begins with host: is what a machine "
            + "called itself, and a name behind claimed: nobody signed.",
        ["Event", "Time (UTC)", "What", "Who", "Detail"],
        report.Events.Select(item => new Node[]
        {
            ReportText.Number(item.Sequence),
            When(item.Time),
            Page.Whole(item.Type),
            ReportText.Actor(item),
            item.Void is { } reason ? Node.Of("span", Node.Of("strong", "void, without effect: "), reason)
                : Page.Join(item.Words.Select(word => (Node)word), Node.Of("br")),
        }));

    private static Node Due(CeremonyReport report) => report.Due.Count == 0 ? Node.Of("section")
        : Section("What falls due", [Page.Pairs(report.Due.Select(line => (line.Label, (Node)line.Text)))]);

    private static Node Foot(CeremonyReport report) => Node.Of(
        "footer",
        Node.Of("p", $"Written by {report.Origin.Software} at {ReportText.Time(report.Origin.Made)} from the verified ledger of tenant "
            + $"\"{report.Origin.Tenant}\". This page is a picture of the record and no proof: who doubts it asks the ledger for ceremony "
            + $"{report.CeremonyId}, and compares the digests."));
}
