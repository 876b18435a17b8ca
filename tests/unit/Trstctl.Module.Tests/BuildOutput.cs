using System.Reflection;
using System.Runtime.CompilerServices;

namespace Trstctl.Module.Tests;

/// <summary>Where this build put what the tests run.</summary>
internal static class BuildOutput
{
    public static string RepositoryRoot { get; } = Value("RepositoryRoot");

    public static string Module { get; } = Value("StagedModule");

    public static string ModuleRoot { get; } = Path.GetFullPath(Path.Combine(Module, "..", ".."));

    /// <summary>The folder of the program that does one operation and can be killed in it.</summary>
    public static string KillTarget { get; } = Value("KillTarget");

    public static string Manifest { get; } = Path.Combine(Module, "Trstctl.psd1");

    /// <summary>The pwsh.dll that dotnet runs.</summary>
    public static string PowerShell { get; } = Value("PowerShell");

    public static string OlderBouncyCastle { get; } = Value("OlderBouncyCastle");

    // Before the first runspace: the engine reads these once, and both features write outside the test's folder. Processes inherit them.
    [ModuleInitializer]
    internal static void QuietenTheEngine()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("PSModuleAnalysisCachePath", Path.Combine(AppContext.BaseDirectory, "analysis.cache"));
        Environment.SetEnvironmentVariable("PSModulePath", ModuleRoot);
    }

    private static string Value(string name) =>
        typeof(BuildOutput).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == name).Value!;
}
