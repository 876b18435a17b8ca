using System.Collections;
using System.Management.Automation.Language;

namespace Trstctl.PowerShell;

/// <summary>Completes the names of a store's tenants: of the one at -Path, of -Store, or of the runspace's.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TenantCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    private sealed class Completer : IArgumentCompleter
    {
        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        {
            try
            {
                return Folder(fakeBoundParameters) is not { } folder ? [] : Trstctl.History.Store.Tenants(folder)
                    .Where(name => name.StartsWith(wordToComplete ?? string.Empty, StringComparison.OrdinalIgnoreCase))
                    .Select(name => new CompletionResult(name));
            }
            catch (Exception e) when (e is TrstException or RuntimeException or IOException or UnauthorizedAccessException)
            {
                // Who completes is told nothing; the command says it.
                return [];
            }
        }

        private static string? Folder(IDictionary bound) =>
            Reference.Unwrap(bound[nameof(StoreCmdlet.Store)]) is TrstStore store ? store.Location
            : bound[nameof(ConnectionCmdlet.Path)] is string path ? Ask<string>(
                "param($Path) $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)", path)
            : Ask<TrstStore>($"$global:{StoreCmdlet.DefaultStoreVariable}", null)?.Location;

        private static T? Ask<T>(string script, string? argument)
            where T : class
        {
            using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddScript(script);
            if (argument is not null)
            {
                shell.AddArgument(argument);
            }

            return Reference.Unwrap(shell.Invoke().FirstOrDefault()) as T;
        }
    }
}
