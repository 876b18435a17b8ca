namespace Trstctl.Module.Tests;

[Trait("Conformance", "P08")]
public sealed class NonInteractiveTests
{
    [Fact]
    public void NoCommandAsksForASecret()
    {
        using var shell = new Shell();

        var mandatorySecrets = shell.Run("""
            foreach ($command in Get-Command -Module Trstctl) {
                foreach ($parameter in $command.Parameters.Values) {
                    if ($parameter.ParameterType -in [securestring], [pscredential] -and
                        @($parameter.Attributes.Mandatory) -contains $true) { "$command -$($parameter.Name)" }
                }
            }
            """);

        Assert.Empty(mandatorySecrets);
    }

    [Fact]
    public void EveryCommandWithoutMandatoryInputRunsWithoutAsking()
    {
        using var shell = new Shell(interactive: false);

        shell.RunCatching("""
            foreach ($command in Get-Command -Module Trstctl) {
                if (@($command.Parameters.Values.Attributes.Mandatory) -notcontains $true) { & $command }
            }
            """);

        Assert.Empty(shell.Prompted);
    }

    [Fact]
    public void ASessionWithoutInputEndsInsteadOfWaiting()
    {
        using var shell = new Shell(import: false);

        var process = PowerShellProcess.Run(shell.TempFolder, """
            Import-Module Trstctl
            function Ask { param([Parameter(Mandatory)] $Name) $Name }
            $ErrorActionPreference = 'Stop'
            Ask
            """);

        Assert.Equal(1, process.ExitCode);
    }
}
