namespace Trstctl.Module.Tests.Quorum;

/// <summary>
/// A custodian retires his own key with one signature: from then on it does nothing, and what was executed before stands.
/// </summary>
public sealed class RetirementTests : IDisposable
{
    private const string Retire = "$gone = Revoke-TrstCustodianKey 'card lost' -Certificate $custodians[2] -Confirm:$false";
    private readonly Founded founded = RosterChange.Prepare();

    public void Dispose() => founded.Dispose();

    [Fact]
    [Trait("Conformance", "Q04")]
    public void AnApprovalOfARetiredKeyCountsNoLonger()
    {
        founded.Run("$c = Sign (Open-It) 0, 1, 2; " + Retire);

        Assert.Equal("QuorumNotMet", founded.Error("Run-It $c @{ ShareHolder = $custodians[0], $custodians[1], $custodians[3] }"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed, key.share-released).Count"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        founded.Run("$c = Sign $c 3");
        Assert.Equal("Active", founded.Get<string>("(Run-It $c @{ ShareHolder = $custodians[0], $custodians[1], $custodians[3] }).Status"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Theory]
    [InlineData("Sign (Open-It) 2")]
    [InlineData("$c = Open-It; $c | Deny-TrstCeremony -Certificate $custodians[2] -Reason no -PlanDigest $c.PlanDigest")]
    [InlineData("Start-TrstCeremony Root (New-TrstCASpec 'CN=Z' -Validity 5y) -Certificate $custodians[2]")]
    [InlineData("Run-It (Sign (Open-It) 0, 1, 3) @{ ShareHolder = $custodians[0], $custodians[1], $custodians[2] }")]
    [InlineData("Run-It (Sign (Open-It @{ Executor = 'Carol' }) 0, 1, 3) @{ Certificate = $custodians[2]; ShareHolder = "
        + "$custodians[0], $custodians[1], $custodians[3] }")]
    [InlineData("Invoke-TrstDrill -Certificate $custodians[2]")]
    [InlineData("Suspend-TrstTenant -Confirm:$false -Reason me -Certificate $custodians[2]")]
    [InlineData("Revoke-TrstCustodianKey again -Confirm:$false -Certificate $custodians[2]")]
    [InlineData("Change @{ Threshold = 4 }")]
    [Trait("Conformance", "Q04")]
    public void ARetiredKeyDoesNothing(string act)
    {
        founded.Run(Retire + "; $opened = @(Get-TrstEvent ceremony.completed).Count");

        var refusal = Assert.Throws<ShellException>(() => founded.Run(act)).Error;

        Assert.StartsWith("CustodianRetired,", refusal.FullyQualifiedErrorId);
        Assert.Contains("card lost", refusal.Exception.Message);
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent ceremony.completed).Count - $opened"));
    }

    [Fact]
    [Trait("Conformance", "Q04")]
    public void OneThatLeavesNoQuorumSaysSoBeforeItIsSigned()
    {
        Assert.Empty(founded.Shell.RunCatching(Retire).Warnings);
        founded.Run("$null = Revoke-TrstCustodianKey 'card lost' -Certificate $custodians[1] -Confirm:$false; $n = @(Get-TrstEvent).Count");
        founded.Shell.Prompts.Enqueue("No");

        var warned = founded.Shell.RunCatching("Revoke-TrstCustodianKey 'card lost' -Certificate $custodians[0]");

        Assert.Contains("2 usable keys are left, and a quorum needs 3", Assert.Single(warned.Warnings));
        Assert.Contains("no ceremony can follow", founded.Shell.Prompted.Single());
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $n"));
    }

    [Fact]
    public void WhatWasExecutedBeforeStands()
    {
        founded.Run(
            "$null = Run-It (Sign (Open-It) 0, 1, 2); "
                + Retire
                + "; Disconnect-TrstStore; $store = Connect-TrstStore \"$folder/store\" @opening");

        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        founded.Run("$c = Sign (Start-It Intermediate (New-TrstCASpec 'CN=Below' -Validity 3y) @{ Issuer = 'New' }) 0, 1, 3");
        Assert.Equal("Active", founded.Get<string>("($c | New-TrstIntermediateCA).Status"));
    }
}
