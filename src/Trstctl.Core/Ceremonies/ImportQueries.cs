namespace Trstctl.Ceremonies;

/// <summary>What an import ceremony is about.</summary>
public sealed class ImportQueries(StoreConnection connection)
{
    /// <summary>DER of the certificate, and how its key will be held; External where only the certificate is imported.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.PurposeMismatch"/> where the ceremony is for something else.</exception>
    public (byte[] Certificate, CustodyKind Custody) Get(string ceremonyId, CancellationToken cancellation = default) => connection.Read(
        (work, ledger) =>
        {
            var gate = new Gate(ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster), work, connection.LedgerTime(ledger));
            var plan = gate.Examine(ceremonyId).Plan;
            new ExpectedPlan { Operation = "Import" }.Demand(plan);
            var subject = (ImportSubject)plan.Subject;
            return (subject.Target, subject.Custody);
        },
        cancellation);
}
