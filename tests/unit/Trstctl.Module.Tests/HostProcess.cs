using System.Diagnostics;

namespace Trstctl.Module.Tests;

/// <summary>The project's console host in a process of its own, its input closed and its home an empty folder.</summary>
internal sealed record HostProcess(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static HostProcess Run(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && IsDotnet(path) ? path : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        foreach (var argument in arguments.Prepend(BuildOutput.Host))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in new[] { "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "TMPDIR", "TEMP", "TMP" })
        {
            start.Environment[name] = home;
        }

        foreach (var name in new[] { "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "PSModulePath", "PSModuleAnalysisCachePath" })
        {
            start.Environment.Remove(name);
        }

        // The runtime's own diagnostics pipe would be found in the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("The host did not end: it probably waits for an answer.");
        }

        return new HostProcess(process.ExitCode, output.Result, errors.Result);
    }

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";
}
