using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Trstctl.Certificates;

namespace Trstctl.PowerShell;

/// <summary>Completes the algorithms of new keys.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyAlgorithmCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : IArgumentCompleter
    {
        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
            KeyAlgorithm.Generated
                .Where(algorithm => algorithm.Name.StartsWith(wordToComplete ?? string.Empty, StringComparison.OrdinalIgnoreCase))
                .Select(algorithm => new CompletionResult(algorithm.Name));
    }
}
