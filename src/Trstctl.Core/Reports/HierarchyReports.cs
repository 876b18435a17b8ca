using System.Text;

namespace Trstctl.Reports;

/// <summary>The hierarchy that a CA belongs to, drawn: all generations, cross- and link certificates, and when each is valid.</summary>
public sealed class HierarchyReports(StoreConnection connection)
{
    /// <summary>One page that needs no other file, to be read on a screen and printed on A4; UTF-8.</summary>
    public byte[] Html(AuthorityRecord authority, CancellationToken cancellation = default) => Encoding.UTF8.GetBytes(connection.Read(
        (_, ledger) => Write(authority, ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster)), cancellation));

    private string Write(AuthorityRecord authority, VerifiedLedger ledger) => HierarchyPage.Write(
        new Hierarchy(
            authority, ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray(),
            ledger.State.All<CrossCertificateRecord>(CrossCertificateRecord.KindName).ToArray()),
        authority.Name,
        new(
            CanonicalText.Escape(connection.Tenant), ledger.TenantId, connection.Now, Software.Name, ledger.Size, ledger.Head.Root.Hex));
}
