using System.Diagnostics;

namespace Trstctl.Module.Tests;

/// <summary>A real PowerShell in a process of its own, its input closed and its home an empty folder.</summary>
internal sealed record PowerShellProcess(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static PowerShellProcess Run(string home, string command, TimeSpan? patience = null) =>
        Run(home, "dotnet", [BuildOutput.PowerShell, "-NoProfile", "-NonInteractive", "-Command", command], patience);

    /// <summary>Not told that nobody is there.</summary>
    public static PowerShellProcess RunAsIfInteractive(string home, string command) =>
        Run(home, "dotnet", [BuildOutput.PowerShell, "-NoProfile", "-Command", command], null);

    /// <summary>On a disk that has room for so many kilobytes more in any one file.</summary>
    public static PowerShellProcess RunOnFullDisk(string home, int size, string command) => Run(
        home, "sh",
        [
            "-c", $"trap '' XFSZ; ulimit -f {size * 2}; export DOTNET_EnableWriteXorExecute=0; exec dotnet \"$@\"", "sh",
            BuildOutput.PowerShell, "-NoProfile", "-NonInteractive", "-Command", command,
        ]);

    private static PowerShellProcess Run(string home, string program, string[] arguments, TimeSpan? patience = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        foreach (var name in new[] { "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "TMPDIR", "TEMP", "TMP" })
        {
            start.Environment[name] = home;
        }

        foreach (var name in new[] { "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME" })
        {
            start.Environment.Remove(name);
        }

        // The runtime's own diagnostics pipe would be found in the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["NO_COLOR"] = "1";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience ?? Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("PowerShell did not end: it probably waits for an answer.");
        }

        return new PowerShellProcess(process.ExitCode, output.Result, errors.Result);
    }
}
