namespace Trstctl.Module.Tests.Quorum;

/// <summary>A custodian whose roster entry has another certificate for what is sealed to him than the one he signs with.</summary>
public sealed class SealingCertificateTests
{
    [Fact]
    [Trait("Conformance", "R12")]
    public void HeNamesItWhereHisSharesAndChallengesOpen()
    {
        using var founded = RosterChange.Prepare();
        founded.Run("""
            $safe = New-TrstCustodianKey 'Erin at her safe' -Path "$folder/safe.pfx" -Password $password
            $c = Change @{ Replace = @{ Erin = @{ Certificate = $custodians[4]; SealingCertificate = $safe } } }
            $c = Sign $c 0, 1, 2
            $join = @{ Certificate = $custodians[4]; PlanDigest = $c.PlanDigest }
            $sealing = @{ SealingCertificate = $safe.Path; SealingPassword = $password }
            """);

        Assert.Equal("SealingKeyMissing", founded.Error("$c | Approve-TrstCeremony @join"));
        Assert.Equal("PossessionNotProved", founded.Error("$c | Approve-TrstCeremony @join -SealingCertificate $ops"));
        Assert.Equal("InvalidArgument", founded.Error("$c | Approve-TrstCeremony @join -SealingPassword $password"));
        founded.Run("$null = $c | Approve-TrstCeremony @join @sealing | Complete-TrstCeremony @share");

        Assert.Equal("SealingKeyMissing", founded.Error("Invoke-TrstDrill -Certificate $custodians[4]"));
        Assert.Equal(1, founded.Get<int>("(Invoke-TrstDrill -Certificate $custodians[4] @sealing).DrilledShares"));

        founded.Run("$c = Sign (Open-It) 0, 1, 2; $erin = @{ Certificate = $custodians[4] }");
        Assert.Equal("SealingKeyMissing", founded.Error("Run-It $c @{ ShareHolder = $erin, $custodians[0], $custodians[1] }"));
        founded.Run("$erin += $sealing");
        Assert.Equal("Active", founded.Get<string>("(Run-It $c @{ ShareHolder = $erin, $custodians[0], $custodians[1] }).Status"));
    }
}
