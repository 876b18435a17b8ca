using Trstctl.Canonical;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.Ledger;
using Trstctl.Storage;

namespace Trstctl.Ceremonies;

/// <summary>A verified plan in plain words, rendered from the bytes that will be signed: what a custodian reads before consent.</summary>
public sealed record PlanReview(
    string Ceremony, Digest Digest, string Operation, string Headline, string Title, IReadOnlyList<KeyValuePair<string, string>> Lines)
{
    internal static PlanReview Of(PassedGate examined, IProjection state)
    {
        var plan = examined.Plan;
        var lines = new List<KeyValuePair<string, string>>();
        void Say(string label, string text) => lines.Add(new KeyValuePair<string, string>(label, CanonicalText.Escape(text)));

        foreach (var artefact in plan.Artefacts)
        {
            lines.AddRange(CertificateText.Describe(CertificateTemplate.FromJson(ArtefactReader.Template(artefact)).Tbs));
            Say("lint", $"{ArtefactReader.Findings(artefact, "Error")} errors, {ArtefactReader.Findings(artefact, "Warning")} warnings");
        }

        examined.Operation.Describe(plan.Subject, state, Say);
        if (plan.Custody is not null)
        {
            Say("custody", $"{plan.Custody}, level {plan.Level}");
        }

        Say("purpose", plan.Purpose);
        Say("opened by", $"{plan.Opener} at {Show(plan.OpenedAt)}");
        Say("quorum", examined.Electorate.Groups.Count > 1
            ? string.Join(", ", examined.Electorate.Groups.Select(g => $"{g.Name}: {g.Needed} of {g.Voters.Count}"))
            : $"{plan.Quorum.Needed} of {plan.Quorum.Voters}, roster epoch {plan.Quorum.Epoch}{(examined.Electorate.Roster.IsLab ? ", LAB: threshold below the floor" : string.Empty)}");
        Say("clocks", $"sign by {Show(plan.GatherBy)}, execute by {Show(plan.UseBy)}");
        if (plan.Reason is not null)
        {
            Say("reason", plan.Reason);
        }

        Say("plan digest", plan.Digest.Hex);
        Say("read aloud", string.Join(" ", PgpWords.Encode(plan.Digest.ToArray())));
        return new PlanReview(plan.Ceremony, plan.Digest, examined.Operation.Name, examined.Operation.Headline, CanonicalText.Escape(plan.Title), lines);
    }

    /// <summary>The digest as somebody typed it: hex, or PGP words.</summary>
    public bool Matches(string typed)
    {
        var compact = string.Concat(typed.Where(c => !char.IsWhiteSpace(c)));
        return (Hex.TryDecode(compact, out var bytes)
                || PgpWords.TryDecode(typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), out bytes))
            && bytes.AsSpan().SequenceEqual(Digest.ToArray());
    }

    private static string Show(DateTime time) =>
        time.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
