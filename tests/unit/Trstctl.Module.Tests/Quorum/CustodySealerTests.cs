namespace Trstctl.Module.Tests.Quorum;

/// <summary>A new ledger key with a new custody sealer, at the prompt.</summary>
public sealed class CustodySealerTests : IDisposable
{
    private readonly Founded founded = Operation.Prepare("Intermediate");

    public void Dispose() => founded.Dispose();

    [Fact]
    public void ANewCustodySealerSealsEveryOperationalKeyAnew()
    {
        Assert.Equal("ParameterForeign", founded.Error("Start-TrstCeremony Resume -NewSealer"));
        Assert.Equal("ParameterForeign", founded.Error("Start-TrstCeremony LedgerKey -LeaveBehind Root"));
        founded.Shell.Set("file", founded.PathOf("new.key"));
        founded.Run("""
            $kept = Sign (Start-TrstCeremony LedgerKey) 0, 1, 2
            $c = Sign (Start-TrstCeremony LedgerKey -NewSealer) 0, 1, 2
            """);
        Assert.Contains("whoever executes makes it", founded.PlanOf("$c"));
        Assert.Contains("sealed anew", founded.PlanOf("$c"));
        Assert.Equal("SecretMissing", founded.Error("$c | Complete-TrstCeremony"));
        Assert.Equal("ParameterForeign", founded.Error("$kept | Complete-TrstCeremony -NewCustodyKeyFile $file"));

        founded.Run("$null = $c | Complete-TrstCeremony -NewCustodyKeyFile $file");

        Assert.Equal("Full", founded.Get<string>("(Get-TrstStore).Access"));
        Assert.Equal("Active", founded.Get<string>("(Run-It (Sign (Open-It) 0, 1, 2)).Status"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }
}
