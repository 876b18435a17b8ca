using Trstctl.Module.Tests.Quorum;

namespace Trstctl.Module.Tests.Attacks;

/// <summary>
/// Whoever has a copy of everything on the host: the store, both its secrets and the operator's key. An approved plan lies ready in it.
/// </summary>
[Trait("Attacker", "backup thief")]
public sealed class BackupThiefTests : IDisposable
{
    private readonly Founded founded = DualLock.Prepare("Intermediate");

    public BackupThiefTests()
    {
        founded.Run("$c = Sign (Open-It) 0, 1, 2; Disconnect-TrstStore");
        Founded.Copy(founded.PathOf("store"), founded.PathOf("stolen"));
        founded.Run("$opening.ClientStatePath = \"$folder/thief\"");
    }

    public void Dispose() => founded.Dispose();

    [Fact]
    public void TheStoresSecretsOpenNoKeyOfTheQuorum()
    {
        founded.Run("$store = Connect-TrstStore \"$folder/stolen\" @opening -WarningAction SilentlyContinue");

        DualLock.StopWaitingWith(founded, 0, "Run-It $c @{ Certificate = $ops }");
        Assert.Equal("RoleMissing", founded.Error("Run-It $c @{ ShareHolder = $ops }"));
    }

    [Fact]
    public void ARestoredCopyRunsNothingBeforeTheQuorumResumesIt()
    {
        founded.Run(
            "$store = Restore-TrstStore \"$folder/stolen\" \"$folder/mine\" -Protector KeyFile -KeyFile \"$folder/mine.key\" "
                + "-ClientStatePath \"$folder/thief\" -Certificate $ops -Confirm:$false");

        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $c @{ Certificate = $ops }"));
        Assert.Equal("RecoveryPending", founded.Error("Open-It"));
        Assert.Equal("QuorumNotMet", founded.Error("Start-TrstCeremony Resume -Certificate $ops | Complete-TrstCeremony"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
    }

    [Fact]
    [Trait("Conformance", "K01")]
    public void NoSecretOfTheOwnerStandsInWhatTheThiefHas()
    {
        foreach (var file in Directory.GetFiles(founded.PathOf("stolen"), "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.Equal(-1, bytes.AsSpan().IndexOf("correct horse battery"u8));
            foreach (var secret in new[] { "keys/ledger.key", "keys/custody.key" })
            {
                Assert.Equal(-1, bytes.AsSpan().IndexOf(File.ReadAllBytes(founded.PathOf(secret)).AsSpan()));
            }
        }
    }
}
