using System.Globalization;
using System.Management.Automation.Host;

namespace Trstctl.Module.Tests;

/// <summary>A console whose person answers from a queue.</summary>
internal sealed class StubHost(bool interactive, CultureInfo culture) : PSHost
{
    private readonly StubUserInterface ui = new(interactive);

    public Queue<object> Answers => ui.Answers;

    public IReadOnlyList<string> Asked => ui.Asked;

    public IReadOnlyList<int> Defaults => ui.Defaults;

    public IReadOnlyList<string> Printed => ui.Printed;

    public override string Name => "Trstctl.Module.Tests";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => culture;

    public override CultureInfo CurrentUICulture => culture;

    public override PSHostUserInterface UI => ui;

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
