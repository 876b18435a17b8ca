using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Trstctl.Host;

/// <summary>Plain text on the console: objects to standard output, all else to standard error.</summary>
internal sealed class ConsoleOutput(bool isInteractive) : PSHostUserInterface
{
    private int progressLength;

    /// <summary>Where objects go: standard output, but for an error that ended the script.</summary>
    public TextWriter Target { get; set; } = Console.Out;

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleScreen();

    public override bool SupportsVirtualTerminal => false;

    public override void Write(string value) => Target.Write(Plain(value));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value)
    {
        EndProgress();
        Target.WriteLine(Plain(value));
    }

    public override void WriteErrorLine(string value) => WriteNote(value);

    public override void WriteWarningLine(string message) => WriteNote("WARNING: " + message);

    public override void WriteVerboseLine(string message) => WriteNote("VERBOSE: " + message);

    public override void WriteDebugLine(string message) => WriteNote("DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        EndProgress();
        if (record.RecordType == ProgressRecordType.Completed)
        {
            return;
        }

        var percent = record.PercentComplete < 0 ? "" : $" {record.PercentComplete} %";
        var text = $"{record.Activity}: {record.StatusDescription}{percent}";
        var line = text.Length < RawUI.BufferSize.Width ? text : text[..(RawUI.BufferSize.Width - 1)];
        Console.Error.Write(line);
        progressLength = line.Length;
    }

    public void EndProgress()
    {
        if (progressLength > 0)
        {
            Console.Error.Write('\r' + new string(' ', progressLength) + '\r');
            progressLength = 0;
        }
    }

    public override string ReadLine()
    {
        RequireInteractive();
        return Console.In.ReadLine() ?? "";
    }

    public override SecureString ReadLineAsSecureString()
    {
        RequireInteractive();
        var secret = new SecureString();
        for (var key = Console.ReadKey(true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                if (secret.Length > 0)
                {
                    secret.RemoveAt(secret.Length - 1);
                }
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        Console.Out.WriteLine();
        secret.MakeReadOnly();
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption,
        string message,
        Collection<FieldDescription> descriptions)
    {
        RequireInteractive();
        WriteHeading(caption, message);
        return descriptions.ToDictionary(field => field.Name, field => PSObject.AsPSObject(Ask(field)));
    }

    public override int PromptForChoice(
        string caption,
        string message,
        Collection<ChoiceDescription> choices,
        int defaultChoice)
    {
        RequireInteractive();
        WriteHeading(caption, message);
        while (true)
        {
            Console.Out.Write(ChoiceText.Question(choices, defaultChoice));
            var answer = Console.In.ReadLine() ?? throw NoConsole();
            if (ChoiceText.Find(choices, defaultChoice, answer) is { } index)
            {
                return index;
            }

            foreach (var choice in choices)
            {
                Console.Out.WriteLine(ChoiceText.Help(choice));
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        RequireInteractive();
        WriteHeading(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Console.Out.Write("User: ");
            userName = ReadLine();
        }

        Console.Out.Write($"Password for {userName}: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private object Ask(FieldDescription field)
    {
        if (field.ParameterTypeFullName == typeof(PSCredential).FullName)
        {
            return PromptForCredential("", field.HelpMessage, "", "");
        }

        var type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
        if (type.IsArray)
        {
            return AskForList(field.Name).ToArray();
        }

        Console.Out.Write(field.Name + ": ");
        return field.ParameterTypeFullName == typeof(SecureString).FullName ? ReadLineAsSecureString() : ReadLine();
    }

    private IEnumerable<string> AskForList(string name)
    {
        for (var index = 0; ; index++)
        {
            Console.Out.Write($"{name}[{index}]: ");
            if (ReadLine() is not { Length: > 0 } line)
            {
                yield break;
            }

            yield return line;
        }
    }

    private void WriteHeading(string caption, string message)
    {
        foreach (var text in new[] { caption, message }.Where(text => !string.IsNullOrEmpty(text)))
        {
            WriteLine(text);
        }
    }

    private void WriteNote(string text)
    {
        EndProgress();
        Console.Error.WriteLine(Plain(text));
    }

    // The engine colours its tables and errors and leaves it to the host to take the escape codes out.
    private static string Plain(string text) => GetOutputString(text, supportsVirtualTerminal: false);

    private void RequireInteractive()
    {
        EndProgress();
        if (!isInteractive)
        {
            throw NoConsole();
        }
    }

    private static PSInvalidOperationException NoConsole() =>
        new("This session is not interactive: there is nobody to ask.");
}
