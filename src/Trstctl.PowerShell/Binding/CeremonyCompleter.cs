using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

/// <summary>Ids of the ceremonies for which the command can do something now, the newest first.</summary>
internal sealed class CeremonyCompleter : WordCompleter
{
    private const int Most = 100;

    // Who executes plans of which operations; Complete-TrstCeremony runs any.
    private static readonly Dictionary<string, string[]> Runs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Complete-TrstCeremony"] = [],
        ["New-TrstRootCA"] = ["Root"],
        ["New-TrstIntermediateCA"] = ["Intermediate"],
        ["Invoke-TrstCARotation"] = ["Rotation", "Renewal"],
        ["Add-TrstCrossSignature"] = ["CrossSign"],
        ["Import-TrstCA"] = ["Import"],
        ["New-TrstCARequest"] = ["Request"],
    };

    protected override IEnumerable<Offer> Offers(Completing completing)
    {
        if (completing.Store is not { } store)
        {
            return [];
        }

        var you = completing.Text("Certificate") is null ? store.You : null;
        var isAny = completing.Command == "Export-TrstCeremony"
            || completing.Command.StartsWith("Get-", StringComparison.OrdinalIgnoreCase);
        return new CeremonyQueries(store.Connection)
            .List(!isAny, all => all.Where(view => Fits(view, completing.Command, you)).Reverse().Take(Most))
            .Select(Of);
    }

    private static Offer Of(CeremonyView view)
    {
        var (id, record) = (Uuid.Short(view.Record.CeremonyId), view.Record);
        return new Offer(id, $"{record.Operation} \"{record.Title}\", {view.Status}, opened by {record.Opener}", $"{id} {record.Title}");
    }

    private static bool Fits(CeremonyView view, string command, string? you)
    {
        var record = view.Record;
        if (Runs.TryGetValue(command, out var operations))
        {
            return view.Status == CeremonyStatus.Ready && Has(record.Executors, you)
                && (operations.Length == 0 || operations.Contains(record.Operation, StringComparer.Ordinal));
        }

        return command switch
        {
            "Approve-TrstCeremony" => view.Status == CeremonyStatus.Pending && Has(view.WaitingFor, you),
            "Deny-TrstCeremony" => view.IsOpen && (you is null || record.Statements.All(said => said.Custodian != you)),
            "Revoke-TrstApproval" => view.IsOpen && Has([.. record.Approvals.Select(said => said.Custodian)], you),
            "Unlock-TrstCAKey" => view.Status == CeremonyStatus.Ready && record.OpeningAt is not null,
            "Stop-TrstCeremony" => view.IsOpen && (you is null || record.Opener == you),
            "Wait-TrstCeremony" => view.IsOpen,
            _ => true,
        };
    }

    private static bool Has(IReadOnlyList<string> names, string? you) =>
        names.Count > 0 && (you is null || names.Contains(you, StringComparer.Ordinal));
}
