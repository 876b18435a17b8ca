using Trstctl.Module.Tests.Quorum;

namespace Trstctl.Module.Tests.Attacks;

/// <summary>Whoever opens the ceremony and wants it to run without, or past, the others.</summary>
[Trait("Attacker", "the opener")]
public sealed class OpenerTests
{
    [Fact]
    public void HisOwnApprovalDoesNotCount()
    {
        using var founded = DualLock.Prepare("Intermediate");
        founded.Run(
            "$c = New-TrstCASpec 'CN=New' -Validity 5y | Start-TrstCeremony Intermediate -Issuer Parent -Certificate $custodians[0]");

        Assert.Equal("SelfApproval", founded.Error("Sign $c 0"));
        founded.Run("$c = Sign $c 1, 2");
        Assert.Equal("QuorumNotMet", founded.Error("Run-It $c"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void HeFoundsNoTenantWithAThresholdThatSuitsHim(int threshold)
    {
        using var founded = new Founded(found: false);
        founded.Run("$store = Initialize-TrstStore \"$folder/store\" -Protector KeyFile @opening");
        founded.Shell.Set("m", threshold);

        Assert.Equal("ThresholdOutOfRange", founded.Error("Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold $m)"));
    }

    [Fact]
    public void HeHidesNothingBehindTheDigest()
    {
        using var founded = DualLock.Prepare("Intermediate");
        founded.Run("""
            $spec = New-TrstCASpec 'CN=New,O=Contoso' -Validity 5y -PathLength 0 -Custody Quorum -KeyAlgorithm ECDSA-P521 `
                -PermittedName 'DNS:contoso.example' -ExcludedName 'IP:10.0.0.0/8' -ExtendedKeyUsage serverAuth -CertificatePolicy 1.2.3.4 `
                -CrlUrl 'http://crl.example/a.crl' -IssuerUrl 'http://aia.example/a.cer'
            $c = Start-It Intermediate $spec @{ Issuer = 'Parent'; Reason = 'quarterly' }
            """);

        var read = founded.PlanOf("$c");

        Assert.All(
            new[]
            {
                "CN=New", "O=Contoso", "CN=Parent", "P521", "contoso.example", "10.0.0.0/8", "1.2.3.4", "http://crl.example/a.crl",
                "http://aia.example/a.cer",
                "Quorum", "DualLock", "quarterly", "sign by", "execute by", founded.Get<string>("$c.PlanDigest"),
            },
            shown => Assert.Contains(shown, read));
    }
}
