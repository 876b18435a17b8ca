using System.Management.Automation;

namespace Trstctl.Module.Tests;

[Trait("Conformance", "P01")]
public sealed class ImportTests
{
    private const string Commands = "(Get-Module Trstctl).ExportedCommands.Keys";

    [Fact]
    public void ImportsOnAnEngineWithCoreCommandsOnly()
    {
        using var shell = new Shell();

        Assert.Contains("Get-TrstStore", Names(shell.Run(Commands)));
    }

    [Fact]
    public void ExportsOnlyWhatTheManifestLists()
    {
        using var shell = new Shell();
        var listed = Names(shell.Run("(Test-ModuleManifest $Manifest -ErrorAction Ignore).ExportedCmdlets.Keys"));

        Assert.Empty(Names(shell.Run(Commands)).Except(listed));
        Assert.Empty(shell.Run("(Get-Module Trstctl).ExportedAliases.Keys"));
        Assert.Empty(shell.Run("(Get-Module Trstctl).ExportedVariables.Keys"));
        Assert.Empty(shell.Run("(Get-Module Trstctl).ExportedFunctions.Keys"));
    }

    [Fact]
    public void ManifestListsEveryCmdletOfTheAssembly()
    {
        using var shell = new Shell();

        var inAssembly = shell.Run("""
            $cmdlets = @((Get-Module Trstctl).ExportedCommands.Values)[0].ImplementingType.Assembly.GetTypes()
            $cmdlets | Where-Object { -not $_.IsAbstract -and $_.IsSubclassOf([Management.Automation.Cmdlet]) } | ForEach-Object Name
            """);

        Assert.Equal(Names(shell.Run(Commands)).Length, inAssembly.Count);
    }

    [Fact]
    public void AConstrainedSessionIsRefusedWithOneErrorThatSaysSo()
    {
        using var shell = new Shell(import: false);
        var errors = Names(shell.Run("""
            $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            $before = $Error.Count
            try { Import-Module $Manifest } catch { "$_" }
            "$($Error.Count - $before) $(@(Get-Module Trstctl).Count)"
            """));

        Assert.Equal(["1 0"], errors.Take(1));
        Assert.Contains("the language mode ConstrainedLanguage: it needs FullLanguage", errors[1]);
    }

    [Theory]
    [InlineData("Remove-Module Trstctl; Import-Module $Manifest")]
    [InlineData("Import-Module $Manifest -Force; Import-Module $Manifest -Force")]
    [InlineData("Remove-Module Trstctl; Import-Module $Manifest -Force; Remove-Module Trstctl; Import-Module $Manifest")]
    public void ImportingAgainKeepsEveryCommand(string again)
    {
        using var shell = new Shell();
        var before = Names(shell.Run(Commands));

        shell.Run(again);

        Assert.Equal(before, Names(shell.Run(Commands)));
        Assert.Equal(before, Names(shell.Run("Get-Command -Module Trstctl | ForEach-Object Name")));
        Assert.Equal("NotConnected", shell.ErrorIdOf("Get-TrstStore"));
    }

    [Fact]
    public void ImportsInManyRunspacesAtOnce()
    {
        var counts = new int[8];

        Parallel.For(0, counts.Length, i =>
        {
            using var shell = new Shell();
            counts[i] = shell.Run(Commands).Count;
        });

        Assert.All(counts, count => Assert.Equal(counts[0], count));
        Assert.NotEqual(0, counts[0]);
    }

    [Fact]
    public void TypesOfCoreResolveByName()
    {
        using var shell = new Shell();

        Assert.Equal("NotConnected", shell.Run("[Trstctl.ErrorId]::NotConnected").Single().ToString());
    }

    [Fact]
    public void ImportingWritesNothing()
    {
        using var shell = new Shell(import: false);
        PowerShellProcess.Run(shell.TempFolder, "'what the shell itself writes'");
        var home = Names(shell.TempFolder);
        var module = Snapshot(BuildOutput.ModuleRoot);

        var process = PowerShellProcess.Run(shell.TempFolder, "Import-Module Trstctl; (Get-Command -Module Trstctl).Name");

        Assert.Equal("", process.Errors);
        Assert.Contains("Get-TrstStore", process.Output);
        Assert.Equal(module, Snapshot(BuildOutput.ModuleRoot));
        Assert.Equal(home, Names(shell.TempFolder));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void ImportsUnderAnyCulture(string culture)
    {
        using var shell = new Shell(culture: culture);

        Assert.Equal("NotConnected", shell.ErrorIdOf("Get-TrstStore"));
    }

    private static string[] Names(IEnumerable<PSObject> objects) => [.. objects.Select(item => item.ToString()).Order()];

    private static string[] Names(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order()];

    private static string[] Snapshot(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}")
            .Order()];
}
