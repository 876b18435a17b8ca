namespace Trstctl.Module.Tests.Quorum;

public sealed class CountingTests
{
    [Theory]
    [MemberData(nameof(Operation.All), MemberType = typeof(Operation))]
    [Trait("Conformance", "Q01")]
    public void RefusesBelowTheQuorumAndRunsAtIt(string operation)
    {
        using var founded = Operation.Prepare(operation);
        founded.Run("$c = Sign (Open-It) 0, 1; $before = @(Get-TrstEvent key.*, ceremony.completed).Count");

        var refusal = Assert.Throws<ShellException>(() => founded.Run("Run-It $c")).Error;

        Assert.StartsWith("QuorumNotMet,", refusal.FullyQualifiedErrorId);
        Assert.Contains("2 of 3 approvals", refusal.Exception.Message);
        Assert.Contains("Carol, Dave or Erin", refusal.ErrorDetails.RecommendedAction);
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed).Count - $before"));
        Assert.Contains("\"error\":\"QuorumNotMet\"", founded.Get<string>("@(Get-TrstEvent ceremony.refused)[-1].Data"));
        founded.Run("$c = Sign $c 2; $made = Run-It $c");
        Assert.Equal("Completed", founded.Get<string>("(Get-TrstCeremony $c).Status"));
    }

    [Fact]
    [Trait("Conformance", "Q01")]
    public void TheFoundingNeedsEveryFounder()
    {
        using var founded = new Founded(found: false);
        founded.Run("""
            $store = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening
            $c = Sign (Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3)) 0, 1, 2, 3
            """);

        var refusal = Assert.Throws<ShellException>(() => founded.Run("$c | Complete-TrstCeremony")).Error;

        Assert.Contains("4 of 5 approvals", refusal.Exception.Message);
        Assert.Equal("TenantHasNoRoster", founded.Error("Get-TrstRoster"));
        Assert.Equal("TenantHasNoRoster", founded.Error("Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)"));
        Assert.Equal("3 of 5", founded.Get<string>("$null = Sign $c 4 | Complete-TrstCeremony; (Get-TrstRoster).Quorum"));
    }

    [Theory]
    [MemberData(nameof(Operation.All), MemberType = typeof(Operation))]
    [Trait("Conformance", "Q02")]
    public void ApprovingTwiceChangesNothing(string operation)
    {
        using var founded = Operation.Prepare(operation);
        founded.Run("$once = Sign (Open-It) 0, 1; $events = @(Get-TrstEvent).Count; $twice = Sign $once 1, 0, 1");

        Assert.Equal("2 of 3", founded.Get<string>("$twice.Approved"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
        Assert.Equal("QuorumNotMet", founded.Error("Run-It $twice"));
    }

    [Fact]
    [Trait("Conformance", "Q03")]
    public void TheOpenerCannotApprove()
    {
        using var founded = new Founded();
        founded.Run("$c = New-TrstCASpec 'CN=Root' -Validity 5y | Start-TrstCeremony Root -Certificate $custodians[0]");

        Assert.Equal("SelfApproval", founded.Error("Sign $c 0"));
        Assert.Equal(
            "SelfApproval",
            founded.Error("$c | Approve-TrstCeremony -Certificate \"$keys/Alice.pfx\" -Password $password -PlanDigest $c.PlanDigest"));
        Assert.Equal("Bob Carol Dave Erin", founded.Get<string>("(Get-TrstCeremony $c).WaitingFor -join ' '"));
        Assert.Equal("2 of 3", founded.Get<string>("(Sign $c 1, 2).Approved"));
        Assert.Equal("QuorumNotMet", founded.Error("$c | New-TrstRootCA"));
    }

    [Fact]
    [Trait("Conformance", "Q03")]
    public void ThePersonBehindTheOpenerCannotApproveWithAnotherKey()
    {
        using var founded = new Founded(found: false);
        founded.Run("""
            $store = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening
            $operator = @{ Certificate = $ops; Name = 'ops'; Person = 'ALICE' }
            $roster = $custodians | New-TrstRoster -Operator $operator -Threshold 3
            $null = Sign (Start-It Roster $roster) 0, 1, 2, 3, 4 | Complete-TrstCeremony
            $c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)
            """);

        Assert.Equal("SelfApproval", founded.Error("Sign $c 0"));
        Assert.Equal("QuorumNotMet", founded.Error("Sign $c 1, 2 | New-TrstRootCA"));
    }

    [Fact]
    [Trait("Conformance", "Q03")]
    [Trait("Conformance", "Q04")]
    public void AStrangerNeitherOpensNorApproves()
    {
        using var founded = new Founded();
        founded.Run("""
            $mallory = @{ Certificate = $falseAlice }
            $c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)
            """);

        Assert.Equal("NotOnRoster", founded.Error("New-TrstCASpec 'CN=Mine' -Validity 5y | Start-TrstCeremony Root @mallory"));
        Assert.Equal("NotOnRoster", founded.Error("$c | Approve-TrstCeremony -PlanDigest $c.PlanDigest @mallory"));
        Assert.Equal("NotOnRoster", founded.Error("$c | Deny-TrstCeremony -Reason no -PlanDigest $c.PlanDigest @mallory"));
        Assert.Equal("0 of 3 Pending", founded.Get<string>("$now = Get-TrstCeremony $c; \"$($now.Approved) $($now.Status)\""));
        Assert.Equal(1, founded.Get<int>("@(Get-TrstCeremony -Operation Root).Count"));
    }

    [Fact]
    [Trait("Conformance", "Q04")]
    public void AnOperatorDoesNotCount()
    {
        using var founded = new Founded();
        founded.Run("$c = New-TrstCASpec 'CN=Root' -Validity 5y | Start-TrstCeremony Root -Certificate $custodians[0]");

        Assert.Equal("RoleMissing", founded.Error("$c | Approve-TrstCeremony -Certificate $ops -PlanDigest $c.PlanDigest"));
        Assert.Equal("RoleMissing", founded.Error("$c | Deny-TrstCeremony -Reason no -Certificate $ops -PlanDigest $c.PlanDigest"));
    }

    [Fact]
    [Trait("Conformance", "Q04")]
    public void AnExpiredCustodianNeitherApprovesNorCountsAtUse()
    {
        var now = DateTime.UtcNow.AddMinutes(1);
        using var founded = new Founded(() => now, found: false);
        founded.Run("""
            $fay = New-TrstCustodianKey Fay -Path $keys -Password $password -Validity 3h
            $custodians[4] = [Security.Cryptography.X509Certificates.X509Certificate2]::new($fay.Path, $password)
            $store = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening
            $null = Sign (Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3)) 0, 1, 2, 3, 4 | Complete-TrstCeremony
            $early = Sign (Start-It Root (New-TrstCASpec 'CN=Early' -Validity 5y)) 0, 1, 4
            $late = Start-It Root (New-TrstCASpec 'CN=Late' -Validity 5y)
            """);

        now += TimeSpan.FromHours(4);

        Assert.Equal("CustodianExpired", founded.Error("Sign $late 4"));
        Assert.Equal("QuorumNotMet", founded.Error("$early | New-TrstRootCA"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        Assert.Equal("Active", founded.Get<string>("(Sign $early 2 | New-TrstRootCA).Status"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }
}
