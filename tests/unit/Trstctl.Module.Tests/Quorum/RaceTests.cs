namespace Trstctl.Module.Tests.Quorum;

public sealed class RaceTests
{
    private const int Rounds = 6;

    [Fact]
    [Trait("Conformance", "Q13")]
    public void ApprovingAndConsumingAtOnceComeInOneOrderOrTheOther()
    {
        using var founded = Operation.Prepare("CrossSign");
        using var other = founded.Join("other");
        for (var round = 0; round < Rounds; round++)
        {
            Open(founded, other, "0, 1");

            var errors = Race.Of(() => founded.Shell.ErrorIdOf("Run-It $c"), () => other.ErrorIdOf("$null = Sign $c 2"));

            Assert.Null(errors[1]);
            var status = founded.Get<string>("(Get-TrstCeremony $c).Status");
            Assert.Equal(errors[0] is null ? "Completed" : "Ready", status);
            Assert.Contains(errors[0], new[] { null, "QuorumNotMet" });
            Assert.Equal(errors[0] is null ? 1 : 0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
        }

        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "Q13")]
    public void ApprovingAndDenyingAtOnceComeInOneOrderOrTheOther()
    {
        using var founded = Operation.Prepare("CrossSign");
        using var other = founded.Join("other");
        for (var round = 0; round < Rounds; round++)
        {
            Open(founded, other, "0, 1");

            var errors = Race.Of(
                () => founded.Shell.ErrorIdOf("$null = Sign $c 2"),
                () => other.ErrorIdOf("$null = $c | Deny-TrstCeremony -Certificate $custodians[3] -Reason no -PlanDigest $c.PlanDigest"));

            Assert.Null(errors[1]);
            Assert.Contains(errors[0], new[] { null, "CeremonyNotPending" });
            Assert.Equal("Denied", founded.Get<string>("(Get-TrstCeremony $c).Status"));
            Assert.Equal(errors[0] is null ? 3 : 2, founded.Get<int>("@($c | Get-TrstEvent ceremony.approved).Count"));
            Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        }
    }

    [Fact]
    [Trait("Conformance", "Q13")]
    [Trait("Conformance", "N20")]
    public void DenyingAndConsumingAtOnceLeavesNoMixture()
    {
        using var founded = Operation.Prepare("CrossSign");
        using var other = founded.Join("other");
        for (var round = 0; round < Rounds; round++)
        {
            Open(founded, other, "0, 1, 2");

            var errors = Race.Of(
                () => founded.Shell.ErrorIdOf("Run-It $c"),
                () => other.ErrorIdOf("$null = $c | Deny-TrstCeremony -Certificate $custodians[3] -Reason no -PlanDigest $c.PlanDigest"));

            Assert.Equal("CeremonyNotPending", errors.Single(error => error is not null));
            var made = founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count");
            Assert.Equal(errors[0] is null ? (1, "Completed") : (0, "Denied"), (made, founded.Get<string>("(Get-TrstCeremony $c).Status")));
        }
    }

    [Fact]
    [Trait("Conformance", "Q13")]
    [Trait("Conformance", "Q02")]
    public void OneCustodianInTwoSessionsCountsOnce()
    {
        using var founded = Operation.Prepare("Root");
        using var other = founded.Join("other");
        for (var round = 0; round < Rounds; round++)
        {
            Open(founded, other, "0");

            var errors = Race.Of(() => founded.Shell.ErrorIdOf("$null = Sign $c 1"), () => other.ErrorIdOf("$null = Sign $c 1"));

            Assert.All(errors, Assert.Null);
            Assert.Equal(2, founded.Get<int>("@($c | Get-TrstEvent ceremony.approved).Count"));
            Assert.Equal("2 of 3", founded.Get<string>("(Get-TrstCeremony $c).Approved"));
        }
    }

    private static void Open(Founded founded, Shell other, string signers)
    {
        founded.Run($"$c = Sign (Open-It) {signers}");
        other.Run("$c = Get-TrstCeremony $id", ("id", founded.Get<string>("$c.CeremonyId")));
    }
}
