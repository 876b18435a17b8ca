using System.Collections;
using System.Management.Automation.Language;

namespace Trstctl.PowerShell;

/// <summary>What one completion knows: the command, its parameters so far, and the store that it will work on.</summary>
internal sealed class Completing(string command, string parameter, IDictionary given)
{
    public string Command => command;

    public string Parameter => parameter;

    /// <summary>The connected store: the one given, or the runspace's; null without.</summary>
    public TrstStore? Store { get; } = Open(Given(given, "Store") ?? Default());

    public string? Text(string name) => Given(given, name)?.ToString();

    public string? Path(string name) => Text(name) is { } path
        ? Ask("param($Path) $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)", path) as string
        : null;

    private static object? Given(IDictionary given, string name) => Reference.Unwrap(given.Contains(name) ? given[name] : null);

    private static object? Default() => Ask($"$global:{StoreCmdlet.DefaultStoreVariable}");

    // A runspace that completes is busy: only what runs within it can be asked.
    private static object? Ask(string script, params object[] arguments)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(script, useLocalScope: true);
        arguments.ToList().ForEach(argument => shell.AddArgument(argument));
        return Reference.Unwrap(shell.Invoke().FirstOrDefault());
    }

    private static TrstStore? Open(object? store) => store is TrstStore { IsConnected: true } open ? open : null;
}

/// <summary>A word that a parameter takes, and what is said of it.</summary>
internal sealed record Offer(string Word, string Says, string? Shown = null);

/// <summary>Completes what is typed to words that the command takes. It never throws, asks nothing, and offers so many at most.</summary>
internal abstract class WordCompleter : IArgumentCompleter
{
    private const int Most = 100;
    private static readonly char[] Quotes = ['\'', '"'];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var typed = (wordToComplete ?? string.Empty).Trim(Quotes);
            return Offers(new Completing(commandName, parameterName, fakeBoundParameters ?? new Hashtable()))
                .Where(offer => offer.Word.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Take(Most)
                .Select(offer => Result(offer, Written(offer.Word)))
                .Concat(Others(wordToComplete ?? string.Empty))
                .ToArray();
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            // Whoever types is told by the command.
            return [];
        }
    }

    protected abstract IEnumerable<Offer> Offers(Completing completing);

    /// <summary>What a parameter takes beside its words. PowerShell adds nothing of its own.</summary>
    protected virtual IEnumerable<CompletionResult> Others(string typed) => [];

    /// <summary>As it stands on the command line.</summary>
    protected virtual string Written(string word) => word.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_') && word[0] != '-'
        ? word
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";

    private static CompletionResult Result(Offer offer, string written) => new(
        written, CanonicalText.Line(offer.Shown ?? offer.Word), CompletionResultType.ParameterValue,
        CanonicalText.Line(offer.Says is { Length: > 0 } says ? says : offer.Word));
}
