namespace Trstctl.Certificates;

public enum LintSeverity
{
    /// <summary>Not to be issued.</summary>
    Error,

    /// <summary>Some relying parties will object.</summary>
    Warning,

    /// <summary>Worth knowing.</summary>
    Notice,
}

/// <summary>One broken rule.</summary>
public sealed class LintFinding(string rule, LintSeverity severity, string message, string clause)
{
    /// <summary>A stable name.</summary>
    public string Rule { get; } = rule;

    public LintSeverity Severity { get; } = severity;

    public string Message { get; } = message;

    /// <summary>Where the rule stands.</summary>
    public string Clause { get; } = clause;

    public override string ToString() => $"{Rule}: {Message} ({Clause})";
}
