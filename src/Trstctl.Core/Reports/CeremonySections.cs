namespace Trstctl.Reports;

/// <summary>The parts of a ceremony's page that say what was decided and made.</summary>
internal static class CeremonySections
{
    public static string Said(ReportedWord word) => word.Said switch
    {
        Decision.Approve => word.Stands ? "approved" : "approved, which does not stand",
        Decision.Deny => "denied",
        _ => "withdrew",
    };

    public static Node Plan(CeremonyReport report) => CeremonyPage.Section("What was asked for",
    [
        Node.Of("p", report.Plan.Composed
            ? "The plan in plain words, rendered now from the bytes that custodians sign. They sign its digest and nothing less."
            : "The plan as far as its signed bytes alone tell it; what it was composed of is no longer in the store. Custodians sign its "
                + "digest and nothing less.").Class("note"),
        Node.Of("h3", report.Plan.Headline),
        .. Parts(report.Plan.Lines),
    ]);

    // Each further certificate, and what is of the ceremony and no certificate, under a heading of its own.
    private static IEnumerable<Node> Parts(IReadOnlyList<ReportedLine> lines)
    {
        var part = new List<(string Label, Node Value)>();
        var (heading, ceremony) = (string.Empty, false);
        foreach (var line in lines)
        {
            var ends = line.Label == "also" || (!ceremony && line.Label is "custody" or "purpose");
            if (ends && part.Count > 0)
            {
                yield return Part(heading, part);
                part.Clear();
            }

            heading = !ends ? heading : line.Label == "also" ? line.Text : "The ceremony";
            ceremony |= line.Label is "custody" or "purpose";
            if (line.Label != "also")
            {
                part.Add((line.Label, line.Text));
            }
        }

        yield return Part(heading, part);
    }

    private static Node Part(string heading, IEnumerable<(string Label, Node Value)> pairs) => heading.Length == 0
        ? Page.Pairs(pairs.ToArray())
        : Node.Of("section", Node.Of("h3", heading), Page.Pairs(pairs.ToArray()));

    public static Node Quorum(CeremonyReport report) => CeremonyPage.Section("Who decided",
    [
        .. report.Quorum.Select(group => Page.Table(
            $"{group.Name}: {CeremonyWords.Count(group)} approvals verify, the quorum is {(group.IsMet ? "met" : "NOT met")}. "
                + "One person counts once, and so does one key; who opened it does not count.",
            ["Name", "Person", "Key (SHA-1 of the certificate)", "Word", "Counted"],
            group.Voters.Select(voter => Row(report, group, voter)))),
        report.Words.Count == 0 ? Node.Of("p", "Nobody has spoken.") : Page.Table(
            "Each signed statement, verified now under the key that the roster names.",
            ["Who", "Said", "Time (UTC)", "Event", "Reason", "SHA-256 of the statement"],
            report.Words.Select(word => new Node[]
            {
                word.Custodian, Page.Whole(Said(word)), CeremonyPage.When(word.Time), ReportText.Number(word.Sequence),
                word.Fault ?? word.Reason ?? string.Empty, CeremonyPage.Hash(word.Statement),
            })),
    ]);

    public static Node Execution(CeremonyReport report) => CeremonyPage.Section("Execution", report.Execution is not { } done
        ? [Node.Of("p", CeremonyWords.NotExecuted(report))]
        :
        [
            Page.Pairs(
            [
                ("executed by", Node.Of("span",
                    $"{done.Executor} ({done.Person}), key ", Page.Code(done.Key),
                    done.Stands ? ", signature verified" : ", NOT verified")),
                ("signed at", ReportText.Time(done.Signed)),
                ("completed at", $"{ReportText.Time(done.Completed)}, event {ReportText.Number(done.Sequence)}"),
                ("on host", $"{done.Host} (as it named itself)"),
                ("statement, SHA-256", CeremonyPage.Hash(done.Statement)),
                ("shares released by", done.Released.Count == 0 ? "nobody: no dealt key was opened" : string.Join(", ", done.Released)),
                ("checkpoint before", Page.Code(CeremonyWords.Point(report.Plan.Seen))),
                ("checkpoint after", Page.Code(CeremonyWords.Point(done.After))),
                .. done.Made.Select(line => (line.Label, (Node)line.Text)),
            ]),
            .. report.Keys.Select(Key),
            Node.Of("h3", "Witnesses"),
            Witnesses(done),
        ]);

