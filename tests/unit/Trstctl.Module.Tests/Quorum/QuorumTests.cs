namespace Trstctl.Module.Tests.Quorum;

public sealed class QuorumTests
{
    [Fact]
    [Trait("Conformance", "Q01")]
    public void RefusesARootBelowTheQuorumWithoutTouchingAKeyAndMakesItAtTheQuorum()
    {
        using var founded = new Founded();
        founded.Run("$c = Sign (Start-It Root (New-TrstCASpec 'CN=Root' -Validity 20y)) 0, 1");

        var refusal = Assert.Throws<ShellException>(() => founded.Run("$c | New-TrstRootCA"));

        Assert.Equal("QuorumNotMet,Trstctl.PowerShell.NewTrstRootCACommand", refusal.Error.FullyQualifiedErrorId);
        Assert.Contains("2 of 3 approvals", refusal.Error.Exception.Message);
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed | ForEach-Object Made).Count"));
        founded.Run("$c = Sign $c 2; $root = $c | New-TrstRootCA");
        Assert.Equal("Active", founded.Get<string>("(Get-TrstCA Root).Status.ToString()"));
    }

    [Fact]
    [Trait("Conformance", "Q10")]
    public void TakesNoApprovalPastGatherBy()
    {
        var now = DateTime.UtcNow.AddMinutes(1);
        using var founded = new Founded(() => now);
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 20y) @{ GatherBy = '2h' }");

        now += TimeSpan.FromHours(3);

        Assert.Equal("CeremonyExpired", founded.Error("Sign $c 0"));
        Assert.Equal("Expired", founded.Get<string>("(Get-TrstCeremony $c).Status.ToString()"));
        Assert.Equal(1, founded.Get<int>("@(Get-TrstEvent ceremony.expired).Count"));
    }
}
