using System.Management.Automation;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Storage;

namespace Trstctl.PowerShell;

/// <summary>Runs an approved plan. Everything comes from the plan; what is given again must equal it.</summary>
public abstract class ExecutionCmdlet : StoreCmdlet
{
    /// <summary>The approved ceremony: an object, its id, or the last eight digits of it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [CeremonyTransformation]
    [ValidateNotNullOrEmpty]
    public string Ceremony { get; set; } = string.Empty;

    private protected override object Aim => Ceremony;

    private protected string CeremonyId => Queries.Resolve(Ceremony, Cancellation);

    private protected IReadOnlyList<Document>? Execute(Assertions assertions)
    {
        var id = CeremonyId;
        var record = Queries.Get(id, Cancellation).Record;
        return ShouldProcess($"{record.Operation} \"{record.Title}\"", $"Execute the approved plan {record.PlanDigest.Hex.Substring(0, 16)}")
            ? Ceremonies.Execute(id, assertions, Cancellation)
            : null;
    }

    private protected void WriteResults(Assertions assertions)
    {
        foreach (var document in Execute(assertions) ?? [])
        {
            WriteObject(Present(document));
        }
    }

    private protected static object Present(Document document) => document switch
    {
        AuthorityRecord authority => new TrstCA(authority),
        CrossCertificateRecord cross => new TrstCrossCertificate(cross),
        Rosters.RosterRecord roster => new TrstRoster(roster.Roster, current: true),
        _ => document.ToString()!,
    };
}
