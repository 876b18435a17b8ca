using System.Reflection;
using Trstctl.Module.Tests.Quorum;

namespace Trstctl.Module.Tests.ShellBehaviours;

/// <summary>Who somebody is, is said once: at the connection.</summary>
public sealed class IdentityTests
{
    private const string Open = "$c = Start-TrstCeremony Root (New-TrstCASpec 'CN=New' -Validity 5y)";

    [Fact]
    public void TheConnectionsIdentityOpensApprovesAndExecutes()
    {
        using var founded = DualLock.Prepare("Intermediate");
        founded.Run("$c = Start-TrstCeremony Intermediate (New-TrstCASpec 'CN=New' -Validity 5y) -Issuer Parent");
        founded.Run("""
            $as = @{} + $opening; $as.Certificate = "$keys/Alice.pfx"; $as.Password = $password
            $alice = Connect-TrstStore "$folder/store" @as
            $c = Sign ($c | Approve-TrstCeremony -PlanDigest $c.PlanDigest -Store $alice) 1, 2
            """);

        Assert.Equal("Alice", founded.Get<string>("$alice.You"));
        Assert.Equal("ops", founded.Get<string>("$c.OpenedBy"));
        Assert.Equal("Alice Bob Carol", founded.Get<string>("$c.ApprovedBy -join ' '"));
        founded.Run("$null = $c | New-TrstIntermediateCA -Store $store @share; $alice | Disconnect-TrstStore");
        Assert.Equal("principal:ops", founded.Get<string>("($c | Get-TrstEvent key.open-requested -Store $store).Actor"));
    }

    [Fact]
    public void CertificateSaysOtherwiseForOneCommand()
    {
        using var founded = DualLock.Prepare("Intermediate");
        founded.Run("$c = Sign (Open-It @{ Certificate = $custodians[3]; Executor = 'Alice' }) 0, 1, 2");

        Assert.Equal("NotExecutor", founded.Error("Run-It $c"));
        founded.Run("$null = Run-It $c ($share + @{ Certificate = \"$keys/Alice.pfx\"; Password = $password })");

        Assert.Equal("Dave", founded.Get<string>("$c.OpenedBy"));
        Assert.Equal("principal:Alice", founded.Get<string>("($c | Get-TrstEvent key.open-requested).Actor"));
        Assert.Equal("ops", founded.Get<string>("(Get-TrstStore).You"));
    }

    [Fact]
    public void TheStoreSaysWhoYouAre()
    {
        using var founded = new Founded(found: false);

        Assert.Equal("ops", founded.Get<string>("(Initialize-TrstStore \"$folder/store\" -Protector KeyFile @opening).You"));
        founded.Run("""
            $genesis = Start-It Roster ($custodians | New-TrstRoster -Operator @{ Certificate = $ops; Name = 'The runbook' } -Threshold 3)
            $null = Sign $genesis 0, 1, 2, 3, 4 | Complete-TrstCeremony
            """);
        Assert.Equal("The runbook", founded.Get<string>("(Get-TrstStore).You"));
        founded.Run("Disconnect-TrstStore; $opening.Remove('Certificate'); $store = Connect-TrstStore \"$folder/store\" @opening");
        Assert.True(founded.Get<bool>("$null -eq $store.You"));
        Assert.Equal("IdentityNotFound", founded.Error(Open));
    }

