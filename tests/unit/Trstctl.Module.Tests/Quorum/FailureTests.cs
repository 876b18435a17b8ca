namespace Trstctl.Module.Tests.Quorum;

public sealed class FailureTests
{
    [Theory]
    [MemberData(nameof(Operation.Operational), MemberType = typeof(Operation))]
    [Trait("Conformance", "Q12")]
    [Trait("Conformance", "N21")]
    public void WithoutTheCustodySecretOneApprovesButUsesNoKeyAndTheCeremonyStaysUsable(string operation)
    {
        using var founded = Operation.Prepare(operation);
        founded.Run("""
            $c = Open-It; $made = @(Get-TrstEvent ceremony.completed).Count; Disconnect-TrstStore
            $approving = @{} + $opening; $approving.Remove('CustodyKeyFile'); $store = Connect-TrstStore "$folder/store" @approving
            $c = Sign $c 0, 1, 2
            """);

        Assert.Equal("NoCustody", founded.Get<string>("$store.Access"));
        Assert.Equal("KeyUnavailable", founded.Error("Run-It $c"));
        Assert.Contains("KeyUnavailable", founded.Get<string>("@($c | Get-TrstEvent ceremony.refused)[-1].Data"));
        Assert.Equal("Ready", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent ceremony.completed).Count - $made"));
        founded.Run("Disconnect-TrstStore; $store = Connect-TrstStore \"$folder/store\" @opening; $null = Run-It $c");
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Theory]
    [InlineData("sealed_keys")]
    [InlineData("checkpoints")]
    [InlineData("documents")]
    [Trait("Conformance", "Q12")]
    [Trait("Conformance", "S04")]
    public void WhereNothingCanBeWrittenNothingIsHalfDone(string table)
    {
        using var founded = Operation.Prepare("Intermediate");
        founded.Run("$c = Sign (Open-It) 0, 1, 2; $before = @(Get-TrstEvent).Count");
        founded.Sabotage($"CREATE TEMP TRIGGER full BEFORE INSERT ON main.{table} BEGIN SELECT RAISE(ABORT, 'disk full'); END");

        Assert.Equal("StoreUnavailable", founded.Error("Run-It $c"));

        founded.Run("Disconnect-TrstStore");
        Assert.Equal(
            1,
            founded.Scalar<int>(
                "SELECT COUNT(*) FROM sealed_keys WHERE generation = 1 AND key_id = (SELECT MIN(key_id) FROM sealed_keys)"));
        Assert.Equal(2, founded.Scalar<int>("SELECT COUNT(*) FROM sealed_keys"));
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening");
        Assert.Equal(table == "sealed_keys" ? 1 : 0, founded.Get<int>("@(Get-TrstEvent).Count - $before"));
        Assert.Equal("Active", founded.Get<string>("(Run-It $c).Status"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "Q12")]
    public void ANameThatWasTakenInTheMeantimeRefusesAndIsAnEvent()
    {
        using var founded = new Founded();
        founded.Run("""
            $one, $two = 1, 2 | ForEach-Object { Approved Root (New-TrstCASpec 'CN=Same' -Validity 5y) }
            $null = $one | New-TrstRootCA
            """);

        Assert.Equal("AuthorityExists", founded.Error("$two | New-TrstRootCA"));
        Assert.Equal("Ready", founded.Get<string>("(Get-TrstCeremony $two).Status"));
        Assert.Contains("AuthorityExists", founded.Get<string>("@($two | Get-TrstEvent ceremony.refused)[-1].Data"));
    }

    [Fact]
    [Trait("Conformance", "Q12")]
    public void AnIssuerThatWasRotatedInTheMeantimeRefusesAndTheCeremonyCanBeStopped()
    {
        using var founded = Operation.Prepare("Intermediate");
        founded.Run("$c = Sign (Open-It) 0, 1, 2; $null = Approved Rotation Parent | Invoke-TrstCARotation");

        Assert.Equal("AuthorityNotActive", founded.Error("Run-It $c"));
        Assert.Equal("Ready", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.Equal("Stopped", founded.Get<string>("($c | Stop-TrstCeremony -Certificate $ops -Reason rotated).Status"));
    }

    [Fact]
    [Trait("Conformance", "Q12")]
    public void RefusalsAreCapped()
    {
        using var founded = new Founded();
        founded.Run("$c = Sign (Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)) 0");

        founded.Shell.RunCatching("1..40 | ForEach-Object { $c | New-TrstRootCA -ErrorAction SilentlyContinue }");

        Assert.Equal(16, founded.Get<int>("@($c | Get-TrstEvent ceremony.refused).Count"));
    }
}