    public static Node Artefacts(CeremonyReport report) => report.Artefacts.Count == 0 ? Node.Of("section")
        : CeremonyPage.Section("Certificates and requests in full", report.Artefacts.Select(Artefact));

    public static Node Refusals(CeremonyReport report)
    {
        var found = report.Events.Where(item => item.IsRefusal || item.Void is not null).ToArray();
        var against = report.Words.Where(word => word.Said != Decision.Approve).ToArray();
        return CeremonyPage.Section("Refusals, denials and withdrawals", found.Length + against.Length == 0
            ? [Node.Of("p", "None is on record.")]
            :
            [
                Page.Table(
                    "What was refused, denied, withdrawn or void. A machine records sixteen refusals of a ceremony, and then one an hour.",
                    ["Time (UTC)", "Who", "What"],
                    against.Select(word => (word.Time, word.Sequence, Who: word.Custodian, What: $"{Said(word)}: {word.Reason}"))
                        .Concat(found.Select(item => (
                            item.Time, item.Sequence, Who: ReportText.Actor(item),
                            What: item.Void is { } reason ? $"void {item.Type}: {reason}" : string.Join(" ", item.Words))))
                        .OrderBy(row => row.Sequence)
                        .Select(row => new Node[] { CeremonyPage.When(row.Time), row.Who, row.What })),
            ]);
    }

    private static Node[] Row(CeremonyReport report, ReportedGroup group, ReportedVoter voter)
    {
        var words = report.Words.Where(w => w.Custodian == voter.Name && w.Epoch == voter.Epoch).ToArray();
        return
        [
            voter.Name, voter.Person, Page.Code(voter.Key), words.Length == 0 ? "none" : string.Join(", ", words.Select(Said)),
            group.Counted.Contains(voter.Name, StringComparer.Ordinal) ? "yes" : "no",
        ];
    }

    // That was made, taken in or sealed anew.
    private static Node Key(ReportedKey key) => Node.Of(
        "section",
        Node.Of("h3", $"Key {key.Algorithm}"),
        Page.Pairs(
        [
            ("kept", CeremonyWords.Kept(key)),
            ("public key, SHA-256", CeremonyPage.Hash(key.KeyId)),
            ("the same in words", Node.Of("span", ReportText.Words(key.KeyId)).Class("words")),
            ("sealed record", Node.Of("span", $"number {ReportText.Number(key.Generation)}, SHA-256 ", CeremonyPage.Hash(key.Record))),
        ])).Class("whole");

    private static Node Witnesses(ReportedExecution done) => done.Witnesses.Count == 0
        ? Node.Of("p", "No witness signed that the plan was followed.")
        : Page.Table(
            "Witnesses, each of whom signed that the plan was followed.",
            ["Witness", "Person", "Signed (UTC)", "Verified", "SHA-256 of the statement"],
            done.Witnesses.Select(witness => new Node[]
            {
                witness.Name, witness.Person, CeremonyPage.When(witness.Time), witness.Stands ? "yes" : "NO",
                CeremonyPage.Hash(witness.Statement),
            }));

    private static Node Artefact(ReportedArtefact made) => Node.Of(
        "section",
        Node.Of("h3", $"{made.Name}: {made.Subject}"),
        Page.Pairs(
        [
            ("as approved", made.AsApproved ? "yes: each byte but the key's own places is what was approved" : "NO"),
            ("SHA-256", CeremonyPage.Hash(made.Sha256)),
            ("the same in words", Node.Of("span", ReportText.Words(made.Sha256)).Class("words")),
            .. made.Lines.Select(line => (line.Label, (Node)line.Text)),
            ("lint", made.Lint.Count == 0 ? "no errors, no warnings" : Page.Join(made.Lint.Select(line => (Node)line), Node.Of("br"))),
        ]),
        Node.Of("pre", Node.Lines(Pem.Encode(made.Label, made.Der).TrimEnd('\n').Split('\n'))).Class("whole"));
}
