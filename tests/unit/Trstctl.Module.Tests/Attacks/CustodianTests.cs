using Trstctl.Module.Tests.Quorum;

namespace Trstctl.Module.Tests.Attacks;

/// <summary>One custodian who wants to count twice, to keep the others out, or to spoil the opening.</summary>
[Trait("Attacker", "one custodian")]
public sealed class CustodianTests : IDisposable
{
    private readonly Founded founded = RosterChange.Prepare();

    public void Dispose() => founded.Dispose();

    [Fact]
    public void HeDoesNotPreventHisOwnRemoval()
    {
        founded.Run("""
            $null = Suspend-TrstTenant -Confirm:$false -Reason 'stay' -Certificate $custodians[4]
            $c = Change @{ Remove = 'Erin' }
            $c = $c | Deny-TrstCeremony -Certificate $custodians[4] -Reason 'stay' -PlanDigest $c.PlanDigest
            $null = Sign $c 0, 1, 2 | Complete-TrstCeremony @share
            $null = Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1, 2 | Complete-TrstCeremony
            """);

        Assert.DoesNotContain("Erin", founded.Get<string>("(Get-TrstRoster).Custodian.Name -join ' '"));
        Assert.Equal("NotOnRoster", founded.Error("Suspend-TrstTenant -Confirm:$false -Reason 'again' -Certificate $custodians[4]"));
        Assert.Equal("Active", founded.Get<string>("(Run-It (Sign (Open-It) 0, 1, 2)).Status"));
    }

    [Fact]
    public void HeCountsOnceInWhateverSpellingAndWithWhateverKey()
    {
        founded.Run("$c = Sign (Open-It) 0, 0, 0, 1");

        Assert.Equal("2 of 3", founded.Get<string>("$c.Approved"));
        founded.Run("$c = Sign $c 2");
        DualLock.StopWaitingWith(
            founded, 2, "Run-It $c @{ Certificate = $ops; ShareHolder = $custodians[0], $custodians[0], $custodians[1] }");
        foreach (var second in new[] {
            "@{ Certificate = $fay; Name = 'ALICE' }", "@{ Certificate = $fay; Name = 'Fay'; Person = ' alice ' }",
            "@{ Certificate = $custodians[0]; Name = 'Fay' }" })
        {
            Assert.Equal("DuplicateCustodian", founded.Error($"New-TrstRoster -Base (Get-TrstRoster) -Add {second}"));
        }
    }

    [Fact]
    [Trait("Conformance", "F08")]
    [Trait("Conformance", "N09")]
    public void TheShareOfAnotherDealingIsNamedAndTheOthersSuffice()
    {
        founded.Run("""
            $words = @{}; $more = @{}
            $signing = @{ Certificate = $custodians[4]; SigningOnly = $true }
            $null = Sign (Change @{ Replace = @{ Erin = $signing } }) 0, 1, 2, 4 |
                Complete-TrstCeremony @share -ShareFile @{ Erin = "$folder/one.share" } -SharePassword $words
            $null = Sign (Change @{ Threshold = 4 }) 0, 1, 2, 3 |
                Complete-TrstCeremony @share -ShareFile @{ Erin = "$folder/two.share" } -SharePassword $more
            $c = Sign (Open-It) 0, 1, 2, 3
            $old = @{ Certificate = $custodians[4]; ShareFile = "$folder/one.share"; SharePassword = $words['Erin'] }
            $new = @{ Certificate = $custodians[4]; ShareFile = "$folder/two.share"; SharePassword = $more['Erin'] }
            """);

        var refusal = Assert.Throws<ShellException>(
            () => founded.Run("Run-It $c @{ ShareHolder = $custodians[0], $custodians[1], $custodians[2], $old }")).Error;

        Assert.Contains("Erin", refusal.Exception.Message);
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
        Assert.Equal(
            "Active", founded.Get<string>("(Run-It $c @{ ShareHolder = $custodians[0], $custodians[1], $custodians[2], $new }).Status"));
    }
}
