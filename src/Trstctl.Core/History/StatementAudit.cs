namespace Trstctl.History;

/// <summary>Verifies the signed statements that are no decisions on a plan: cancellations, requests to open, suspensions,
/// retirements, drills, witnesses.</summary>
internal sealed class StatementAudit(VerifiedLedger ledger, IUnitOfWork work)
{
    /// <summary>Why the event's statement does not verify, or null.</summary>
    public string? Fault(EventHeader header, LedgerEvent item)
    {
        try
        {
            Demand(header, item);
            return null;
        }
        catch (TrstException e)
        {
            return $"event {header.Sequence}, {header.Type}: {e.Message}";
        }
    }

    private void Demand(EventHeader header, LedgerEvent item)
    {
        switch (item)
        {
            case CeremonyCancelled cancelled:
                var cancellation = StopStatement.FromSigned(cancelled.Cancellation);
                Verify(
                    cancelled.Cancellation, ContentTypes.Cancellation, RosterOf(cancellation.Ceremony), cancellation.Principal,
                    cancellation.Tenant);
                DemandNamed(cancellation.Principal, CeremonyOf(cancellation.Ceremony).Opener, "the opener");
                break;
            case KeyOpenRequested requested:
                var request = OpenRequest.FromSigned(requested.Request);
                DemandNamed(request.Ceremony, header.Ceremony, "the event's ceremony");
                Verify(requested.Request, ContentTypes.OpenRequest, RosterOf(request.Ceremony), request.Executor, request.Tenant);
                break;
            case TenantSuspended suspended:
                var suspension = SuspensionStatement.FromSigned(suspended.Statement);
                Verify(
                    suspended.Statement, ContentTypes.Suspension, RosterRecord.Find(ledger.State, suspension.Epoch)?.Roster,
                    suspension.Custodian,
                    suspension.Tenant);
                break;
            case PrincipalKeyRetired retired:
                var retirement = PrincipalKeyRetirement.FromSigned(retired.Statement);
                var owner = RosterRecord.Find(ledger.State, retirement.Epoch)?.Roster;
                Verify(retired.Statement, ContentTypes.KeyRetirement, owner, retirement.Principal, retirement.Tenant);
                DemandNamed(retirement.Key.Hex, Digest.Of(owner!.Demand(retirement.Principal).SigningKey).Hex, "its owner's key");
                break;
            case CustodianDrilled drilled:
                var drill = DrillStatement.FromSigned(drilled.Statement);
                Verify(
                    drilled.Statement, ContentTypes.Drill, RosterRecord.Find(ledger.State, drill.Epoch)?.Roster, drill.Custodian,
                    drill.Tenant);
                Drill.DemandAnswers(drill, ledger.State, work);
                break;
            case KeyDestroyed destroyed:
                foreach (var statement in destroyed.Witnesses)
                {
                    var witness = WitnessStatement.FromSigned(statement);
                    DemandNamed(witness.Ceremony, header.Ceremony, "the event's ceremony");
                    Verify(statement, ContentTypes.Witness, RosterOf(witness.Ceremony), witness.Witness, witness.Tenant);
                }

                break;
        }
    }

    private CeremonyRecord CeremonyOf(string id) => ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, id)
        ?? throw new TrstException(ErrorId.CeremonyNotFound, id);

    // The founding roster is not in force before its ceremony ends.
    private Roster? RosterOf(string ceremony) =>
        CeremonyOf(ceremony).Epoch is > 0 and var epoch ? RosterRecord.Find(ledger.State, epoch)?.Roster : ledger.Founding;

    private void Verify(byte[] statement, string contentType, Roster? roster, string name, string tenant)
    {
        DemandNamed(tenant, ledger.TenantId, "this tenant");
        var signer = roster?.Demand(name) ?? throw new TrstException(ErrorId.ApprovalInvalid, name, "there is no roster for it");
        signer.Verify(statement, contentType);
    }

    private static void DemandNamed(string found, string? expected, string what)
    {
        if (!string.Equals(found, expected, StringComparison.Ordinal))
        {
            throw new TrstException(ErrorId.ApprovalInvalid, CanonicalText.Escape(found), $"it does not name {what}");
        }
    }
}
