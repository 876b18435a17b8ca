namespace Trstctl.History.Events;

/// <summary>The event types this version knows. An unknown one refuses: its effect on the state would be missing.</summary>
internal static class EventCatalogue
{
    private static readonly Dictionary<string, Func<ObjectReader, LedgerEvent>> Readers = new(StringComparer.Ordinal)
    {
        [StoreCreated.TypeName] = StoreCreated.Read,
        [TenantCreated.TypeName] = TenantCreated.Read,
        [ClockGap.TypeName] = ClockGap.Read,
        [CeremonyStarted.TypeName] = CeremonyStarted.Read,
        [StatementMade.ApprovedType] = r => StatementMade.Read(Decision.Approve, r),
        [StatementMade.DeniedType] = r => StatementMade.Read(Decision.Deny, r),
        [StatementMade.WithdrawnType] = r => StatementMade.Read(Decision.Withdraw, r),
        [Refused.ApprovalRejectedType] = r => Refused.Read(Refused.ApprovalRejectedType, r),
        [Refused.RefusedType] = r => Refused.Read(Refused.RefusedType, r),
        [CeremonyCancelled.TypeName] = CeremonyCancelled.Read,
        [TenantSuspended.TypeName] = TenantSuspended.Read,
        [CustodianDrilled.TypeName] = CustodianDrilled.Read,
        [PrincipalKeyRetired.TypeName] = PrincipalKeyRetired.Read,
        [StoreRestored.TypeName] = StoreRestored.Read,
        [CeremonyExpired.TypeName] = CeremonyExpired.Read,
        [CeremonyCompleted.TypeName] = CeremonyCompleted.Read,
        [KeyOpenRequested.TypeName] = KeyOpenRequested.Read,
        [KeyShareReleased.TypeName] = KeyShareReleased.Read,
        [RequestAnswered.TypeName] = RequestAnswered.Read,
    };

    public static IEnumerable<string> Types => Readers.Keys;

    /// <param name="type">As the header says it.</param>
    /// <param name="data">Whose digest the header holds: what cannot be read is not damaged, it was written so.</param>
    public static LedgerEvent Read(string type, byte[] data)
    {
        if (!Readers.TryGetValue(type, out var read))
        {
            return new UnreadableEvent(type, "this version does not know its type");
        }

        try
        {
            var json = CanonicalJson.Read(data, "event data", StoredEvent.MaxDataBytes);
            var reader = new ObjectReader(json, type, LedgerEvent.FormatOf(type));
            var known = read(reader);
            reader.End();
            return known;
        }
        catch (TrstException e)
        {
            return new UnreadableEvent(type, e.Message);
        }
    }
}
