using System.Diagnostics;

namespace Trstctl.Core.Tests.Storage;

/// <summary>A folder that is mounted a second time, for reading only.</summary>
internal sealed class Medium : IDisposable
{
    private readonly string place;

    private Medium(string place) => this.place = place;

    public static Medium Of(string folder, string place)
    {
        Directory.CreateDirectory(place);
        Assert.True(Mount("--bind", folder, place));
        var medium = new Medium(place);
        Assert.True(Mount("-o", "remount,ro,bind", place));
        return medium;
    }

    public static bool Mount(params string[] arguments) => Run("mount", arguments);

    public static bool Unmount(string place) => Run("umount", place);

    public void Dispose() => Unmount(place);

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

/// <summary>A theory that mounts. Where nobody may, the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryNeedingMountAttribute : TheoryAttribute
{
    private static readonly Lazy<bool> CanMount = new(Try);

    public TheoryNeedingMountAttribute()
    {
        Skip = CanMount.Value ? null : "needs the right to mount";
    }

    private static bool Try()
    {
        var place = Directory.CreateTempSubdirectory("trstctl").FullName;
        try
        {
            return Medium.Mount("--bind", place, place) && Medium.Unmount(place);
        }
        finally
        {
            Directory.Delete(place);
        }
    }
}
