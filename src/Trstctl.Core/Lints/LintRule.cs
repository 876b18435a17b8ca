namespace Trstctl.Lints;

/// <summary>One rule of the lints.</summary>
internal sealed class LintRule
{
    internal LintRule(
        string name, LintSeverity severity, string clause, LintTargets targets, string says, Func<LintSubject, string?> judge,
        LintOrigin? origin = null)
    {
        Name = name;
        Severity = severity;
        Clause = clause;
        Says = says;
        Judge = judge;
        Origin = origin;
        Roles = Enum.GetValues(typeof(LintRole)).Cast<LintRole>().Where(role => targets.HasFlag((LintTargets)(1 << (int)role))).ToArray();
    }

    /// <summary>Stable: reports and waivers quote it.</summary>
    public string Name { get; }

    public LintSeverity Severity { get; }

    /// <summary>Where the rule stands: RFC, BR (CA/Browser Forum Baseline Requirements), X.690 or MS-WCCE.</summary>
    public string Clause { get; }

    /// <summary>What must hold, in one sentence.</summary>
    public string Says { get; }

    /// <summary>What the rule judges.</summary>
    public IReadOnlyList<LintRole> Roles { get; }

    /// <summary>Whose bytes the rule judges; null for anyone's.</summary>
    public LintOrigin? Origin { get; }

    /// <summary>Null where the rule holds, else what is wrong.</summary>
    internal Func<LintSubject, string?> Judge { get; }

    public override string ToString() => Name;

    internal bool AppliesTo(LintSubject subject) => Roles.Contains(subject.Role) && (Origin is null || Origin == subject.Origin);
}
