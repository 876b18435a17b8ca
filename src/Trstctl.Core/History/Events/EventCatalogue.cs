namespace Trstctl.History.Events;

/// <summary>The event types this version knows. An unknown one refuses: its effect on the state would be missing.</summary>
internal static class EventCatalogue
{
    private static readonly Dictionary<string, Func<Fields, LedgerEvent?, LedgerEvent>> Declarations = new(StringComparer.Ordinal)
    {
        [StoreCreated.TypeName] = (f, e) => StoreCreated.Declare(f, (StoreCreated?)e),
        [TenantCreated.TypeName] = (f, e) => TenantCreated.Declare(f, (TenantCreated?)e),
        [ClockGap.TypeName] = (f, e) => ClockGap.Declare(f, (ClockGap?)e),
        [CeremonyStarted.TypeName] = (f, e) => CeremonyStarted.Declare(f, (CeremonyStarted?)e),
        [StatementMade.ApprovedType] = (f, e) => StatementMade.Declare(f, (StatementMade?)e, Decision.Approve),
        [StatementMade.DeniedType] = (f, e) => StatementMade.Declare(f, (StatementMade?)e, Decision.Deny),
        [StatementMade.WithdrawnType] = (f, e) => StatementMade.Declare(f, (StatementMade?)e, Decision.Withdraw),
        [Refused.ApprovalRejectedType] = (f, e) => Refused.Declare(f, (Refused?)e, Refused.ApprovalRejectedType),
        [Refused.RefusedType] = (f, e) => Refused.Declare(f, (Refused?)e, Refused.RefusedType),
        [CeremonyCancelled.TypeName] = (f, e) => CeremonyCancelled.Declare(f, (CeremonyCancelled?)e),
        [TenantSuspended.TypeName] = (f, e) => TenantSuspended.Declare(f, (TenantSuspended?)e),
        [CustodianDrilled.TypeName] = (f, e) => CustodianDrilled.Declare(f, (CustodianDrilled?)e),
        [PrincipalKeyRetired.TypeName] = (f, e) => PrincipalKeyRetired.Declare(f, (PrincipalKeyRetired?)e),
        [StoreRestored.TypeName] = (f, e) => StoreRestored.Declare(f, (StoreRestored?)e),
        [CeremonyExpired.TypeName] = (f, e) => CeremonyExpired.Declare(f, (CeremonyExpired?)e),
        [CeremonyCompleted.TypeName] = (f, e) => CeremonyCompleted.Declare(f, (CeremonyCompleted?)e),
        [KeyOpenRequested.TypeName] = (f, e) => KeyOpenRequested.Declare(f, (KeyOpenRequested?)e),
        [KeyShareReleased.TypeName] = (f, e) => KeyShareReleased.Declare(f, (KeyShareReleased?)e),
        [RequestAnswered.TypeName] = (f, e) => RequestAnswered.Declare(f, (RequestAnswered?)e),
    };

    public static IEnumerable<string> Types => Declarations.Keys;

    /// <param name="type">As the header says it.</param>
    /// <param name="data">Whose digest the header holds: what cannot be read is not damaged, it was written so.</param>
    public static LedgerEvent Read(string type, byte[] data)
    {
        if (!Declarations.TryGetValue(type, out var declare))
        {
            return new UnreadableEvent(type, "this version does not know its type");
        }

        try
        {
            return Fields.Read<LedgerEvent>(
                CanonicalJson.Read(data, "event data", StoredEvent.MaxDataBytes), type, (f, e) => Declare(type, declare, f, e));
        }
        catch (TrstException e)
        {
            return new UnreadableEvent(type, e.Message);
        }
    }

    public static JsonObject Write(LedgerEvent item) => Fields.Write(
        item,
        (f, e) => Declare(item.Type, item is UnreadableEvent ? (_, _) => item : Declarations[item.Type], f, e));

    private static LedgerEvent Declare(string type, Func<Fields, LedgerEvent?, LedgerEvent> declare, Fields f, LedgerEvent? item)
    {
        f.Format(LedgerEvent.FormatOf(type));
        return declare(f, item);
    }
}
