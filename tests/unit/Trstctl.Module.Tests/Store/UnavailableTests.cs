using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Trstctl.Module.Tests.Store;

/// <summary>A disk that is full, a folder that cannot be written, a database that another program holds: a clear error, and nothing is
/// lost.</summary>
public sealed class UnavailableTests(ITestOutputHelper output)
{
    private const string StartOne = "$null = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)";
    private const string Reconnect = "Disconnect-TrstStore; $store = Connect-TrstStore \"$folder/store\" @opening";

    [Fact]
    [Trait("Conformance", "S04")]
    public void ALockedDatabaseIsWaitedForAsLongAsIsSet()
    {
        using var founded = new Founded();
        founded.Run("$opening.LockTimeout = '0'; " + Reconnect);
        using var other = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(BuildOutput.KillTarget, "Trstctl.KillTarget.dll"), "lock", founded.TenantFile])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        Assert.Equal("held", other.StandardOutput.ReadLine());

        Assert.Equal("StoreBusy", founded.Error(StartOne));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        other.StandardInput.Close();
        other.WaitForExit();

        founded.Run(StartOne);
    }

    [Theory]
    [Trait("Conformance", "S04")]
    [InlineData(".lock")]
    [InlineData("-shm")]
    [InlineData("-wal")]
    public void WhereAFileCannotBeMadeTheErrorIsClear(string suffix)
    {
        using var founded = new Founded();
        founded.Run("Disconnect-TrstStore");
        File.Delete(founded.TenantFile + suffix);
        Directory.CreateDirectory(founded.TenantFile + suffix);
        OwnerAlone(founded.TenantFile + suffix);

        Assert.Equal(
            "StoreUnavailable", founded.Error("$store = Connect-TrstStore \"$folder/store\" @opening; " + StartOne));
        founded.Shell.RunCatching("Disconnect-TrstStore");
        Directory.Delete(founded.TenantFile + suffix);

        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening; " + StartOne);
    }

    [Fact]
    [Trait("Conformance", "S04")]
    public void OnAFullDiskTheActIsRefusedAndWhatWasDoneBeforeStands()
    {
        if (OperatingSystem.IsWindows())
        {
            output.WriteLine("needs a shell that sets limits");
            return;
        }

        using var founded = new Founded();
        var before = founded.Get<int>("@(Get-TrstCeremony).Count");
        founded.Run("Disconnect-TrstStore");

        var child = PowerShellProcess.RunOnFullDisk(founded.Shell.TempFolder, 256, $$"""
            $ErrorActionPreference = 'Stop'
            $folder = '{{founded.Shell.TempFolder}}'
            Import-Module '{{BuildOutput.Manifest}}'
            {{Founded.Keys}}
            $null = Connect-TrstStore "$folder/store" -KeyFile "$keys/ledger.key" -ClientStatePath "$folder/client" `
                -Certificate "$keys/ops.pfx" -Password $password
            $done = 0
            try {
                while ($done -lt 200) {
                    $null = Start-TrstCeremony Root (New-TrstCASpec "CN=Root $done" -Validity 5y)
                    $done++
                }
            }
            catch { $id = $_.FullyQualifiedErrorId; $said = $_.Exception.Message }
            "$done $id $said"
            """);
        output.WriteLine(child.Output + child.Errors);

        var said = child.Output.Trim().Split(' ', 3);
        Assert.StartsWith("StoreUnavailable,", said[1], StringComparison.Ordinal);
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening");
        Assert.Equal(before + int.Parse(said[0], CultureInfo.InvariantCulture), founded.Get<int>("@(Get-TrstCeremony).Count"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        founded.Run(StartOne);
    }

    [Fact]
    [Trait("Conformance", "S04")]
    public void OnAFullVolumeTheActIsRefusedAndGoesOnWhenThereIsRoom()
    {
        if (!Medium.CanMount)
        {
            output.WriteLine("needs the right to mount; the test before this one does without");
            return;
        }

        using var founded = new Founded();
        founded.Run("Disconnect-TrstStore");
        var image = founded.PathOf("image");
        Directory.Move(founded.PathOf("store"), image);
        using var volume = Medium.Small(founded.PathOf("store"), 1024);
        Founded.Copy(image, founded.PathOf("store"));
        founded.Run("$store = Connect-TrstStore \"$folder/store\" @opening");
        var before = founded.Get<int>("@(Get-TrstEvent).Count");
        Fill(founded.PathOf("store/filler"));

        Assert.Equal("StoreUnavailable", founded.Error("foreach ($i in 1..50) { " + StartOne + " }"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        File.Delete(founded.PathOf("store/filler"));
        founded.Run(StartOne);

        Assert.True(founded.Get<int>("@(Get-TrstEvent).Count") > before);
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        founded.Run("Disconnect-TrstStore");
    }

    private static void Fill(string path)
    {
        using var file = File.Create(path);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static void OwnerAlone(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
