using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

/// <summary>Completes the names of operations.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OperationCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : IArgumentCompleter
    {
        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
            CeremonyService.Operations
                .Where(name => name.StartsWith(wordToComplete ?? string.Empty, StringComparison.OrdinalIgnoreCase))
                .Select(name => new CompletionResult(name));
    }
}
