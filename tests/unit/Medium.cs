using System.Diagnostics;

using Xunit;

namespace Trstctl;

/// <summary>What is mounted for a test, where the process may mount.</summary>
internal sealed class Medium : IDisposable
{
    private static readonly Lazy<bool> Tried = new(Try);
    private readonly string place;

    private Medium(string place) => this.place = place;

    public static bool CanMount => Tried.Value;

    /// <summary>So many kilobytes, empty.</summary>
    public static Medium Small(string place, int size)
    {
        Directory.CreateDirectory(place);
        Assert.True(Mount("-t", "tmpfs", "-o", $"size={size}k,mode=0700", "tmpfs", place));
        return new Medium(place);
    }

    /// <summary>A folder that is mounted a second time, for reading only.</summary>
    public static Medium Of(string folder, string place)
    {
        Directory.CreateDirectory(place);
        Assert.True(Mount("--bind", folder, place));
        var medium = new Medium(place);
        Assert.True(Mount("-o", "remount,ro,bind", place));
        return medium;
    }

    public void Dispose() => Unmount(place);

    private static bool Mount(params string[] arguments) => Run("mount", arguments);

    private static bool Unmount(string place) => Run("umount", place);

    private static bool Try()
    {
        var place = Directory.CreateTempSubdirectory("trstctl").FullName;
        try
        {
            return Mount("--bind", place, place) && Unmount(place);
        }
        finally
        {
            Directory.Delete(place);
        }
    }

    private static bool Run(string tool, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
