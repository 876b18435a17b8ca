namespace Trstctl.History.Events;

/// <summary>The event types this version knows. An unknown one refuses: its effect on the state would be missing.</summary>
internal static class EventCatalogue
{
    private static readonly Dictionary<string, Func<ObjectReader, LedgerEvent>> Readers = new(StringComparer.Ordinal)
    {
        [StoreCreated.TypeName] = StoreCreated.Read,
        [TenantCreated.TypeName] = TenantCreated.Read,
        [ClockCorrected.TypeName] = ClockCorrected.Read,
        [RosterProposed.TypeName] = RosterProposed.Read,
        [RosterChanged.TypeName] = RosterChanged.Read,
        [CeremonyStarted.TypeName] = CeremonyStarted.Read,
        [StatementMade.ApprovedType] = r => StatementMade.Read(Decision.Approve, r),
        [StatementMade.DeniedType] = r => StatementMade.Read(Decision.Deny, r),
        [StatementMade.WithdrawnType] = r => StatementMade.Read(Decision.Withdraw, r),
        [Refused.ApprovalRejectedType] = r => Refused.Read(Refused.ApprovalRejectedType, r),
        [Refused.RefusedType] = r => Refused.Read(Refused.RefusedType, r),
        [CeremonyCancelled.TypeName] = CeremonyCancelled.Read,
        [TenantSuspended.TypeName] = TenantSuspended.Read,
        [TenantResumed.TypeName] = TenantResumed.Read,
        [CustodianDrillChallenged.TypeName] = CustodianDrillChallenged.Read,
        [CustodianDrilled.TypeName] = CustodianDrilled.Read,
        [PrincipalKeyRetired.TypeName] = PrincipalKeyRetired.Read,
        [StoreRestored.TypeName] = StoreRestored.Read,
        [LedgerKeyChanged.TypeName] = LedgerKeyChanged.Read,
        [CeremonyVoided.TypeName] = CeremonyVoided.Read,
        [CeremonyExpired.TypeName] = CeremonyExpired.Read,
        [CeremonyCompleted.TypeName] = CeremonyCompleted.Read,
        [KeyGenerated.TypeName] = KeyGenerated.Read,
        [KeySealed.SealedType] = r => KeySealed.Read(KeySealed.SealedType, r),
        [KeySealed.ResealedType] = r => KeySealed.Read(KeySealed.ResealedType, r),
        [KeyOpenRequested.TypeName] = KeyOpenRequested.Read,
        [KeyShareReleased.TypeName] = KeyShareReleased.Read,
        [KeyDestroyed.TypeName] = KeyDestroyed.Read,
        [KeyOpened.TypeName] = KeyOpened.Read,
        [AuthorityCreated.TypeName] = AuthorityCreated.Read,
        [AuthorityRotated.TypeName] = AuthorityRotated.Read,
        [AuthorityRenewed.TypeName] = AuthorityRenewed.Read,
        [AuthorityImported.TypeName] = AuthorityImported.Read,
        [AuthorityRetired.TypeName] = AuthorityRetired.Read,
        [AuthorityRevoked.TypeName] = AuthorityRevoked.Read,
        [AuthorityRequested.TypeName] = AuthorityRequested.Read,
        [AuthorityRequestCompleted.TypeName] = AuthorityRequestCompleted.Read,
        [AuthorityCrossSigned.TypeName] = AuthorityCrossSigned.Read,
    };

    public static LedgerEvent Read(string type, JsonObject data)
    {
        if (!Readers.TryGetValue(type, out var read))
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", $"this version does not know the type {CanonicalText.Escape(type)}");
        }

        var reader = new ObjectReader(data, type, LedgerEvent.FormatOf(type));
        var known = read(reader);
        reader.End();
        return known;
    }
}
