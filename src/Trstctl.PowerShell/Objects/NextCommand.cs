using System.Management.Automation.Language;
using Trstctl.Health;

namespace Trstctl.PowerShell;

/// <summary>What can be done, as a command that runs as it is printed. Only ids that are hex and names in single quotes go in.</summary>
internal static class NextCommand
{
    public static string For(HealthFinding finding) => finding.Act switch
    {
        HealthAct.Approve => $"Approve-TrstCeremony {Ceremony(finding)}",
        HealthAct.Release => $"Unlock-TrstCAKey {Ceremony(finding)}",
        HealthAct.Execute => $"{Executing(finding.Operation)} {Ceremony(finding)}",
        HealthAct.ReadCeremony => $"Get-TrstCeremony {Ceremony(finding)}",
        HealthAct.Stop => $"Stop-TrstCeremony {Ceremony(finding)} -Reason 'It can no longer run'",
        HealthAct.MakeKey => $"New-TrstCustodianKey {Quoted(finding.Subject)} -Path .",
        HealthAct.Rotate => $"Start-TrstCeremony Rotation {Quoted(finding.AuthorityId!)}",
        HealthAct.RequestAgain => $"Start-TrstCeremony Request {Quoted(finding.AuthorityId!)}",
        HealthAct.ReadAuthority => $"Get-TrstCA {Quoted(finding.AuthorityId!)}",
        HealthAct.DestroyKey => $"Start-TrstCeremony DestroyKey {Quoted(finding.AuthorityId!)}",
        HealthAct.Drill => "Invoke-TrstDrill",
        HealthAct.ReadRoster => "(Get-TrstRoster).Custodian",
        HealthAct.ReadVoids => "Get-TrstEvent -Void",
        HealthAct.Resume => "Start-TrstCeremony Resume",
        _ => "Get-TrstTenant",
    };

    /// <summary>The cmdlet that runs the operation and shows what it made; the general one where there is none of its own.</summary>
    public static string Executing(string? operation) => operation switch
    {
        "Root" => "New-TrstRootCA",
        "Intermediate" => "New-TrstIntermediateCA",
        "Rotation" or "Renewal" => "Invoke-TrstCARotation",
        "CrossSign" => "Add-TrstCrossSignature",
        "Request" => "New-TrstCARequest",
        _ => "Complete-TrstCeremony",
    };

    private static string Ceremony(HealthFinding finding) => Quoted(Uuid.Short(finding.CeremonyId!));

    // Eight hex digits without a letter would bind as a number, and lose what stands before.
    private static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
