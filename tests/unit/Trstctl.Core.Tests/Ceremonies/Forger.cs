using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Ceremonies.Presence;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Shares;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>An event and what its header says of it; the time is now where none is given.</summary>
internal sealed record Forgery(LedgerEvent Item, string Actor, string? Ceremony, DateTime? Time = null);

/// <summary>Somebody with the ledger's key, who knows how headers are written.</summary>
internal static class Forger
{
    /// <summary>Whom the header has to name: the statement's signer, as it says, where it can be read.</summary>
    public static string ActorOf(LedgerEvent item)
    {
        try
        {
            return SignerOf(item);
        }
        catch (TrstException)
        {
            return Actors.Host;
        }
    }

    /// <summary>What the header has to name, where the event can be read.</summary>
    public static string? OperationOf(Replay replay, LedgerEvent item, string? ceremony)
    {
        try
        {
            return replay.OperationOf(item, ceremony);
        }
        catch (TrstException)
        {
            return null;
        }
    }

    /// <summary>A completion as its executor's own program would write it: what he says of it is signed by him.</summary>
    public static CeremonyCompleted Completed(this World world, CeremonyRecord ceremony, Completion made) => world.Ask((_, ledger) =>
    {
        var plan = ceremony.Plan;
        var fresh = OperationCatalogue.DemandExact(plan.Operation).NewKeys(plan.Subject).Count;
        var said = new ExecutionStatement(
            plan.Tenant, plan.Ceremony, plan.Digest, "ops", plan.Quorum.Epoch, ledger.Head,
            [.. made.Keys.Take(fresh).Select(key => key.Header.SpkiDigest)], made.LedgerKey?.PublicKey,
            made.LedgerKey?.Sealer, Actors.Host, world.Now);
        return new CeremonyCompleted(made with
        {
            Execution = SignedStatement.Sign(World.Ops, ContentTypes.Execution, said.ToBytes(), said.Time),
        });
    });

    /// <summary>All that an executor makes of an approved plan, without the event; nothing is stored.</summary>
    public static Completion Make(this World world, CeremonyRecord ceremony)
    {
        Completion? made = null;
        using var keys = new OpenKeys();
        Assert.Throws<NotRecorded>(() => world.Connection.Write<bool>(
            (writer, ledger) =>
            {
                var gate = new Gate(ledger, writer.Work, writer.Now);
                var passed = gate.Pass(ceremony.CeremonyId);
                keys.AddRange(passed.Operation.NewKeys(passed.Plan.Subject).Select(world.Connection.Custody.Generate));
                using var custody = new CustodyOfKind(world.Connection.Custody, null);
                var execution = ExecutionStatement.Sign(passed, World.Ops, keys, null, ledger.Head, ledger.State, writer.Now);
                var scope = new OperationScope(gate, passed, writer, custody, keys, null, [], execution);
                passed.Operation.Make(scope);
                made = scope.Completion;
                throw new NotRecorded();
            },
            default));
        return made!;
    }

    private static string SignerOf(LedgerEvent item) => item switch
    {
        CeremonyStarted e => Actors.Principal(Plan.FromSigned(e.SignedPlan).Opener),
        StatementMade e => Actors.Principal(Approval.FromSigned(e.Statement).Custodian),
        CeremonyCancelled e => Actors.Principal(StopStatement.FromSigned(e.Cancellation).Principal),
        RequestAnswered e => Actors.Principal(AnswerStatement.FromSigned(e.Statement).Signer),
        CeremonyExpired e => Actors.Principal(ExpiryStatement.FromSigned(e.Statement).Signer),
        KeyOpenRequested e => Actors.Principal(OpenRequest.FromSigned(e.Request).Executor),
        KeyShareReleased e => Actors.Principal(ReleaseStatement.FromSigned(e.Statement).Custodian),
        TenantSuspended e => Actors.Principal(SuspensionStatement.FromSigned(e.Statement).Custodian),
        StoreRestored e => Actors.Principal(RestorationStatement.FromSigned(e.Statement).Principal),
        PrincipalKeyRetired e => Actors.Principal(PrincipalKeyRetirement.FromSigned(e.Statement).Principal),
        CeremonyCompleted e => Actors.Principal(ExecutionStatement.FromSigned(e.Completion.Execution).Executor),
        CustodianDrilled e => Actors.Principal(DrillStatement.FromSigned(e.Statement).Custodian),
        _ => Actors.Host,
    };

    private sealed class NotRecorded : Exception;
}
