using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Trstctl.Module.Tests;

internal sealed class StubUserInterface(bool interactive) : PSHostUserInterface
{
    private readonly List<string> asked = [];
    private readonly List<string> printed = [];
    private readonly List<int> defaults = [];
    private string partialLine = "";

    public Queue<object> Answers { get; } = new();

    public IReadOnlyList<string> Asked => asked;

    public IReadOnlyList<int> Defaults => defaults;

    public IReadOnlyList<string> Printed => printed;

    public override PSHostRawUserInterface RawUI { get; } = new StubScreen();

    public override bool SupportsVirtualTerminal => false;

    public override int PromptForChoice(
        string caption,
        string message,
        Collection<ChoiceDescription> choices,
        int defaultChoice)
    {
        defaults.Add(defaultChoice);
        var answer = Answer(caption, message);
        return answer as int? ?? choices.ToList().FindIndex(
            choice => string.Equals(choice.Label.Replace("&", ""), answer as string, StringComparison.OrdinalIgnoreCase));
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption,
        string message,
        Collection<FieldDescription> descriptions) =>
        descriptions.ToDictionary(field => field.Name, field => PSObject.AsPSObject(Answer(caption, $"{message} {field.Name}".Trim())));

    public override string ReadLine() => (string)Answer("", "");

    public override SecureString ReadLineAsSecureString() => (SecureString)Answer("", "");

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        (PSCredential)Answer(caption, message);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        (PSCredential)Answer(caption, message);

    public override void Write(string value) => partialLine += GetOutputString(value, supportsVirtualTerminal: false);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value)
    {
        printed.Add(partialLine + GetOutputString(value, supportsVirtualTerminal: false));
        partialLine = "";
    }

    public override void WriteErrorLine(string value) => WriteLine(value);

    public override void WriteDebugLine(string message)
    {
    }

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override void WriteVerboseLine(string message)
    {
    }

    public override void WriteWarningLine(string message)
    {
    }

    // Asked is kept in a non-interactive session too: not even the attempt to ask may be made.
    private object Answer(string caption, string message)
    {
        asked.Add(string.Join('\n', new[] { caption, message }.Where(text => !string.IsNullOrEmpty(text))));
        if (!interactive)
        {
            throw new PSInvalidOperationException("This session is not interactive: there is nobody to ask.");
        }

        return Answers.TryDequeue(out var answer)
            ? answer
            : throw new InvalidOperationException($"The test has no answer to: {asked[^1]}");
    }
}
