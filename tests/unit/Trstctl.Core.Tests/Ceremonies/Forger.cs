using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
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

    private static string SignerOf(LedgerEvent item) => item switch
    {
        CeremonyStarted e => Actors.Principal(Plan.FromSigned(e.SignedPlan).Opener),
        StatementMade e => Actors.Principal(Approval.FromSigned(e.Statement).Custodian),
        CeremonyCancelled e => Actors.Principal(StopStatement.FromSigned(e.Cancellation).Principal),
        KeyOpenRequested e => Actors.Principal(OpenRequest.FromSigned(e.Request).Executor),
        KeyShareReleased e => Actors.Principal(ReleaseStatement.FromSigned(e.Statement).Custodian),
        TenantSuspended e => Actors.Principal(SuspensionStatement.FromSigned(e.Statement).Custodian),
        PrincipalKeyRetired e => Actors.Principal(PrincipalKeyRetirement.FromSigned(e.Statement).Principal),
        CustodianDrilled e => Actors.Principal(DrillStatement.FromSigned(e.Statement).Custodian),
        _ => Actors.Host,
    };
}
