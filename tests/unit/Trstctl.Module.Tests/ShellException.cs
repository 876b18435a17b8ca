using System.Management.Automation;

namespace Trstctl.Module.Tests;

/// <summary>A script failed where the test expected it to succeed.</summary>
public sealed class ShellException(ErrorRecord error)
    : Exception($"{error.FullyQualifiedErrorId}: {error}{Environment.NewLine}{error.ScriptStackTrace}", error.Exception)
{
    public ErrorRecord Error { get; } = error;
}
