using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.History;

namespace Trstctl.Bench;

/// <summary>A replay of everything, beside the verifications that it cannot do without, and an audit, in processor time.</summary>
internal sealed class ReplayGoals(Bench bench)
{
    public IEnumerable<Goal> All(int turns)
    {
        using var bare = new BareWork(bench.Folder);
        var verifications = Verifications();
        yield return new(
            "whole replay", $"{verifications} verifications", 2,
            () => (Figures.Processor(() => bare.Verify(verifications)), Figures.Processor(Replay)), turns)
        {
            Reached = 5.5,
        };
        yield return new("Test-TrstLedger", "whole replay", 2, () => (Figures.Processor(Replay), Figures.Processor(Audit)), turns);
    }

    // Each plan, decision and execution statement, and of each key its certificate and its proof.
    private int Verifications() => bench.Connection.Read((_, ledger) =>
        ledger!.State.All<CeremonyRecord>(CeremonyRecord.KindName)
            .Sum(c => 1 + c.Statements.Count + (c.Status == CeremonyStatus.Completed ? 1 : 0))
        + (2 * ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).Count()));

    private void Replay() => bench.Connection.Peek(work =>
    {
        var ledger = new VerifiedLedger(bench.Connection.TenantId!);
        ledger.Advance(work);
        return !ledger.Voids.Any() ? true : throw new InvalidOperationException(ledger.Voids.First().Reason);
    });

    private void Audit()
    {
        if (new LedgerAudit(bench.Connection).Run() is { Faults.Count: > 0 } report)
        {
            throw new InvalidOperationException(report.Faults[0]);
        }
    }
}
