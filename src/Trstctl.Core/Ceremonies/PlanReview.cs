namespace Trstctl.Ceremonies;

/// <summary>A verified plan in plain words, rendered from the bytes that will be signed: what a custodian reads before consent.</summary>
public sealed record PlanReview(
    string Ceremony, Digest Digest, string Operation, string Headline, string Title, IReadOnlyList<KeyValuePair<string, string>> Lines)
{
    /// <summary>The label of a line that says which other plan makes a CA of the same name.</summary>
    public const string SameName = "SAME NAME";

    private const int LongestBackdating = 1; // days

    private (Electorate Electorate, CeremonyRecord Record)? voters;

    // Whoever opens ceremonies opens as many as he likes, and could push a plan off the screen with them.
    private const int ShownRivals = 3;

    /// <param name="now">Expired keys are those at this time.</param>
    /// <param name="givenUp">What this client saw of another history.</param>
    internal static PlanReview Of(ExaminedCeremony examined, IProjection state, DateTime now, LedgerPoint? givenUp = null)
    {
        var plan = examined.Plan;
        var lines = new List<KeyValuePair<string, string>>();
        void Say(string label, string text) => lines.Add(new KeyValuePair<string, string>(label, CanonicalText.Line(text)));

        ExpiredKeys.Describe(examined, now, Say);
        foreach (var artefact in examined.Composition.Artefacts)
        {
            if (!string.Equals(artefact.Name, Artefact.MainName, StringComparison.Ordinal))
            {
                Say("also", artefact.Name);
            }

            lines.AddRange(artefact.Words);
            SayLint(artefact, Say);
            SayBackdating(artefact, plan.OpenedAt, Say);
        }

        if (examined.Record.Status == CeremonyStatus.Pending && PlannedPaths.Try(examined.Operation, plan, state) is { } paths)
        {
            SayPaths(paths, Say);
        }

        examined.Operation.Describe(plan.Subject, state, Say);
        SayRivals(examined.Record, state, Say);
        foreach (var word in examined.Record.Statements.Where(word => word.GivenUp is not null))
        {
            Say("given up", $"{word.Custodian} saw {Other(word.GivenUp!)}");
        }

        if (plan.Previous.GivenUp is { } opener)
        {
            Say("given up", $"{plan.Opener}, who opened this, saw {Other(opener)}");
        }

        if (givenUp is not null)
        {
            Say("given up", $"this client saw {Other(givenUp)}; your word says so");
        }

        if (plan.Custody is not null)
        {
            Say("custody", $"{plan.Custody}, level {plan.Level}");
        }

        Say("purpose", plan.Purpose);
        Say("opened by", $"{plan.Opener} at {Show(plan.OpenedAt)}");
        Say("executed by", Words.Or(plan.Executors));
        Say("quorum", examined.Electorate.Groups.Count > 1
            ? string.Join(", ", examined.Electorate.Groups.Select(g => $"{g.Name}: {g.Needed} of {g.Voters.Count}"))
            : $"{plan.Quorum.Needed} of {plan.Quorum.Voters}, roster "
                + $"epoch {plan.Quorum.Epoch}{(examined.Electorate.Roster.IsLab ? ", LAB: threshold below the floor" : string.Empty)}");
        Say("clocks", $"sign by {Show(plan.GatherBy)}, execute by {Show(plan.UseBy)}");
        if (plan.Reason is not null)
        {
            Say("reason", plan.Reason);
        }

        Say("plan digest", plan.Digest.Hex);
        Say("read aloud", PgpWords.Recognise(plan.Digest));
        return new PlanReview(
            plan.Ceremony, plan.Digest, examined.Operation.Name, examined.Operation.HeadlineOf(plan.Subject),
            CanonicalText.Line(plan.Title), lines)
        {
            voters = (examined.Electorate, examined.Record),
        };
    }

    /// <summary>As whom this key speaks on the plan, which may be the one that brings its owner on the roster; null for a
    /// stranger.</summary>
    public string? SpeakerOf(SigningIdentity identity) => voters?.Electorate.FindByKey(identity.Spki, voters.Value.Record)?.Name;

    /// <summary>Whether that are the words to recognise it by, or more of them, but not the whole.</summary>
    public bool IsRecognisedBy(string typed)
    {
        var words = typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length is > 0 and < Digest.Length && PgpWords.TryDecode(words, out var part)
            && Digest.ToArray().AsSpan().StartsWith(part);
    }

    /// <summary>The digest as somebody typed it, whole: hex, or all its PGP words.</summary>
    public bool Matches(string typed)
    {
        var compact = string.Concat(typed.Where(c => !char.IsWhiteSpace(c)));
        return (Hex.TryDecode(compact, out var bytes)
                || PgpWords.TryDecode(typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), out bytes))
            && bytes.AsSpan().SequenceEqual(Digest.ToArray());
    }

    // Errors only where a waiver lets them pass; warnings in full, since somebody will meet them.
    private static void SayLint(Artefact artefact, Action<string, string> say)
    {
        var errors = artefact.Lint.Count(f => f.Weight == LintSeverity.Error && artefact.Waivers.All(w => w.Rule != f.Rule));
        say("lint", $"{errors} errors, {Count(artefact, LintSeverity.Warning)} warnings");
        foreach (var finding in artefact.Lint.Where(f => f.Weight <= LintSeverity.Warning))
        {
            say(AsciiFold.Word(finding.Weight), finding.ToString());
        }

        foreach (var waiver in artefact.Waivers)
        {
            say("waived", $"{waiver.Rule}: {waiver.Reason}");
        }
    }

    // Of lint only a plan knows when it is signed, which is no earlier than when it was opened.
    private static void SayBackdating(Artefact artefact, DateTime openedAt, Action<string, string> say)
    {
        if (artefact.NotBefore is { } begins && (openedAt - begins).TotalDays > LongestBackdating)
        {
            say(
                "warning",
                $"it begins {Math.Floor((openedAt - begins).TotalDays).ToString(System.Globalization.CultureInfo.InvariantCulture)} days "
                    + "before this was asked for; at most one is good practice (BR 7.1.2.1.1)");
        }
    }

    private static void SayPaths(PathReport report, Action<string, string> say)
    {
        var (good, all) = (report.Verdicts.Count(v => v.IsReachable), report.Verdicts.Count);
        if (all > 0)
        {
            say("paths", $"tried now, over throw-away keys: clients reach the CAs in {good} of {all} cases");
        }

        foreach (var finding in report.Findings)
        {
            say(finding.Severity == PathSeverity.Breaks ? "path breaks" : "path doubtful", finding.ToString());
        }

        foreach (var remark in report.Remarks)
        {
            say("clients", remark);
        }
    }

    // Else the second learns it when it is executed, after everybody consented.
    private static void SayRivals(CeremonyRecord record, IProjection state, Action<string, string> say)
    {
        if (record.Status != CeremonyStatus.Pending || record.Plan.Subject.NewNames is not { Count: > 0 } names)
        {
            return;
        }

        var rivals = state.By<CeremonyRecord>(CeremonyRecord.KindName, CeremonyRecord.Pending, string.Empty)
            .Where(other => other.CeremonyId != record.CeremonyId
                && other.Plan.Subject.NewNames.Any(name => names.Any(mine => mine.Comparable == name.Comparable)))
            .ToArray();
        foreach (var rival in rivals.Take(ShownRivals))
        {
            say(SameName, $"{rival.Operation} {Uuid.Short(rival.CeremonyId)}, opened by {rival.Opener}, makes a CA of this name too: only "
                + "the first of them to be executed succeeds");
        }

        if (rivals.Length > ShownRivals)
        {
            say(SameName, $"{rivals.Length - ShownRivals} more plans make a CA of this name too");
        }
    }

    private static int Count(Artefact artefact, LintSeverity severity) => artefact.Lint.Count(f => f.Weight == severity);

    private static string Other(LedgerPoint head) => $"{head.Size} events of another history, root {head.Root}";

    private static string Show(DateTime time) =>
        time.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
