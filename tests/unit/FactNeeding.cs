using Xunit;

namespace Trstctl;

/// <summary>A test that starts a program. Where the program is not on the path the test is skipped, and says what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactNeedingAttribute : FactAttribute
{
    public FactNeedingAttribute(string program)
    {
        Skip = Program.Missing(program);
    }
}

/// <summary>A theory that starts a program.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryNeedingAttribute : TheoryAttribute
{
    public TheoryNeedingAttribute(string program)
    {
        Skip = Program.Missing(program);
    }
}

/// <summary>A test of what only Linux has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactOnLinuxAttribute : FactAttribute
{
    public FactOnLinuxAttribute()
    {
        Skip = OperatingSystem.IsLinux() ? null : "needs Linux";
    }
}

/// <summary>A theory of what only Linux has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryOnLinuxAttribute : TheoryAttribute
{
    public TheoryOnLinuxAttribute()
    {
        Skip = OperatingSystem.IsLinux() ? null : "needs Linux";
    }
}

file static class Program
{
    public static string? Missing(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Any(folder => File.Exists(Path.Combine(folder, file))) ? null : "needs " + name;
    }
}
