using System.Reflection;
using System.Runtime.Loader;

namespace Trstctl.Module.Tests;

public sealed class IsolationTests
{
    [Fact]
    [Trait("Conformance", "P02")]
    public void WorksWithAnOlderBouncyCastleInTheSession()
    {
        using var shell = new Shell(import: false);

        var process = PowerShellProcess.Run(shell.TempFolder, $$"""
            $older = [Reflection.Assembly]::LoadFrom('{{BuildOutput.OlderBouncyCastle}}')
            Import-Module Trstctl
            $context = [Runtime.Loader.AssemblyLoadContext]::GetLoadContext([Trstctl.ErrorId].Assembly)
            $ours = $context.LoadFromAssemblyName([Reflection.AssemblyName]'BouncyCastle.Cryptography')
            'older has ML-DSA: ' + [bool]$older.GetType('Org.BouncyCastle.Crypto.Signers.MLDsaSigner')
            'ours has ML-DSA: ' + [bool]$ours.GetType('Org.BouncyCastle.Crypto.Signers.MLDsaSigner')
            """);

        Assert.Equal("", process.Errors);
        Assert.Contains("older has ML-DSA: False", process.Output);
        Assert.Contains("ours has ML-DSA: True", process.Output);
    }

    [Fact]
    [Trait("Conformance", "P02")]
    public void NamesAnOlderBouncyCastleWhereNothingIsolates()
    {
        using var shell = new Shell(import: false);

        var process = PowerShellProcess.Run(shell.TempFolder, $$"""
            $null = [Reflection.Assembly]::LoadFrom('{{BuildOutput.OlderBouncyCastle}}')
            $module = [Reflection.Assembly]::LoadFrom('{{Path.Combine(BuildOutput.Module, "lib", "Trstctl.PowerShell.dll")}}')
            $prepare = $module.GetType('Trstctl.PowerShell.ModuleAssemblies').GetMethod('Prepare')
            $conflict = $prepare.Invoke($null, [object[]]'{{Path.Combine(BuildOutput.Module, "lib")}}')
            $conflict.FullyQualifiedErrorId
            throw $conflict
            """);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("AssemblyConflict", process.Output);
        Assert.Contains("2.4.0", process.Errors);
    }

    [Fact]
    public void LoadsSqliteInTheModulesContext()
    {
        using var shell = new Shell();
        var core = (Type)shell.Run("[Trstctl.ErrorId]").Single().BaseObject;
        var context = AssemblyLoadContext.GetLoadContext(core.Assembly)!;

        Assert.Equal("Trstctl", context.Name);
        Assert.StartsWith("3.", ServerVersion(context.LoadFromAssemblyName(new AssemblyName("Microsoft.Data.Sqlite"))));
    }

    [Fact]
    public void LoadsSqliteWhereThereIsNoContext()
    {
        using var shell = new Shell(import: false);

        var process = PowerShellProcess.Run(shell.TempFolder, $$"""
            Import-Module '{{Path.Combine(BuildOutput.Module, "lib", "Trstctl.PowerShell.dll")}}'
            $sqlite = [Reflection.Assembly]::LoadFrom('{{Path.Combine(BuildOutput.Module, "lib", "Microsoft.Data.Sqlite.dll")}}')
            $type = $sqlite.GetType('Microsoft.Data.Sqlite.SqliteConnection')
            $connection = [Activator]::CreateInstance($type, [object[]]'Data Source=:memory:')
            $connection.Open()
            'SQLite ' + $connection.ServerVersion
            """);

        Assert.Equal("", process.Errors);
        Assert.Contains("SQLite 3.", process.Output);
    }

    private static string ServerVersion(Assembly sqlite)
    {
        var type = sqlite.GetType("Microsoft.Data.Sqlite.SqliteConnection", throwOnError: true)!;
        using var connection = (System.Data.Common.DbConnection)Activator.CreateInstance(type, "Data Source=:memory:")!;
        connection.Open();
        return connection.ServerVersion;
    }
}
