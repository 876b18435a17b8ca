using System.Text.RegularExpressions;

namespace Trstctl.Module.Tests.Quorum;

/// <summary>
/// The guide is true: its blocks run one after another in a PowerShell of their own. In it one custodian opens what is sealed to her
/// with a second certificate, and another, whose card can only sign, has his share in a file: proved, released and drilled.
/// </summary>
public sealed partial class DualLockGuideTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    [Trait("Conformance", "R12")]
    public void ItsCommandsRunAsTheyStand()
    {
        using var shell = new Shell(import: false);
        var guide = File.ReadAllText(Path.Combine(BuildOutput.RepositoryRoot, "docs", "guides", "dual-lock.md"));
        var blocks = Block().Matches(guide).Select(block => block.Groups[1].Value).ToArray();
        Assert.True(blocks.Length >= 10, $"only {blocks.Length} blocks");
        var script = string.Concat(blocks)
            .Replace("./artifacts/module/Trstctl", BuildOutput.Manifest, StringComparison.Ordinal)
            .Replace("Disconnect-TrstStore", Facts, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(shell.TempFolder, "guide.ps1"), script);

        var run = PowerShellProcess.Run(shell.TempFolder, "& ./guide.ps1", Patience);

        Assert.True(run.ExitCode == 0, run.Errors + run.Output);
        Assert.Empty(run.Errors);
        Assert.Contains("Refused: TenantSuspended", run.Output);
        Assert.Contains(
            "drilled: principal:Alice principal:Bob principal:Carol principal:Dave; "
                + "released: principal:Alice principal:Carol principal:Dave principal:Erin",
            run.Output);
        Assert.EndsWith("True", run.Output.Split("drilled:")[0].TrimEnd());
    }

    // Who drilled, and who released, as the ledger has it.
    private const string Facts = """
        $drilled, $released = 'custodian.drilled', 'key.share-released' | ForEach-Object {
            (Get-TrstEvent $_ | ForEach-Object Actor | Sort-Object -Unique) -join ' '
        }
        Write-Host "drilled: $drilled; released: $released"
        Disconnect-TrstStore
        """;

    [GeneratedRegex("^```powershell\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
