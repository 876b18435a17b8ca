using System.Management.Automation;

namespace Trstctl.PowerShell;

/// <summary>Whether a question reaches a person. A session that says it is not interactive throws at the question itself.</summary>
internal static class Somebody
{
#pragma warning disable RS0030 // The console's own host takes redirected input for answers, and leaves the script silently at its end.
    public static bool CanAnswer(PSCmdlet cmdlet) =>
        !string.Equals(cmdlet.Host.Name, "ConsoleHost", StringComparison.Ordinal) || !Console.IsInputRedirected;
#pragma warning restore RS0030
}
