using System.Collections;
using System.Management.Automation.Language;

namespace Trstctl.PowerShell;

/// <summary>Completes what is typed to one of some words.</summary>
internal abstract class WordCompleter(IEnumerable<string> words) : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => words
            .Where(word => word.StartsWith(wordToComplete ?? string.Empty, StringComparison.OrdinalIgnoreCase))
            .Select(word => new CompletionResult(word));
}
