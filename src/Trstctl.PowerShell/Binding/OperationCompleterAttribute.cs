using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

/// <summary>Completes the names of operations.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OperationCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer() : WordCompleter(CeremonyService.Operations);
}
