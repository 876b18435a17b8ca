using Trstctl.Module.Tests.Quorum;

namespace Trstctl.Module.Tests.Attacks;

/// <summary>Whoever puts back an older copy, to run again what was consumed or to lose what happened since.</summary>
[Trait("Attacker", "restorer of an old copy")]
public sealed class RestorerTests : IDisposable
{
    private readonly Founded founded = DualLock.Prepare("Intermediate");

    public RestorerTests()
    {
        founded.Run("$c = Sign (Open-It) 0, 1, 2; Disconnect-TrstStore");
        Founded.Copy(founded.PathOf("store"), founded.PathOf("old"));
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening; $null = Run-It $c; Disconnect-TrstStore");
    }

    public void Dispose() => founded.Dispose();

    [Fact]
    [Trait("Conformance", "N04")]
    [Trait("Conformance", "F07")]
    public void AConsumedCeremonyDoesNotRunAgainWhereTheClientSawMore()
    {
        PutBack();

        Assert.Equal("LedgerForked", founded.Error("Connect-TrstStore \"$folder/store\" @opening"));
        founded.Run("""
            $store = Restore-TrstStore "$folder/old" "$folder/new" -Protector KeyFile -KeyFile "$folder/new.key" `
                -ClientStatePath "$folder/client" -Certificate $ops -Confirm:$false
            """);
        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        Assert.Equal("Voided", founded.Get<string>("(Get-TrstCeremony $c).Status"));
    }

    [Fact]
    [Trait("Conformance", "N04")]
    public void WhereNoClientSawMoreRestoringVoidsIt()
    {
        founded.Run("""
            $store = Restore-TrstStore "$folder/old" "$folder/new" -Protector KeyFile -KeyFile "$folder/new.key" `
                -ClientStatePath "$folder/other" -Certificate $ops -Confirm:$false
            """);

        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
        founded.Run("$null = Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1, 2 | Complete-TrstCeremony");
        Assert.Equal("Voided", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c"));
    }

    [Fact]
    [Trait("Conformance", "F04")]
    public void ATailThatWasCutOffIsMissed()
    {
        founded.Sql(
            "DELETE FROM events WHERE seq >= (SELECT MAX(seq) FROM events); DELETE FROM checkpoints WHERE size > (SELECT COUNT(*) FROM "
                + "events)");

        Assert.Contains(founded.Error("Connect-TrstStore \"$folder/store\" @opening"), new[] { "LedgerForked", "LedgerInvalid" });
    }

    private void PutBack()
    {
        Directory.Delete(founded.PathOf("store"), recursive: true);
        Founded.Copy(founded.PathOf("old"), founded.PathOf("store"));
    }
}
