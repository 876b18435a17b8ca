using Microsoft.Data.Sqlite;
using Trstctl.Module.Tests.Quorum;

namespace Trstctl.Module.Tests.Store;

/// <summary>
/// What dual lock is for: the host burns, and m custodians with a copy of the tenant's file have their authorities again.
/// </summary>
public sealed class RecoveryTests : IDisposable
{
    private const string Restore = """
        $store = Restore-TrstStore "$folder/copy.db" "$folder/new" -Protector KeyFile -KeyFile "$folder/new.key" `
            -ClientStatePath "$folder/elsewhere" -Certificate $ops -Confirm:$false
        """;

    private readonly Founded founded = DualLock.Prepare("Intermediate");

    public RecoveryTests()
    {
        founded.Run("""
            $null = Run-It (Sign (Open-It) 0, 1, 2)
            $vaults = Get-TrstCA | ForEach-Object { "$($_.Name) $($_.Thumbprint)" }
            $waiting = Sign (Start-It Root (New-TrstCASpec 'CN=Waiting' -Validity 5y)) 0
            $id = (Get-TrstStore).TenantId; Disconnect-TrstStore
            """);
        File.Copy(founded.TenantFile, founded.PathOf("copy.db"));
        foreach (var gone in new[] { "store", "client" })
        {
            Directory.Delete(founded.PathOf(gone), recursive: true);
        }

        File.Delete(founded.PathOf("keys/ledger.key"));
        File.Move(founded.PathOf("keys/custody.key"), founded.PathOf("custody.safe"));
    }

    public void Dispose() => founded.Dispose();

    [Fact]
    public void QuorumAuthoritiesWorkAgainWithoutAnySecretOfTheOldHost()
    {
        founded.Run(Restore);
        Assert.Equal("Restored", founded.Get<string>("(Get-TrstTenant).Status"));
        Assert.Equal("RecoveryPending", founded.Error("Open-It"));
        Assert.Equal("CeremonyNotPending", founded.Error("Sign $waiting 1"));

        founded.Run("$c = Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1");
        Assert.Equal("QuorumNotMet", founded.Error("$c | Complete-TrstCeremony"));
        founded.Run("$null = Sign $c 2 | Complete-TrstCeremony");

        Assert.True(founded.Get<bool>("(Get-TrstStore).TenantId -eq $id"));
        Assert.Equal(
            founded.Get<string>("$vaults -join ' '"),
            founded.Get<string>("@(Get-TrstCA | ForEach-Object { \"$($_.Name) $($_.Thumbprint)\" }) -join ' '"));
        Assert.Equal("Voided", founded.Get<string>("(Get-TrstCeremony $waiting).Status"));
        founded.Run("$c = Sign (Start-It Intermediate (New-TrstCASpec 'CN=After' -Validity 5y) @{ Issuer = 'Parent' }) 2, 3, 4");
        DualLock.StopWaitingWith(founded, 2, "Run-It $c @{ Certificate = $ops; ShareHolder = $custodians[0], $custodians[1] }");
        Assert.Equal("Active", founded.Get<string>("(Run-It $c @{ ShareHolder = $custodians[2], $custodians[3], $custodians[4] }).Status"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" -OldCustodyKeyFile \"$folder/custody.safe\"", true)]
    public void KeysUnderTheOldCustodySealerComeBackWithItsKeyFileAlone(string with, bool works)
    {
        founded.Run(Restore + with);
        founded.Run("$null = Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1, 2 | Complete-TrstCeremony");

        Assert.Equal(!works, founded.Get<bool>("(Get-TrstCA New).KeyLost"));
        const string Below = "Start-It Intermediate (New-TrstCASpec 'CN=Below' -Validity 1y) @{ Issuer = 'New' }";
        Assert.Equal(works ? "Active" : "KeyLost", works
            ? founded.Get<string>($"(Sign ({Below}) 0, 1, 2 | New-TrstIntermediateCA).Status") : founded.Error(Below));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    public void ATamperedOrTruncatedCopyLeavesNothingBehind()
    {
        var copy = File.ReadAllBytes(founded.PathOf("copy.db"));
        File.WriteAllBytes(founded.PathOf("copy.db"), copy[..(copy.Length / 2)]);
        Assert.Equal("RestoreRefused", founded.Error(Restore));

        File.WriteAllBytes(founded.PathOf("copy.db"), copy);
        using (var connection = new SqliteConnection($"Data Source={founded.PathOf("copy.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "UPDATE events SET data = CAST(REPLACE(CAST(data AS TEXT), '\"plan\":\"MII', '\"plan\":\"MIJ') AS BLOB) WHERE seq = 2";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        Assert.Equal("RestoreRefused", founded.Error(Restore));

        Assert.False(Directory.Exists(founded.PathOf("new")));
        Assert.Empty(Directory.GetFileSystemEntries(founded.Shell.TempFolder, "*restoring*"));
    }

    /// <summary>What is lost is said in the question, and who says No loses nothing.</summary>
    [Fact]
    public void ADamagedCopyIsCutOnlyByWhoReadWhatIsLost()
    {
        var last = Execute("UPDATE events SET salt = zeroblob(32) WHERE seq = (SELECT max(seq) FROM events); SELECT max(seq) FROM events");
        Assert.Equal("RestoreRefused", founded.Error(Restore));
        founded.Shell.Prompts.Enqueue("No");
        founded.Run(Restore.Replace("-Confirm:$false", "-CutDamage"));

        Assert.Contains($"and lose the events {last} to {last} of it for good", founded.Shell.Prompted.Single());
        Assert.False(Directory.Exists(founded.PathOf("new")));
        Assert.Empty(Directory.GetFileSystemEntries(founded.Shell.TempFolder, "*restoring*"));

        founded.Run(Restore + " -CutDamage -WarningVariable told -WarningAction SilentlyContinue");
        Assert.Contains($"the events {last} to {last} are lost", founded.Get<string>("$told -join ' '"));
        founded.Run("$null = Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1, 2 | Complete-TrstCeremony");
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    private object? Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={founded.PathOf("copy.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    [Fact]
    public void ARestoredStoreIsNotPutOverAnother()
    {
        founded.Run(Restore);
        founded.Run("$resumed = Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1, 2 | Complete-TrstCeremony; Disconnect-TrstStore");

        Assert.Equal("StoreExists", founded.Error(Restore));
        // A copy is tried elsewhere: it runs nothing, and no client's mark moves for it.
        founded.Run(Restore.Replace("$folder/new\"", "$folder/newer\"").Replace("$folder/new.key", "$folder/newer.key"));
        Assert.Equal("Restored", founded.Get<string>("(Get-TrstTenant).Status"));
        founded.Run("""
            $store = Connect-TrstStore "$folder/new" -KeyFile "$folder/new.key" -ClientStatePath "$folder/elsewhere"
            """);
        Assert.Equal("Active", founded.Get<string>("(Get-TrstTenant).Status"));
    }
}
