using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.History;
using Trstctl.Rosters;

namespace Trstctl.Bench;

/// <summary>A replay of everything, beside the verifications that it cannot do without, and an audit, in processor time.</summary>
internal sealed class ReplayGoals(Bench bench)
{
    public IEnumerable<Goal> All(int turns)
    {
        using var bare = new BareWork(bench.Folder);
        var (verifications, keys) = (Verifications(), Keys());
        var verify = bare.Verifying(verifications, keys);
        yield return new(
            "whole replay", $"{verifications} verifications by {keys} keys", 2,
            () => (Figures.Processor(verify), Figures.Processor(Replay)), turns);
        yield return new("Test-TrstLedger", "whole replay", 2, () => (Figures.Processor(Replay), Figures.Processor(Audit)), turns);
    }

    // Each plan, decision and execution statement, and of each key its certificate and its proof.
    private int Verifications() => bench.Connection.Read((_, ledger) =>
        ledger!.State.All<CeremonyRecord>(CeremonyRecord.KindName)
            .Sum(c => 1 + c.Statements.Count + (c.Status == CeremonyStatus.Completed ? 1 : 0))
        + (2 * ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).Count()));

    // Each new authority's, and each that signs statements.
    private int Keys() => bench.Connection.Read((_, ledger) =>
        ledger!.State.All<AuthorityRecord>(AuthorityRecord.KindName).Count()
        + RosterRecord.Current(ledger.State)!.Roster.Principals.Count);

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
