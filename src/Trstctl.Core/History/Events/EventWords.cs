namespace Trstctl.History.Events;

/// <summary>What an event did, as a person would say it of its actor: <c>signed the intermediate Contoso Issuing CA 1</c>.</summary>
public static class EventWords
{
    /// <param name="ceremony">The ceremony that the event is about, as its header names it, where it exists.</param>
    public static string Of(LedgerEvent item, CeremonyRecord? ceremony)
    {
        var about = ceremony is null ? "a ceremony" : $"{Operation(ceremony).Thing} {ceremony.ShortTitle}";
        return item switch
        {
            CeremonyStarted => $"proposed {about}",
            StatementMade said => Because(Said(said.Decision, about), said.Said.Reason),
            Refused refused => $"{AsciiFold.Lower(refused.Act)} refused{(ceremony is null ? string.Empty : $" for {about}")}: "
                + $"{refused.Error}, {refused.Text}",
            CeremonyCancelled stopped => Because($"stopped {about}", StopStatement.FromSigned(stopped.Cancellation).Reason),
            CeremonyExpired => $"noted the end of the time for {about}",
            CeremonyCompleted => ceremony is null ? $"completed {about}" : $"{Operation(ceremony).Deed} {ceremony.ShortTitle}",
            KeyOpenRequested => $"asked for shares for {about}",
            KeyShareReleased => $"released a share for {about}",
            _ => OutsideCeremonies(item),
        };
    }

    private static string OutsideCeremonies(LedgerEvent item) => item switch
    {
        RequestAnswered answer => $"brought the certificate of {NameIn(AnswerStatement.FromSigned(answer.Statement).Certificate)}",
        CustodianDrilled drill => DrillStatement.FromSigned(drill.Statement).Answers.Count is var count and not 1
            ? $"opened {count} shares in a drill" : "opened 1 share in a drill",
        PrincipalKeyRetired retired => Because("retired the own key", PrincipalKeyRetirement.FromSigned(retired.Statement).Reason),
        TenantSuspended suspended => Because("suspended the tenant", SuspensionStatement.FromSigned(suspended.Statement).Reason),
        StoreRestored => "restored the store from a copy",
        StoreCreated => "made the store",
        TenantCreated tenant => $"made the tenant {tenant.Name}",
        ClockGap gap => $"nobody signed for {(int)(gap.Now - gap.Previous).TotalDays} days",
        _ => string.Empty,
    };

    private static string Said(Decision decision, string about) => decision switch
    {
        Decision.Approve => $"approved {about}",
        Decision.Deny => $"denied {about}",
        _ => $"withdrew the approval of {about}",
    };

    private static string Because(string said, string? reason) => string.IsNullOrEmpty(reason) ? said : $"{said}: {reason}";

    private static string NameIn(byte[] certificate) => CeremonyRecord.NameOf(new CertificateView(certificate).Subject);

    private static CeremonyOperation Operation(CeremonyRecord ceremony) => OperationCatalogue.DemandExact(ceremony.Operation);
}
