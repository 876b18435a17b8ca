namespace Trstctl.Reports;

/// <summary>The report of a ceremony in Markdown, for tickets that render it.</summary>
internal static class CeremonyMarkdown
{
    public static string Write(CeremonyReport report)
    {
        var page = new MarkdownText();
        page.Heading(1, $"Ceremony {report.ShortId}: {report.Title}");
        page.Paragraph($"**{MarkdownText.Text(CeremonyWords.Verdict(report))}**");
        report.Faults.ToList().ForEach(fault => page.Paragraph("**Attention:** " + MarkdownText.Text(fault)));
        Pairs(page, CeremonyWords.Summary(report));
        Digests(
            page, ("plan digest", report.Plan.Digest), ("tenant id", report.Origin.TenantId), ("ledger root", report.Origin.Root));
        page.Heading(2, "What was asked for");
        page.Paragraph($"**{MarkdownText.Text(report.Plan.Headline)}**");
        Pairs(page, report.Plan.Lines);
        Events(page, report);
        Quorum(page, report);
        Execution(page, report);
        report.Artefacts.ToList().ForEach(made => Artefact(page, made));
        if (report.Due.Count > 0)
        {
            page.Heading(2, "What falls due");
            Pairs(page, report.Due);
        }

        Form(page, report);
        page.Paragraph(MarkdownText.Text(
            $"Written by {report.Origin.Software} at {ReportText.Time(report.Origin.Made)} from the verified ledger, "
                + $"{ReportText.Number(report.Origin.Size)} events."));
        return page.ToString();
    }

    private static void Pairs(MarkdownText page, IEnumerable<ReportedLine> lines) => Table(
        page, ["", ""], lines.Select(line => new[] { line.Label, line.Text }));

    private static void Digests(MarkdownText page, params (string Label, string Hex)[] digests) => page.List(digests.Select(digest =>
        $"{digest.Label}: {MarkdownText.Code(digest.Hex)} ({MarkdownText.Text(ReportText.Words(digest.Hex))})"));

    private static void Events(MarkdownText page, CeremonyReport report)
    {
        page.Heading(2, "Timeline");
        Table(page, ["Event", "Time (UTC)", "What", "Who", "Detail"], report.Events.Select(item => new[]
        {
            ReportText.Number(item.Sequence), ReportText.Time(item.Time), item.Type, ReportText.Actor(item),
            item.Void is { } reason ? $"void, without effect: {reason}" : string.Join("; ", item.Words),
        }));
    }

    private static void Quorum(MarkdownText page, CeremonyReport report)
    {
        page.Heading(2, "Who decided");
        page.List(report.Quorum.Select(group => MarkdownText.Text(
            $"{group.Name}: {CeremonyWords.Count(group)} approvals verify, the quorum is {(group.IsMet ? "met" : "NOT met")}"
                + $" ({string.Join(", ", group.Counted)})")));
        Table(page, ["Who", "Said", "Time (UTC)", "Reason", "SHA-256 of the statement"], report.Words.Select(word => new[]
        {
            word.Custodian, CeremonySections.Said(word), ReportText.Time(word.Time), word.Fault ?? word.Reason ?? string.Empty,
            word.Statement,
        }));
    }

    private static void Execution(MarkdownText page, CeremonyReport report)
    {
        page.Heading(2, "Execution");
        if (report.Execution is not { } done)
        {
            page.Paragraph(MarkdownText.Text(CeremonyWords.NotExecuted(report)));
            return;
        }

        Pairs(page,
        [
            new("executed by", $"{done.Executor} ({done.Person}), key {done.Key}, {(done.Stands ? "verified" : "NOT verified")}"),
            new("completed at", $"{ReportText.Time(done.Completed)}, event {ReportText.Number(done.Sequence)}"),
            new("on host", $"{done.Host} (as it named itself)"),
            new("statement, SHA-256", done.Statement),
            new("shares released by", done.Released.Count == 0 ? "nobody" : string.Join(", ", done.Released)),
            new("checkpoint before", CeremonyWords.Point(report.Plan.Seen)),
            new("checkpoint after", CeremonyWords.Point(done.After)),
            .. done.Made,
            .. report.Keys.Select(key => new ReportedLine($"key {key.Algorithm}", $"SHA-256 {key.KeyId}; {CeremonyWords.Kept(key)}")),
            .. done.Witnesses.Select(w => new ReportedLine(
                "witness", $"{w.Name}, signed {ReportText.Time(w.Time)}, {(w.Stands ? "verified" : "NOT verified")}, {w.Statement}")),
        ]);
    }

    private static void Artefact(MarkdownText page, ReportedArtefact made)
    {
        page.Heading(2, $"{made.Name}: {made.Subject}");
        page.Paragraph(made.AsApproved ? "Its bytes are what was approved." : "**It is NOT what was approved.**");
        Digests(page, ("SHA-256", made.Sha256));
        Pairs(page, made.Lines.Concat(made.Lint.Select(line => new ReportedLine("lint", line))));
        page.Block(Pem.Encode(made.Label, made.Der).TrimEnd('\n').Split('\n'));
    }

    private static void Form(MarkdownText page, CeremonyReport report)
    {
        page.Heading(2, "To be filled in by hand");
        Table(page, ["What no software can attest", ""], report.Blanks.Select(blank => new[] { blank.Label, string.Empty }));
        Table(
            page, ["Name, part in the record", "Identified by", "Date and time", "Signature, or \"I do not agree\" and why"],
            CeremonyWords.People(report).Select(one => new[] { $"{one.Name}: {one.Part}", string.Empty, string.Empty, string.Empty }));
    }

    private static void Table(MarkdownText page, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) =>
        page.Table(heads, rows.Select(row => row.Select(MarkdownText.Text).ToArray()));
}
