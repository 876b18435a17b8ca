using Trstctl.Module.Tests.Quorum;

namespace Trstctl.Module.Tests.Attacks;

/// <summary>
/// Another tenant of the same people and the same names, under the same operator: nothing of one is anything in the other.
/// </summary>
[Trait("Attacker", "another tenant")]
public sealed class OtherTenantTests : IDisposable
{
    private readonly Founded founded = DualLock.Prepare("Intermediate");

    public OtherTenantTests() => founded.Run("""
        $mine = $store
        $theirs = Initialize-TrstStore "$folder/theirs" -Protector KeyFile -KeyFile "$folder/theirs.key" `
            -ClientStatePath "$folder/client" -Certificate $ops
        $null = Sign (Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3)) 0, 1, 2, 3, 4 | Complete-TrstCeremony
        """);

    public void Dispose() => founded.Dispose();

    [Fact]
    [Trait("Conformance", "N05")]
    public void OurAuthorityIsNeitherParentNorTargetNorRotatedThere()
    {
        Assert.Equal(
            "AuthorityNotFound", founded.Error("Start-It Intermediate (New-TrstCASpec 'CN=New' -Validity 5y) @{ Issuer = 'Parent' }"));
        Assert.Equal(
            "AuthorityNotFound", founded.Error("Start-It Intermediate (New-TrstCASpec 'CN=New' -Validity 5y) @{ Issuer = $parent }"));
        Assert.Equal("AuthorityNotFound", founded.Error("Start-It Rotation $parent"));
        Assert.Equal("AuthorityNotFound", founded.Error("Start-It DestroyKey $parent"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstCA).Count"));
    }

    [Fact]
    [Trait("Conformance", "N05")]
    public void OurCeremonyIsNeitherApprovedNorOpenedNorRunThere()
    {
        founded.Run(
            "$store = $mine; $c = Start-TrstCeremony Intermediate (New-TrstCASpec 'CN=New' -Validity 5y) -Issuer Parent -Certificate "
                + "$ops -Store $mine");

        Assert.Equal(
            "CeremonyNotFound",
            founded.Error("$c | Approve-TrstCeremony -Store $theirs -Certificate $custodians[0] -PlanDigest $c.PlanDigest"));
        Assert.Equal("CeremonyNotFound", founded.Error("$c | Unlock-TrstCAKey -Store $theirs -Certificate $custodians[0]"));
        Assert.Equal("CeremonyNotFound", founded.Error("$c | New-TrstIntermediateCA -Store $theirs -ShareHolder $custodians[0]"));
    }

    [Fact]
    [Trait("Conformance", "N05")]
    [Trait("Conformance", "F05")]
    public void TheirSealedKeyInThePlaceOfOursIsRefused()
    {
        founded.Run("""
            $null = Make-QuorumRoot 'CN=Parent'
            $c = Start-TrstCeremony Intermediate (New-TrstCASpec 'CN=New' -Validity 5y) -Issuer Parent -Certificate $ops -Store $mine
            foreach ($i in 0, 1, 2) { $c = $c | Approve-TrstCeremony -Store $mine -Certificate $custodians[$i] -PlanDigest $c.PlanDigest }
            $theirs, $mine | Disconnect-TrstStore
            """);
        founded.Sql(
            $"ATTACH '{founded.PathOf("theirs/tenants/default.db")}' AS two; UPDATE sealed_keys SET record = (SELECT record FROM "
                + "two.sealed_keys)");
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening");

        Assert.Equal("SealedKeyStale", founded.Error("Run-It $c"));
    }
}
