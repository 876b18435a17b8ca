namespace Trstctl.Module.Tests.Quorum;

public sealed class EndingTests
{
    [Theory]
    [MemberData(nameof(Operation.All), MemberType = typeof(Operation))]
    [Trait("Conformance", "Q11")]
    public void ADenialEndsItWithItsReason(string operation)
    {
        using var founded = Operation.Prepare(operation);
        founded.Run("""
            $c = Sign (Open-It) 0, 1, 2
            $c = $c | Deny-TrstCeremony -Certificate $custodians[3] -Reason 'wrong name' -PlanDigest $c.PlanDigest
            """);

        Assert.Equal("Denied: wrong name", founded.Get<string>("\"$($c.Status): $($c.EndReason)\""));
        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        Assert.Equal("CeremonyNotPending", founded.Error("Sign $c 3"));
        Assert.Equal("CeremonyNotPending", founded.Error("Sign $c 4"));
        Assert.Equal(
            "CeremonyNotPending",
            founded.Error("$c | Revoke-TrstApproval -Certificate $custodians[0] -Reason no -PlanDigest $c.PlanDigest"));
        Assert.Equal("CeremonyNotPending", founded.Error("$c | Stop-TrstCeremony -Certificate $ops -Reason no"));
        Assert.Equal("Denied", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "Q11")]
    public void AFounderCanDenyTheFounding()
    {
        using var founded = new Founded(found: false);
        founded.Run("""
            $store = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening
            $c = Sign (Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3)) 0, 1, 2, 3
            $null = $c | Deny-TrstCeremony -Certificate $custodians[4] -Reason 'not these people' -PlanDigest $c.PlanDigest
            """);

        Assert.Equal("CeremonyNotPending", founded.Error("$c | Complete-TrstCeremony"));
        Assert.Equal("TenantHasNoRoster", founded.Error("Get-TrstRoster"));
    }

    [Theory]
    [MemberData(nameof(Operation.All), MemberType = typeof(Operation))]
    [Trait("Conformance", "Q11")]
    public void TheOpenerAloneStopsItWithASignature(string operation)
    {
        using var founded = Operation.Prepare(operation);
        founded.Run("$c = Sign (Open-It) 0, 1, 2");

        Assert.Equal("NotOpener", founded.Error("$c | Stop-TrstCeremony -Certificate $custodians[0] -Reason mine"));
        Assert.Equal(
            "Stopped: typing error",
            founded.Get<string>("$c = $c | Stop-TrstCeremony -Certificate $ops -Reason 'typing error'; \"$($c.Status): $($c.EndReason)\""));
        Assert.Contains("\"cancellation\":\"MII", founded.Get<string>("($c | Get-TrstEvent ceremony.cancelled).Data"));
        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        Assert.Equal("CeremonyNotPending", founded.Error("Sign $c 3"));
        Assert.Equal("CeremonyNotPending", founded.Error("$c | Stop-TrstCeremony -Certificate $ops -Reason again"));
    }

    [Theory]
    [MemberData(nameof(Operation.All), MemberType = typeof(Operation))]
    [Trait("Conformance", "Q10")]
    public void PastUseByNothingRuns(string operation)
    {
        var now = DateTime.UtcNow.AddMinutes(1);
        using var founded = Operation.Prepare(operation, () => now);
        founded.Run("$c = Sign (Open-It @{ GatherBy = '1h'; UseBy = '2h' }) 0, 1, 2");
        Assert.Contains("execute by " + now.AddHours(3).ToString("yyyy-MM-dd HH:mm"), founded.PlanOf("$c"));

        now += TimeSpan.FromHours(3) + TimeSpan.FromSeconds(1);

        Assert.Equal("Expired", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.Equal("CeremonyExpired", founded.Error("Run-It $c"));
        Assert.Equal("CeremonyNotPending", founded.Error("Stop-TrstCeremony $c -Certificate $ops -Reason 'too late'"));
        Assert.Equal(1, founded.Get<int>("@($c | Get-TrstEvent ceremony.expired).Count"));
        now -= TimeSpan.FromMinutes(4);
        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
    }

    [Fact]
    [Trait("Conformance", "Q10")]
    public void AnOpenerWhoStopsItTooLateSignsThatItExpired()
    {
        var now = DateTime.UtcNow.AddMinutes(1);
        using var founded = new Founded(() => now);
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y) @{ GatherBy = '1h'; UseBy = '2h' }");
        now += TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1);

        Assert.Equal("CeremonyExpired", founded.Error("Stop-TrstCeremony $c -Certificate $ops -Reason 'too late'"));

        Assert.Equal("principal:ops", founded.Get<string>("($c | Get-TrstEvent ceremony.expired).Actor"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.cancelled).Count"));
    }
}
