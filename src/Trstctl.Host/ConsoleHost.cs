using System.Globalization;
using System.Management.Automation.Host;

namespace Trstctl.Host;

internal sealed class ConsoleHost(bool isInteractive) : PSHost
{
    public ConsoleOutput Output { get; } = new(isInteractive);

    public bool HasExited { get; private set; }

    public int ExitCode { get; private set; }

    public override string Name => "Trstctl.Host";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => Output;

    public override void SetShouldExit(int exitCode)
    {
        HasExited = true;
        ExitCode = exitCode;
    }

    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no nested prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no nested prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
