namespace Trstctl.Module.Tests.Store;

public sealed class RebuildTests
{
    [Fact]
    [Trait("Conformance", "S02")]
    [Trait("Conformance", "Q09")]
    public void ProjectionsRebuiltFromTheLedgerEqualTheOriginals()
    {
        var now = DateTime.UtcNow.AddMinutes(1);
        using var founded = new Founded(() => now);
        founded.Run("""
            $root = Make-Root
            $consumed = Get-TrstCeremony -Operation Root
            $null = Approved Rotation $root | Invoke-TrstCARotation
            $null = Start-It Root (New-TrstCASpec 'CN=Denied' -Validity 1y) |
                ForEach-Object { Deny-TrstCeremony $_ -Certificate $custodians[0] -PlanDigest $_.PlanDigest -Reason 'no' }
            $late = Start-It Root (New-TrstCASpec 'CN=Late' -Validity 1y) @{ GatherBy = '1h' }
            $withdrawn = Sign (Start-It Root (New-TrstCASpec 'CN=Withdrawn' -Validity 1y)) 0
            $null = $withdrawn | Revoke-TrstApproval -Certificate $custodians[0] -PlanDigest $withdrawn.PlanDigest -Reason 'second thoughts'
            """);
        now += TimeSpan.FromHours(2);
        Assert.Equal("CeremonyExpired", founded.Error("Sign $late 1"));
        const string everything = "SELECT group_concat(kind || id || hex(body), ';') FROM (SELECT * FROM documents ORDER BY kind, id)";
        var before = founded.Scalar<string>(everything);

        founded.Sql("DELETE FROM documents");
        Assert.False((bool)founded.Shell.RunCatching("Test-TrstLedger -ErrorAction SilentlyContinue").Output.Single().BaseObject);
        founded.Run("Disconnect-TrstStore; $store = Connect-TrstStore \"$folder/store\" @opening -RebuildProjection");

        Assert.Equal(before, founded.Scalar<string>(everything));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        Assert.Equal("CeremonyNotPending", founded.Error("$consumed | New-TrstRootCA"));
    }
}
