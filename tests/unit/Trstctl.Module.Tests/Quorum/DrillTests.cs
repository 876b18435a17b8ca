using System.Globalization;

namespace Trstctl.Module.Tests.Quorum;

/// <summary>A custodian proves that he can open his shares, and the roster shows who did.</summary>
public sealed class DrillTests : IDisposable
{
    private DateTime now = DateTime.UtcNow.AddMinutes(1);
    private readonly Founded founded;

    public DrillTests()
    {
        founded = new Founded(
            () => now, given: "$null = Make-QuorumRoot 'CN=One'; $null = Make-QuorumRoot 'CN=Two'; $null = Make-Root 'CN=Three'");
    }

    public void Dispose() => founded.Dispose();

    [Fact]
    public void OpensEveryShareMovesNoneAndIsRecorded()
    {
        founded.Run("$drill = Invoke-TrstDrill -Certificate $custodians[0]");

        Assert.Equal("Alice 2", founded.Get<string>("\"$($drill.Name) $($drill.DrilledShares)\""));
        Assert.Equal(1, founded.Get<int>("@(Get-TrstEvent custodian.drilled).Count"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.open-requested, key.share-released).Count"));
        Assert.Equal(0, founded.Scalar<int>("SELECT COUNT(*) FROM releases"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    public void TheRosterShowsWhoNeverDrilledWhoIsOverdueAndHowManyCanBeLost()
    {
        founded.Run("$null = Invoke-TrstDrill -Certificate $custodians[0]; $null = Invoke-TrstDrill -Certificate $custodians[1]");
        Step(190);
        founded.Run("$null = Invoke-TrstDrill -Certificate $custodians[1]; $roster = Get-TrstRoster; $health = $roster.Health -join '; '");

        var health = founded.Get<string>("$health");
        Assert.Equal("2", founded.Get<string>("$roster.CanLose"));
        Assert.Contains("Alice has not drilled for half a year", health);
        Assert.DoesNotContain("Bob", health);
        Assert.Contains("Carol has never drilled", health);
        Assert.Equal(now.ToLocalTime().Date, founded.Get<DateTime>("$roster.Custodian.Where({ $_.Name -eq 'Bob' })[0].LastDrill").Date);

        Step(830);
        Assert.Contains("Alice's certificate expires in", founded.Get<string>("(Get-TrstRoster).Health -join '; '"));
        Assert.InRange(founded.Get<int>("(Get-TrstRoster).Custodian[0].DaysLeft"), 1, 89);
    }

    [Fact]
    [Trait("Conformance", "N14")]
    public void AShareThatIsGoneFailsTheDrill()
    {
        founded.Run("Get-TrstStore | Disconnect-TrstStore");
        founded.Sql("DELETE FROM sealed_keys");
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening");

        Assert.Equal("SealedKeyInvalid", founded.Error("Invoke-TrstDrill -Certificate $custodians[0]"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent custodian.drilled).Count"));
    }

    private void Step(int days) => now = now.AddDays(days);
}
