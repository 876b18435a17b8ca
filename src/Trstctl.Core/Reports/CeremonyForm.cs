namespace Trstctl.Reports;

/// <summary>What is filled in by hand on the printed page, and marked as such.</summary>
internal static class CeremonyForm
{
    // For deputies, guests and the auditor.
    private const int MoreRows = 4;

    private static readonly string[] Heads =
        ["Name, part in the record", "Identified by", "Date and time", "Signature", "I do not agree"];

    public static Node Blanks(CeremonyReport report) => Node.Of(
        "section",
        Node.Of("h2", "To be filled in by hand"),
        Node.Of("p", "No software can attest this. Empty fields say that nobody attested it.").Class("note"),
        Node.Of("table", Node.Of("tbody", report.Blanks.Select(blank => Node.Of(
            "tr",
            Node.Of("th", blank.Label).With("scope", "row"),
            Node.Of("td", Node.Of("div").Class("room" + ReportText.Number(Math.Min(3, blank.Lines)))
                .With("role", "img").With("aria-label", "blank to fill in")))))).Class("blanks")).Class("page");

    public static Node Signatures(CeremonyReport report) => Node.Of(
        "section",
        Node.Of("h2", "Signatures"),
        Node.Of("p", "Who was present signs by hand, or ticks that he does not agree and says why.").Class("note"),
        Node.Of(
            "table",
            Node.Of("thead", Node.Of("tr", Heads.Select(head => Node.Of("th", head).With("scope", "col")))),
            Node.Of("tbody", CeremonyWords.People(report)
                .Select(one => Row(one.Name == one.Person || one.Person.Length == 0
                    ? $"{one.Name}: {one.Part}"
                    : $"{one.Name} ({one.Person}): {one.Part}"))
                .Concat(Enumerable.Range(0, MoreRows).Select(_ => Row("\u00A0"))))).Class("sign")).Class("whole");

    private static Node Row(string name) => Node.Of(
        "tr",
        Node.Of("th", name).With("scope", "row"), Node.Of("td"), Node.Of("td"), Node.Of("td"),
        Node.Of("td", Node.Of("span").Class("box")));
}
