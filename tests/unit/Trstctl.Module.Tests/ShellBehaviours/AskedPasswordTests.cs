using System.Net;
using System.Security;

namespace Trstctl.Module.Tests.ShellBehaviours;

/// <summary>A password that nobody passed is asked for once where somebody can answer.</summary>
[Trait("Conformance", "P08")]
public sealed class AskedPasswordTests
{
    private static readonly SecureString Right = new NetworkCredential("", "correct horse battery").SecurePassword;
    private static readonly SecureString Wrong = new NetworkCredential("", "x").SecurePassword;

    [Fact]
    public void TheFileOfYourKeyIsOpenedByWhatIsTyped()
    {
        using var founded = new Founded();
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)");
        founded.Shell.Prompts.Enqueue(Right);

        founded.Run("$c = $c | Approve-TrstCeremony -Certificate \"$keys/Alice.pfx\" -PlanDigest $c.PlanDigest");

        Assert.Equal("1 of 3", founded.Get<string>("$c.Approved"));
        Assert.Contains("Alice.pfx", founded.Shell.Prompted.Single());
    }

    [Fact]
    public void AWrongOneIsRefusedAndNotAskedForAgain()
    {
        using var founded = new Founded();
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)");
        founded.Shell.Prompts.Enqueue(Wrong);

        Assert.Equal("KeyUnavailable", founded.Error("$c | Approve-TrstCeremony -Certificate \"$keys/Alice.pfx\""));
        Assert.Single(founded.Shell.Prompted);
    }

    [Fact]
    public void ANewOneIsTypedTwiceAndServesAllThatArePipedIn()
    {
        using var founded = new Founded(found: false);
        foreach (var answer in new[] { Right, Right, Right, Wrong })
        {
            founded.Shell.Prompts.Enqueue(answer);
        }

        Assert.Equal("Yan Zoe", founded.Get<string>("('Yan', 'Zoe' | New-TrstCustodianKey -Path $folder).Name -join ' '"));
        Assert.Equal(2, founded.Shell.Prompted.Count);
        Assert.Equal("InvalidArgument", founded.Error("New-TrstCustodianKey Xaver -Path $folder"));
        Assert.False(File.Exists(founded.PathOf("Xaver.pfx")));
    }

    [Fact]
    public void TheLedgersPasswordIsAskedForAtTheFoundingAndAtTheConnection()
    {
        using var founded = new Founded(found: false);
        foreach (var answer in new[] { Right, Right, Right })
        {
            founded.Shell.Prompts.Enqueue(answer);
        }

        founded.Run("""
            $null = Initialize-TrstStore "$folder/asked" -Protector Password -ClientStatePath "$folder/asked-client" -Certificate $ops
            Disconnect-TrstStore
            $null = Connect-TrstStore "$folder/asked" -ClientStatePath "$folder/asked-client"
            """);

        Assert.Equal(3, founded.Shell.Prompted.Count);
    }

    [Fact]
    public void AStoreUnderAKeyFileIsNotAskedFor()
    {
        using var founded = new Founded();
        founded.Run("Disconnect-TrstStore");

        Assert.Equal("SecretMissing", founded.Error("Connect-TrstStore \"$folder/store\" -ClientStatePath \"$folder/client\""));
        Assert.Empty(founded.Shell.Prompted);
    }

    [Fact]
    public void RedirectedInputIsNobody()
    {
        using var founded = new Founded();
        founded.Run("Disconnect-TrstStore");

        var run = PowerShellProcess.RunAsIfInteractive(founded.Shell.TempFolder, """
            Import-Module '$Manifest'
            $ErrorActionPreference = 'Stop'
            $at = @{ Path = "$PWD/store"; KeyFile = "$PWD/keys/ledger.key"; ClientStatePath = "$PWD/client"; WarningAction = 'Ignore' }
            $password = [Net.NetworkCredential]::new('', 'correct horse battery').SecurePassword
            try { New-TrstCustodianKey Zoe -Path $PWD } catch { "$($_.FullyQualifiedErrorId)" }
            $null = Connect-TrstStore @at -Certificate "$PWD/keys/ops.pfx" -Password $password
            $c = New-TrstCASpec 'CN=New' -Validity 5y | Start-TrstCeremony Root
            try { $c | Approve-TrstCeremony -Certificate "$PWD/keys/Alice.pfx" -Password $password }
            catch { "$($_.FullyQualifiedErrorId)" }
            'the end'
            """.Replace("$Manifest", BuildOutput.Manifest, StringComparison.Ordinal));

        Assert.Contains("SecretMissing,", run.Output);
        Assert.Contains("ConsentUnavailable,", run.Output);
        Assert.Contains("the end", run.Output);
    }
}
