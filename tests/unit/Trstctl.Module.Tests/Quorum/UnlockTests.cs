namespace Trstctl.Module.Tests.Quorum;

/// <summary>A custodian is shown what opens and for whom, and asked, before his share is opened.</summary>
public sealed class UnlockTests : IDisposable
{
    private readonly Founded founded = DualLock.Prepare("Intermediate");
    private readonly Shell other;

    public UnlockTests()
    {
        other = founded.Join("other");
        founded.Run("$c = Sign (Open-It) 0, 1, 2");
        other.Run("$c = Get-TrstCeremony $id", ("id", founded.Get<string>("$c.CeremonyId")));
    }

    public void Dispose()
    {
        other.Dispose();
        founded.Dispose();
    }

    [Fact]
    [Trait("Conformance", "R04")]
    public async Task ACustodianReadsThePlanTheKeyAndWhoAsksAndAnswersOnce()
    {
        var making = Task.Run(() => founded.Shell.RunCatching("Run-It $c @{ Timeout = '1h' }"));
        DualLock.AwaitRequest(other);

        Assert.Equal("RoleMissing", other.ErrorIdOf("$c | Unlock-TrstCAKey -Certificate $ops"));
        Assert.Equal(
            "PossessionNotProved",
            other.ErrorIdOf("$c | Unlock-TrstCAKey -Certificate $custodians[0] -SealingCertificate $custodians[1]"));
        Assert.Empty(other.Prompted);

        Assert.Equal("PlanDigestMismatch", other.ErrorIdOf("$c | Unlock-TrstCAKey -Certificate $custodians[0] -PlanDigest ('00' * 32)"));
        other.Prompts.Enqueue("No");
        Assert.Equal("ConsentRefused", other.ErrorIdOf("$c | Unlock-TrstCAKey -Certificate $custodians[0]"));
        Assert.Equal(0, founded.Scalar<int>("SELECT COUNT(*) FROM releases"));
        var asked = other.Prompted[^1];
        Assert.Equal(1, other.Defaults[^1]);
        foreach (var words in new[] { "CN=New", "OPENS", "the key of \"Parent\"", "ops on host:", "nothing proves", "signs as" })
        {
            Assert.Contains(words, asked);
        }

        other.Prompts.Enqueue("Yes");
        other.Run("$c = $c | Unlock-TrstCAKey -Certificate $custodians[0]");
        var before = other.Prompted.Count;
        other.Run("$c = $c | Unlock-TrstCAKey -Certificate $custodians[0]");
        Assert.Equal(before, other.Prompted.Count);
        Assert.Equal("Alice", other.Run("\"$($c.ReleasedBy)\"").Single().ToString());

        other.Run("$null = $c | Unlock-TrstCAKey -Certificate $custodians[1] -PlanDigest $c.PlanDigest");
        other.Run("$null = $c | Unlock-TrstCAKey -Certificate $custodians[3] -PlanDigest $c.PlanDigest");
        Assert.Empty((await making).Errors);
        Assert.Equal(before, other.Prompted.Count);
    }

    [Fact]
    [Trait("Conformance", "P08")]
    public async Task WhereNobodyCanBeAskedNoShareLeaves()
    {
        using var silent = new Founded(shell: new Shell(interactive: false), given: "$null = Make-QuorumRoot 'CN=Parent'");
        using var executing = silent.Join("other");
        silent.Run(DualLock.Functions("Intermediate") + "\n$c = Sign (Open-It) 0, 1, 2");
        executing.Run(
            DualLock.Functions("Intermediate") + "\n$c = Get-TrstCeremony $id", ("id", silent.Get<string>("$c.CeremonyId")));
        var making = Task.Run(() => executing.RunCatching("Run-It $c @{ Timeout = '1h' }"));
        DualLock.AwaitRequest(silent.Shell);

        Assert.Equal("ConsentUnavailable", silent.Error("$c | Unlock-TrstCAKey -Certificate $custodians[0]"));
        Assert.Equal(0, silent.Scalar<int>("SELECT COUNT(*) FROM releases"));
        silent.Run("foreach ($i in 0, 1, 2) { $null = $c | Unlock-TrstCAKey -Certificate $custodians[$i] -PlanDigest $c.PlanDigest }");
        Assert.Empty((await making).Errors);
    }
}
