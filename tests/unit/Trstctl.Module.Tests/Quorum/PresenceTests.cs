using System.Diagnostics;

namespace Trstctl.Module.Tests.Quorum;

/// <summary>Presence: custodians release their shares elsewhere than where the key is opened.</summary>
public sealed class PresenceTests
{
    [Theory]
    [InlineData("Intermediate")]
    [InlineData("Rotation")]
    [InlineData("DestroyKey")]
    [Trait("Conformance", "Q01")]
    public async Task SharesReleasedInAnotherSessionOpenTheKey(string operation)
    {
        using var founded = DualLock.Prepare(operation);
        using var other = founded.Join("other");
        founded.Run("$c = Sign (Open-It) 0, 1, 2");
        other.Run("$c = Get-TrstCeremony $id", ("id", founded.Get<string>("$c.CeremonyId")));
        Assert.Equal("OpeningNotRequested", other.ErrorIdOf("$c | Unlock-TrstCAKey -Certificate $custodians[0]"));

        var making = Task.Run(() => founded.Shell.RunCatching("Run-It $c @{ Certificate = $ops; Timeout = '1h' }"));
        DualLock.AwaitRequest(other);
        Assert.Equal("RoleMissing", other.ErrorIdOf("$c | Unlock-TrstCAKey -Certificate $ops"));
        other.Run("foreach ($i in 0, 0, 3, 4) { $null = $c | Unlock-TrstCAKey -Certificate $custodians[$i] -PlanDigest $c.PlanDigest }");
        var made = await making;

        Assert.Empty(made.Errors);
        Assert.Equal(
            "principal:Alice principal:Dave principal:Erin",
            founded.Get<string>("@($c | Get-TrstEvent key.share-released).Actor -join ' '"));
        Assert.Equal("Completed", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.Equal(0, founded.Scalar<int>("SELECT COUNT(*) FROM releases"));
    }

    [Fact]
    [Trait("Conformance", "P07")]
    [Trait("Conformance", "Q12")]
    [Trait("Conformance", "N01")]
    public void WaitingForSharesStopsWithinASecondAndLeavesTheCeremonyUsable()
    {
        using var founded = DualLock.Prepare("Intermediate");
        using var other = founded.Join("other");
        founded.Run("$c = Sign (Open-It) 0, 1, 2");
        other.Run("$c = Get-TrstCeremony $id", ("id", founded.Get<string>("$c.CeremonyId")));
        var watch = new Stopwatch();
        var asked = Task.Run(() =>
        {
            DualLock.AwaitRequest(other);
            other.Run("foreach ($i in 0, 1) { $null = $c | Unlock-TrstCAKey -Certificate $custodians[$i] -PlanDigest $c.PlanDigest }");
            watch.Start();
        });

        var result = founded.Shell.RunStopping("Run-It $c @{ Certificate = $ops }", asked);

        Assert.True(watch.Elapsed < ShellBehaviours.StoppingTests.Limit, $"It took {watch.Elapsed} to stop.");
        Assert.True(result.WasStopped);
        Assert.Empty(result.Errors);
        Assert.Equal(0, founded.Scalar<int>("SELECT COUNT(*) FROM releases WHERE custodian <> ''"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed, ceremony.refused).Count"));
        Assert.Equal("Ready", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.Equal("Active", founded.Get<string>("(Run-It $c).Status"));
    }
}
