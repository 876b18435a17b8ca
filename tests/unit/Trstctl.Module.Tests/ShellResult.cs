using System.Management.Automation;

namespace Trstctl.Module.Tests;

/// <summary>Everything a script wrote.</summary>
public sealed record ShellResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    bool WasStopped);