    [Fact]
    public void DisconnectingDisposesTheKey()
    {
        using var founded = new Founded();
        var store = founded.Run("$store").Single().BaseObject;
        var identity = store.GetType().GetProperty("Identity", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(store)!;
        var sign = identity.GetType().GetMethod("Sign")!;
        sign.Invoke(identity, [new byte[1]]);

        founded.Run("Disconnect-TrstStore");

        var refusal = Assert.Throws<TargetInvocationException>(() => sign.Invoke(identity, [new byte[1]]));
        Assert.IsType<ObjectDisposedException>(refusal.InnerException);
        Assert.Equal("ops", founded.Get<string>("$store.You"));
    }

    [Fact]
    public void AWrongPasswordRefusesBeforeAnythingIsMade()
    {
        using var founded = new Founded(found: false);
        founded.Run("$wrong = [securestring]::new(); $wrong.AppendChar('x'); $opening.Certificate = \"$keys/ops.pfx\"");

        Assert.Equal("KeyUnavailable", founded.Error("Initialize-TrstStore \"$folder/new\" -Protector KeyFile @opening -Password $wrong"));
        Assert.Equal("SecretMissing", founded.Error("Initialize-TrstStore \"$folder/new\" -Protector KeyFile @opening"));
        Assert.False(Directory.Exists(founded.PathOf("new")));
        Assert.False(File.Exists(founded.PathOf("keys/ledger.key")));
    }

    [Theory]
    [InlineData("$c | Approve-TrstCeremony -Password $password", "nothing else")]
    [InlineData("$c | New-TrstRootCA -Password $password", "nothing else")]
    [InlineData("Connect-TrstStore \"$folder/store\" -Password $password", "-LedgerPassword")]
    public void APasswordThatOpensNothingIsRefused(string command, string hint)
    {
        using var founded = new Founded();
        founded.Run(Open);

        var refusal = Assert.Throws<ShellException>(() => founded.Run(command)).Error;

        Assert.StartsWith("InvalidArgument,", refusal.FullyQualifiedErrorId);
        Assert.Contains("-Certificate", refusal.Exception.Message);
        Assert.Contains(hint, refusal.Exception.Message);
    }

    [Fact]
    public void TheLedgersPasswordOpensTheLedger()
    {
        using var founded = new Founded(found: false);
        founded.Run("""
            $at = @{ Path = "$folder/store"; ClientStatePath = "$folder/client" }
            $store = Initialize-TrstStore @at -Protector Password -LedgerPassword $password -Certificate "$keys/ops.pfx" -Password $password
            $null = Start-TrstCeremony Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3)
            Disconnect-TrstStore
            """);

        Assert.Equal("SecretMissing", founded.Error("Connect-TrstStore @at -Certificate $ops"));
        founded.Run("$null = Connect-TrstStore @at -LedgerPassword $password; $null = Sign (Get-TrstCeremony) 0");
    }

    [FactOnLinux]
    public void OfSeveralKeysInThePersonsOwnStoreNoneIsTaken()
    {
        using var founded = new Founded();
        founded.Run("Disconnect-TrstStore");
        var run = PowerShellProcess.Run(founded.Shell.TempFolder, """
            $ErrorActionPreference = 'Stop'
            Import-Module '$Manifest'
            function Edit-My([scriptblock] $Edit) {
                $my = [Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
                $my.Open('ReadWrite'); & $Edit $my; $my.Dispose()
            }
            $keys = "$PWD/keys"
            $alice, $bob = 'Alice', 'Bob' | ForEach-Object {
                [Security.Cryptography.X509Certificates.X509Certificate2]::new("$keys/$_.pfx", 'correct horse battery')
            }
            Edit-My { param($my) $my.Add($alice); $my.Add($bob) }
            $null = Connect-TrstStore "$PWD/store" -KeyFile "$keys/ledger.key" -ClientStatePath "$PWD/client" -WarningAction Ignore
            try { Start-TrstCeremony Root (New-TrstCASpec 'CN=New' -Validity 5y) }
            catch { "$($_.FullyQualifiedErrorId) $($_.Exception.Message)" }
            "as Bob: $((Start-TrstCeremony Root (New-TrstCASpec 'CN=New' -Validity 5y) -Certificate $bob.Thumbprint).OpenedBy)"
            Edit-My { param($my) $my.Remove($bob) }
            "alone: $((Start-TrstCeremony Root (New-TrstCASpec 'CN=New' -Validity 5y)).OpenedBy)"
            """.Replace("$Manifest", BuildOutput.Manifest, StringComparison.Ordinal));

        Assert.Equal(string.Empty, run.Errors);
        Assert.Contains("IdentityAmbiguous,", run.Output);
        foreach (var person in People.Identities.Take(2))
        {
            Assert.Contains($"{person.Name} ({person.Certificate.Thumbprint})", run.Output);
        }

        Assert.Contains("as Bob: Bob", run.Output);
        Assert.Contains("alone: Alice", run.Output);
    }

    /// <summary>Elsewhere the person's certificates are not kept in his home, and would be those of who runs the tests.</summary>
    private sealed class FactOnLinuxAttribute : FactAttribute
    {
        public FactOnLinuxAttribute()
        {
            Skip = OperatingSystem.IsLinux() ? null : "needs Linux";
        }
    }
}
