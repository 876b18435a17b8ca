namespace Trstctl.Certificates;

/// <summary>Judges CA certificates, and templates with zeroed holes, against RFC 5280.</summary>
public static class CertificateLint
{
    /// <summary>All findings, worst first. Rules about the key are skipped where the key is not yet made.</summary>
    public static IReadOnlyList<LintFinding> Check(byte[] certificateOrTbs, LintRole role)
    {
        TbsParts parts;
        try
        {
            parts = TbsParts.Of(certificateOrTbs);
        }
        catch (TrstException e)
        {
            return [new LintFinding("certificate_parses", LintSeverity.Error, e.Message, "RFC 5280 4.1")];
        }

        return LintRules.All.SelectMany(rule => Run(rule, parts, certificateOrTbs, role))
            .OrderBy(finding => finding.Severity)
            .ThenBy(finding => finding.Rule, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>Refuses a certificate with any error that the plan does not waive.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.LintFailed"/>.</exception>
    internal static void Demand(byte[] certificateOrTbs, LintRole role, IReadOnlyCollection<string>? waived = null)
    {
        var errors = Check(certificateOrTbs, role)
            .Where(finding => finding.Severity == LintSeverity.Error && waived?.Contains(finding.Rule) != true)
            .ToArray();
        if (errors.Length > 0)
        {
            throw new TrstException(ErrorId.LintFailed, string.Join("; ", errors.AsEnumerable()));
        }
    }

    // A part that does not parse breaks the rule that looked at it.
    private static IEnumerable<LintFinding> Run(LintRule rule, TbsParts parts, byte[] der, LintRole role)
    {
        string? message;
        try
        {
            message = rule.Judge(new LintSubject(parts, der, role));
        }
        catch (TrstException e)
        {
            return [new LintFinding(rule.Name, LintSeverity.Error, e.Message, rule.Clause)];
        }

        return message is null ? [] : [new LintFinding(rule.Name, rule.Severity, message, rule.Clause)];
    }
}

/// <summary>A rule: null where it holds, else what is wrong.</summary>
internal sealed class LintRule(string name, LintSeverity severity, string clause, Func<LintSubject, string?> judge)
{
    public string Name { get; } = name;

    public LintSeverity Severity { get; } = severity;

    public string Clause { get; } = clause;

    public Func<LintSubject, string?> Judge { get; } = judge;
}

/// <summary>What a rule looks at.</summary>
internal sealed class LintSubject(TbsParts parts, byte[] der, LintRole role)
{
    public TbsParts Parts { get; } = parts;

    public byte[] Der { get; } = der;

    public LintRole Role { get; } = role;

    /// <summary>Whether the key is still a hole.</summary>
    public bool KeyOpen => PlaceholderKey.AlgorithmOf(Parts.Spki.Encoded) is not null;
}
