using Trstctl.Module.Tests.Quorum;

namespace Trstctl.Module.Tests.Attacks;

/// <summary>A script with the operator's key and nobody at the console: it opens, polls and waits, and cannot consent.</summary>
[Trait("Attacker", "a script")]
public sealed class ScriptTests
{
    [Fact]
    public void AutomationRunsToTheEndOnlyWithCustodians()
    {
        using var founded = new Founded(shell: new Shell(interactive: false));
        founded.Run(DualLock.Functions("Intermediate") + "\n$null = Make-QuorumRoot 'CN=Parent'; $c = Open-It");

        Assert.Equal("ConsentUnavailable", founded.Error("$c | Approve-TrstCeremony -Certificate $custodians[0]"));
        Assert.Contains(
            founded.Error("$c | Approve-TrstCeremony -Certificate $ops -PlanDigest $c.PlanDigest"),
            new[] { "RoleMissing", "SelfApproval" });
        Assert.Equal("RoleMissing", founded.Error("Suspend-TrstTenant -Confirm:$false -Reason mine -Certificate $ops"));
        Assert.Equal("QuorumNotMet", founded.Error("Run-It $c @{ Certificate = $ops }"));
        founded.Run("$c = Sign $c 0, 1, 2");
        Assert.Equal("OpeningNotRequested", founded.Error("$c | Unlock-TrstCAKey -Certificate $ops"));
        DualLock.StopWaitingWith(founded, 0, "Run-It $c @{ Certificate = $ops }");
        Assert.Equal("Ready", founded.Get<string>("($c | Wait-TrstCeremony -Timeout 1min).Status"));
    }

    [Fact]
    public void NoCommandHasASwitchThatConsents()
    {
        using var shell = new Shell();

        Assert.Empty(shell.Run(
            "(Get-Command -Module Trstctl).Where({ ($_.Verb -ne 'Export' -and $_.Parameters.ContainsKey('Force')) "
                + "-or $_.Parameters.ContainsKey('Yes') })"));
    }
}
