using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Trstctl.Module.Tests.ShellBehaviours;

public sealed class WhatIfTests
{
    private static readonly string[] Acts =
    [
        "Start-It Root (New-TrstCASpec 'CN=Two' -Validity 5y) @{ WhatIf = $true }",
        "$c | Approve-TrstCeremony -Certificate $custodians[3] -WhatIf",
        "$c | Deny-TrstCeremony -Certificate $custodians[3] -Reason no -WhatIf",
        "$c | Revoke-TrstApproval -Certificate $custodians[0] -Reason no -WhatIf",
        "$c | Stop-TrstCeremony -Certificate $ops -Reason no -WhatIf",
        "$c | Complete-TrstCeremony -WhatIf",
        "$c | New-TrstRootCA -WhatIf",
        "$c | New-TrstIntermediateCA -WhatIf",
        "$c | Invoke-TrstCARotation -WhatIf",
        "$c | Add-TrstCrossSignature -WhatIf",
        "$c | Import-TrstCA -Path \"$keys/Alice.pfx\" -WhatIf",
        "$c | New-TrstCARequest -WhatIf",
        "$root.GetCertificate() | Complete-TrstCARequest -Certificate $ops -WhatIf",
        "$c | Unlock-TrstCAKey -Certificate $custodians[0] -WhatIf",
        "Invoke-TrstDrill -Certificate $custodians[0] -WhatIf",
        "Revoke-TrstCustodianKey lost -Certificate $custodians[0] -WhatIf",
        "Suspend-TrstTenant -Certificate $custodians[0] -Reason no -WhatIf",
        "$root | Export-TrstCA -Path \"$folder/store/root.pem\" -WhatIf",
        "$root | Export-TrstCA -Path \"$folder/pack\" -Format PublishPack -WhatIf",
        "$c | Export-TrstCeremony -Path \"$folder/store/record.html\" -WhatIf",
        "Restore-TrstStore \"$folder/store\" \"$folder/copy\" -Protector KeyFile -KeyFile \"$folder/copy.key\" "
            + "-Certificate $ops -WhatIf",
        "Initialize-TrstStore \"$folder/new\" -Protector KeyFile -KeyFile \"$folder/new.key\" -WhatIf",
        "New-TrstTenant other -Protector KeyFile -KeyFile \"$folder/other.key\" -WhatIf",
        "New-TrstCustodianKey Zoe -Path \"$folder/zoe.pfx\" -Password $password -WhatIf",
    ];

    [Fact]
    [Trait("Conformance", "P04")]
    public void WhatIfChangesNotOneByte()
    {
        using var founded = new Founded(shell: new Shell(interactive: false));
        founded.Run("$root = Make-Root; $c = Sign (Start-It Root (New-TrstCASpec 'CN=One' -Validity 5y)) 0, 1, 2; Disconnect-TrstStore");
        var (files, tables) = (Files(founded), Tables(founded));
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening");

        foreach (var act in Acts)
        {
            Assert.Empty(founded.Run(act));
        }

        founded.Run("Disconnect-TrstStore");
        Assert.Equal(files, Files(founded));
        Assert.Equal(tables, Tables(founded));
        Assert.Empty(founded.Shell.Prompted);
    }

    [Fact]
    [Trait("Conformance", "P04")]
    public void EveryCommandThatChangesSomethingHasWhatIf()
    {
        using var shell = new Shell();

        var without = shell.Run("""
            Get-Command -Module Trstctl |
                Where-Object Verb -NotIn Get, Test, Wait, Connect, Disconnect |
                Where-Object Name -NotIn New-TrstCASpec, New-TrstRoster |
                Where-Object { -not $_.Parameters.ContainsKey('WhatIf') }
            """);

        Assert.Empty(without);
        var untried = shell.Run("(Get-Command -Module Trstctl | Where-Object { $_.Parameters.ContainsKey('WhatIf') }).Name")
            .Select(name => name.ToString()).Where(name => name != "Start-TrstCeremony" && !Acts.Any(act => act.Contains(name)));
        Assert.Empty(untried);
    }

    [Fact]
    [Trait("Conformance", "P04")]
    public void ConfirmAsksInWordsAPersonWouldSay()
    {
        using var founded = new Founded();
        founded.Run("$c = Sign (Start-It Root (New-TrstCASpec 'CN=One' -Validity 5y)) 0, 1, 2");
        founded.Shell.Prompts.Enqueue("No");

        Assert.Empty(founded.Run("$c | New-TrstRootCA -Confirm"));

        var question = founded.Shell.Prompted.Single();
        Assert.Contains("Execute the approved plan " + founded.Get<string>("$c.PlanDigest.Substring(0, 16)"), question);
        Assert.Contains(" as ops", question);
        Assert.Contains("Root \"CN=One\"", question);
        Assert.Equal("Ready", founded.Get<string>("(Get-TrstCeremony $c).Status"));
    }

    private static string Files(Founded founded) => string.Join('\n', Directory
        .GetFiles(founded.Shell.TempFolder, "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith("-wal") && !file.EndsWith("-shm") && !file.EndsWith(".db"))
        .Order().Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));

    private static string Tables(Founded founded)
    {
        using var connection = new SqliteConnection($"Data Source={founded.TenantFile};Pooling=False");
        connection.Open();
        return string.Join('\n', new[] { "settings", "events", "checkpoints", "documents", "sealed_keys" }.Select(table =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
            using var rows = command.ExecuteReader();
            var text = new System.Text.StringBuilder(table);
            while (rows.Read())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    text.Append(' ').Append(rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : rows.GetValue(i));
                }
            }

            return Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text.ToString())));
        }));
    }
}
