using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Keys;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Bench;

/// <summary>
/// Fills a store through the engine itself, with true signatures, many ceremonies in one transaction: a tenth roots, and below them
/// intermediates. Beside plan, approvals and completion each ceremony has refusals, which are notes.
/// </summary>
internal static class Filling
{
    private const int InOneTransaction = 50;
    private const int Below = 10;

    /// <summary>A store that holds some of them gets the others.</summary>
    public static void Fill(Bench bench, int authorities, int events)
    {
        var (roots, known) = bench.Connection.Read((_, ledger) =>
        {
            var all = ledger!.State.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray();
            return (all.Count(a => a.IssuerId is null), all.Length);
        });
        var notes = Math.Max(0, (events / authorities) - bench.Needed - 2);
        var wanted = (authorities + Below - 1) / Below;
        Make(bench, notes, Enumerable.Range(roots, Math.Max(0, wanted - roots)).Select(i => Request($"Root {i}", null)));
        var below = known - roots;
        Make(
            bench, notes,
            Enumerable.Range(below, Math.Max(0, authorities - wanted - below)).Select(i => Request($"CA {i}", $"Root {i % wanted}")));
    }

    private static CeremonyRequest Request(string name, string? issuer) => new()
    {
        Operation = issuer is null ? "Root" : "Intermediate",
        Issuer = issuer,
        Spec = new CASpecInput {
            Subject = $"CN={name}", Validity = issuer is null ? "20y" : "5y", KeyAlgorithm = "ECDSA-P256",
            Custody = nameof(CustodyKind.Operational) }.Build(),
    };

    private static void Make(Bench bench, int notes, IEnumerable<CeremonyRequest> requests)
    {
        foreach (var some in requests.Chunk(InOneTransaction))
        {
            bench.Connection.Write(
                (writer, ledger) =>
                {
                    var gate = new Gate(ledger, writer.Work, writer.Now);
                    Array.ForEach(some, request => Run(bench, writer, ledger, gate, request, notes));
                    return true;
                },
                CancellationToken.None);
        }
    }

    private static void Run(Bench bench, LedgerWriter writer, VerifiedLedger ledger, Gate gate, CeremonyRequest request, int notes)
    {
        var (now, state, ops) = (writer.Now, writer.State, bench.Operator);
        var operation = OperationCatalogue.Demand(request.Operation);
        var subject = operation.Resolve(request, state, now);
        var electorate = operation.Electorate(subject, gate.CurrentRoster());
        var opener = electorate.Roster.FindByKey(ops.Spki)!;
        var plan = PlanDraft.Compose(request, operation, subject, state, electorate, opener, ledger, now);
        writer.Append(
            new CeremonyStarted(SignedStatement.Sign(ops, ContentTypes.Plan, plan.Bytes, now)), Actors.Principal(opener.Name),
            plan.Ceremony);
        var started = state.Find<CeremonyRecord>(CeremonyRecord.KindName, plan.Ceremony)!;

        // Its bytes were composed just now: nobody asks for them again.
        var ceremony = new ExaminedCeremony(started, plan, electorate, operation, null!, []);
        var approvals = bench.Custodians.Take(bench.Needed).Select(custodian =>
        {
            var voter = electorate.FindByKey(custodian.Spki, started)!;
            var statement = Decisions.Sign(Decision.Approve, null, ceremony, voter, custodian, null, ledger.Seen, now);
            writer.Append(new StatementMade(Decision.Approve, statement), Actors.Principal(voter.Name), plan.Ceremony);
            return new CountedApproval(voter, Digest.Of(statement));
        }).ToArray();
        for (var i = 0; i < notes; i++)
        {
            writer.Append(
                new Refused(Refused.RefusedType, "Execute", "QuorumNotMet", "The ceremony has 1 of 2 approvals."), Actors.Host,
                plan.Ceremony);
        }

        using var key = bench.Connection.Custody.Generate(KeyAlgorithm.Parse(request.Spec!.KeyAlgorithm));
        using var custody = new CustodyOfKind(bench.Connection.Custody, null);
        var execution = ExecutionStatement.Sign(ceremony, ops, [key], null, ledger.Seen, ledger.State, now);
        var scope = new OperationScope(gate, ceremony with { Approvals = approvals }, writer, custody, [key], null, [], execution);
        operation.Make(scope);
        writer.Append(new CeremonyCompleted(scope.Completion), Actors.Principal(opener.Name), plan.Ceremony);
    }
}
