namespace Trstctl.Ceremonies;

/// <summary>What the row of a ceremony holds of its plan.</summary>
internal sealed record PlanSummary(
    string Ceremony, string Operation, string Purpose, string Title, Digest Digest, string Opener, IReadOnlyList<string> Executors,
    DateTime OpenedAt, DateTime GatherBy, DateTime UseBy, int Epoch)
{
    public static PlanSummary Of(Plan plan) => new(
        plan.Ceremony, plan.Operation, plan.Purpose, plan.Title, plan.Digest, plan.Opener, plan.Executors, plan.OpenedAt, plan.GatherBy,
        plan.UseBy, plan.Quorum.Epoch);

    public static PlanSummary Declare(Fields f, PlanSummary? p) => new(
        f.Text("id", p?.Ceremony, 36),
        f.Text("operation", p?.Operation, 32),
        f.Text("purpose", p?.Purpose, 2048),
        f.Text("title", p?.Title, 2048),
        f.Digest("planDigest", p?.Digest),
        f.Text("opener", p?.Opener, 64),
        f.Texts("executors", p?.Executors, Plan.MaxExecutors, 64),
        f.Time("openedAt", p?.OpenedAt),
        f.Time("gatherBy", p?.GatherBy),
        f.Time("useBy", p?.UseBy),
        f.Number("epoch", p?.Epoch, 0));
}
