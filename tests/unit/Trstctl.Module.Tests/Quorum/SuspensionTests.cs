namespace Trstctl.Module.Tests.Quorum;

/// <summary>Any custodian suspends the tenant; only the quorum resumes it.</summary>
public sealed class SuspensionTests : IDisposable
{
    private const string Freeze = "$null = Suspend-TrstTenant -Confirm:$false -Reason 'card lost' -Certificate $custodians[4]";
    private readonly Founded founded = RosterChange.Prepare();

    public void Dispose() => founded.Dispose();

    [Fact]
    [Trait("Conformance", "N08")]
    public void WhileSuspendedNothingIsStartedApprovedOrRun()
    {
        founded.Run(
            "$ready = Sign (Open-It) 0, 1, 2; $open = Sign (Open-It) 0; $root = Start-It Root (New-TrstCASpec 'CN=Z' -Validity 5y); "
                + Freeze
                + "; $keys0 = @(Get-TrstEvent key.*, ceremony.completed).Count");

        Assert.Equal("TenantSuspended", founded.Error("Open-It"));
        Assert.Equal("TenantSuspended", founded.Error("Sign $open 1"));
        Assert.Equal("TenantSuspended", founded.Error("Run-It $ready"));
        Assert.Equal("TenantSuspended", founded.Error("$ready | Unlock-TrstCAKey -Certificate $custodians[0]"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed).Count - $keys0"));
    }

    [Fact]
    [Trait("Conformance", "N08")]
    public void WhileSuspendedOneDeniesWithdrawsStopsAndChangesTheRoster()
    {
        founded.Run("""
            $denied, $withdrawn, $stopped = 1..3 | ForEach-Object { Sign (Open-It @{ Reason = "$_" }) 0, 1, 2 }

            """ + Freeze + """

            $denied = $denied | Deny-TrstCeremony -Certificate $custodians[3] -Reason no -PlanDigest $denied.PlanDigest
            $withdrawn = $withdrawn | Revoke-TrstApproval -Certificate $custodians[2] -Reason no -PlanDigest $withdrawn.PlanDigest
            $stopped = $stopped | Stop-TrstCeremony -Certificate $ops -Reason no
            $null = Sign (Change @{ Remove = 'Erin' }) 0, 1, 2 | Complete-TrstCeremony @share
            """);

        Assert.Equal("Denied 2 of 3 Stopped", founded.Get<string>("\"$($denied.Status) $($withdrawn.Approved) $($stopped.Status)\""));
        Assert.Equal("2", founded.Get<string>("(Get-TrstRoster).Epoch"));
        Assert.Equal("TenantSuspended", founded.Error("Open-It"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "N08")]
    public void TheQuorumResumesAndTheSameCustodianSuspendsNoMore()
    {
        founded.Run("$ready = Sign (Open-It) 0, 1, 2; " + Freeze);
        Assert.Equal("TenantSuspended", founded.Error("Suspend-TrstTenant -Confirm:$false -Reason me -Certificate $custodians[4]"));
        founded.Run("$c = Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1");
        Assert.Equal("QuorumNotMet", founded.Error("$c | Complete-TrstCeremony"));

        founded.Run("$null = Sign $c 2 | Complete-TrstCeremony");

        Assert.Equal("Active", founded.Get<string>("(Run-It $ready).Status"));
        Assert.Equal("SuspensionSpent", founded.Error("Suspend-TrstTenant -Confirm:$false -Reason again -Certificate $custodians[4]"));
        founded.Run("$null = Suspend-TrstTenant -Confirm:$false -Reason mine -Certificate $custodians[3]");
        Assert.Equal("TenantSuspended", founded.Error("Open-It"));
        Assert.Equal("CeremonyNotPending", founded.Error("$c | Complete-TrstCeremony"));
        founded.Run(
            "$null = Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1, 2 | Complete-TrstCeremony; $null = Start-It Root "
                + "(New-TrstCASpec 'CN=Z' -Validity 5y)");
        Assert.Equal("TenantNotSuspended", founded.Error("Start-TrstCeremony Resume -Certificate $ops"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "N08")]
    public void ADenialOfTheResumptionIsDissentUntilTheQuorumIsOutOfReach()
    {
        founded.Run(Freeze + """

            function Deny-It($Ceremony, [int] $Who) {
                $Ceremony | Deny-TrstCeremony -Certificate $custodians[$Who] -Reason no -PlanDigest $Ceremony.PlanDigest
            }
            $one, $two = 1, 2 | ForEach-Object { Start-TrstCeremony Resume -Certificate $ops -Reason "$_" }
            $one = Deny-It (Deny-It $one 4) 3
            $two = Deny-It (Deny-It (Deny-It $two 4) 3) 2
            """);

        Assert.Equal("Pending Denied", founded.Get<string>("\"$($one.Status) $($two.Status)\""));
        founded.Run("$null = Sign $one 0, 1, 2 | Complete-TrstCeremony");
        founded.Run("$null = Open-It");
    }

    [Fact]
    [Trait("Conformance", "N08")]
    public void AResumptionRetiresTheKeysThatItNames()
    {
        founded.Run(Freeze);
        Assert.Equal("InvalidArgument", founded.Error("Start-TrstCeremony Resume -RetireKey Alice"));
        Assert.Equal("ParameterForeign", founded.Error("Start-TrstCeremony LedgerKey -RetireKey Erin"));

        founded.Run("$c = Start-TrstCeremony Resume -RetireKey Erin");
        Assert.Contains("the signing key of Erin", founded.PlanOf("$c"));
        founded.Run("$null = Sign $c 0, 1, 2 | Complete-TrstCeremony");

        Assert.Equal("CustodianRetired", founded.Error("Suspend-TrstTenant -Confirm:$false -Reason again -Certificate $custodians[4]"));
    }
}
