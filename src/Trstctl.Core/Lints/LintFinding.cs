namespace Trstctl.Certificates;

internal enum LintSeverity
{
    /// <summary>Not to be issued.</summary>
    Error,

    /// <summary>Some relying parties will object.</summary>
    Warning,

    /// <summary>Worth knowing.</summary>
    Notice,
}

/// <summary>One broken rule.</summary>
public sealed class LintFinding
{
    internal LintFinding(string rule, LintSeverity severity, string message, string clause) =>
        (Rule, Weight, Message, Clause) = (rule, severity, message, clause);

    /// <summary>A stable name.</summary>
    public string Rule { get; }

    /// <summary>Error, Warning or Notice.</summary>
    public string Severity => Weight.ToString();

    public string Message { get; }

    /// <summary>Where the rule stands.</summary>
    public string Clause { get; }

    internal LintSeverity Weight { get; }

    public override string ToString() => $"{Rule}: {Message} ({Clause})";
}
