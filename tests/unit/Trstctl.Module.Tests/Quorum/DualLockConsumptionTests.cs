namespace Trstctl.Module.Tests.Quorum;

public sealed class DualLockConsumptionTests
{
    [Theory]
    [MemberData(nameof(DualLock.All), MemberType = typeof(DualLock))]
    [Trait("Conformance", "Q09")]
    public void WhatWasConsumedIsRefusedAlsoAfterARestart(string operation)
    {
        using var founded = DualLock.Prepare(operation);
        founded.Run("$c = Sign (Open-It) 0, 1, 2; $null = Run-It $c; $keys0 = @(Get-TrstEvent key.*, ceremony.completed).Count");

        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        Assert.Equal("CeremonyNotPending", founded.Error("$c | Unlock-TrstCAKey -Certificate $custodians[3]"));
        founded.Run("Disconnect-TrstStore; $store = Connect-TrstStore \"$folder/store\" @opening");
        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        Assert.Equal("CeremonyNotPending", founded.Error("Sign $c 3"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed).Count - $keys0"));
        Assert.Equal(0, founded.Scalar<int>("SELECT COUNT(*) FROM releases"));
    }

    [Theory]
    [MemberData(nameof(DualLock.All), MemberType = typeof(DualLock))]
    [Trait("Conformance", "Q09")]
    [Trait("Conformance", "Q13")]
    public void OfTwoSessionsThatConsumeAtOnceExactlyOneWins(string operation)
    {
        using var founded = DualLock.Prepare(operation);
        using var other = founded.Join();
        other.Run("$other = $null; " + DualLock.Functions(operation));
        founded.Run("$c = Sign (Open-It) 0, 1, 2");
        other.Run("$c = Get-TrstCeremony $id", ("id", founded.Get<string>("$c.CeremonyId")));

        var errors = Race.Of(() => founded.Shell.ErrorIdOf("$null = Run-It $c"), () => other.ErrorIdOf("$null = Run-It $c"));

        Assert.Contains(errors.Single(error => error is not null), new[] { "CeremonyNotPending", "OpeningSuperseded" });
        Assert.Equal("Completed", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.Equal(1, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Theory]
    [MemberData(nameof(DualLock.All), MemberType = typeof(DualLock))]
    [Trait("Conformance", "Q12")]
    public void AFailedOperationLeavesTheCeremonyUsableWithANewSession(string operation)
    {
        using var founded = DualLock.Prepare(operation);
        founded.Run("$c = Sign (Open-It) 0, 1, 2");
        foreach (var act in new[] { "INSERT", "UPDATE" })
        {
            founded.Sabotage(
                $"CREATE TEMP TRIGGER full{act} BEFORE {act} ON main.documents WHEN NEW.kind = 'ceremony' AND CAST(NEW.body AS TEXT) LIKE "
                    + "'%\"Completed\"%' BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        }

        Assert.Equal("StoreUnavailable", founded.Error("Run-It $c"));

        founded.Run("Disconnect-TrstStore");
        Assert.Equal(0, founded.Scalar<int>("SELECT COUNT(*) FROM releases WHERE custodian <> ''"));
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening");
        Assert.Equal("Ready", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.Contains("StoreUnavailable", founded.Get<string>("@($c | Get-TrstEvent ceremony.refused)[-1].Data"));
        founded.Run("$null = Run-It $c @{ ShareHolder = $custodians[2], $custodians[3], $custodians[4] }");
        Assert.Equal(2, founded.Get<int>("@($c | Get-TrstEvent key.open-requested).Count"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "Q13")]
    public void DenyingAndConsumingAtOnceLeavesNoMixture()
    {
        using var founded = DualLock.Prepare("CrossSign");
        using var other = founded.Join("other");
        for (var round = 0; round < 4; round++)
        {
            founded.Run("$c = Sign (Open-It) 0, 1, 2");
            other.Run("$c = Get-TrstCeremony $id", ("id", founded.Get<string>("$c.CeremonyId")));

            var errors = Race.Of(
                () => founded.Shell.ErrorIdOf("$null = Run-It $c"),
                () => other.ErrorIdOf("$null = $c | Deny-TrstCeremony -Certificate $custodians[3] -Reason no -PlanDigest $c.PlanDigest"));

            Assert.Equal("CeremonyNotPending", errors.Single(error => error is not null));
            var made = founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count");
            Assert.Equal(errors[0] is null ? (1, "Completed") : (0, "Denied"), (made, founded.Get<string>("(Get-TrstCeremony $c).Status")));
        }
    }
}
