using System.Text;

namespace Trstctl.Reports;

/// <summary>The record of a ceremony, whatever became of it: what was approved, by whom and when, who executed it, what came of it, and
/// blanks for what no software can attest.</summary>
public sealed class CeremonyReports(StoreConnection connection)
{
    /// <summary>One page that needs no other file, to be read on a screen and printed on A4; UTF-8.</summary>
    public byte[] Html(string ceremonyId, CancellationToken cancellation = default) =>
        Encoding.UTF8.GetBytes(CeremonyPage.Write(Gather(ceremonyId, cancellation)));

    /// <summary>CommonMark with tables; UTF-8.</summary>
    public byte[] Markdown(string ceremonyId, CancellationToken cancellation = default) =>
        Encoding.UTF8.GetBytes(CeremonyMarkdown.Write(Gather(ceremonyId, cancellation)));

    /// <summary>The canonical JSON <c>trstctl-ceremony-report/1</c>.</summary>
    public byte[] Json(string ceremonyId, CancellationToken cancellation = default) => Gather(ceremonyId, cancellation).ToBytes();

    internal CeremonyReport Gather(string ceremonyId, CancellationToken cancellation = default) => connection.Read(
        (work, ledger) => new CeremonyGathering(
            connection, work, ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster), ceremonyId).Gather(),
        cancellation);
}
