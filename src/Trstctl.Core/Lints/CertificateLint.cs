using System.Text;

namespace Trstctl.Lints;

/// <summary>Judges certificates, templates with zeroed holes, PKCS#10 requests and CRLs against the standards.</summary>
internal static class CertificateLint
{
    // A finding may stand in a signed plan.
    private const int LongestMessage = 400;

    /// <summary>Every rule, in the order in which findings of one severity are looked for.</summary>
    internal static IReadOnlyList<LintRule> Rules => LintRules.All;

    /// <summary>All findings, worst first. Never throws: what cannot be read is an error. Rules about the key are skipped where
    /// the key is not yet made, rules about the signature where there is none.</summary>
    /// <param name="der">A certificate, request or CRL, or its to-be-signed bytes.</param>
    /// <param name="role">What it is meant to be.</param>
    /// <param name="origin">Who answers for it.</param>
    public static IReadOnlyList<LintFinding> Check(byte[] der, LintRole role, LintOrigin origin = LintOrigin.Own)
    {
        WorkDone.Linted();
        var subject = new LintSubject(der, role, origin);
        var reported = new HashSet<string>(StringComparer.Ordinal);
        var rules = subject.Fault is null ? LintRules.All : EncodingRules.Parsing;
        return rules.Where(rule => rule.AppliesTo(subject))
            .Select(rule => Run(rule, subject, reported))
            .OfType<LintFinding>()
            .OrderBy(finding => finding.Weight)
            .ThenBy(finding => finding.Rule, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>The role that the content claims. Bytes that are nothing known count as an end entity's certificate, so that
    /// <see cref="Check"/> reports them.</summary>
    public static LintRole RoleOf(byte[] der) => LintRoles.Of(der);

    /// <summary>Refuses a certificate of ours with any error that the plan does not waive.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.LintFailed"/>.</exception>
    internal static void Demand(
        byte[] certificateOrTbs, LintRole role, IReadOnlyCollection<string>? waived = null, LintOrigin origin = LintOrigin.Own)
    {
        var errors = Check(certificateOrTbs, role, origin)
            .Where(finding => finding.Weight == LintSeverity.Error && waived?.Contains(finding.Rule) != true)
            .ToArray();
        if (errors.Length > 0)
        {
            throw new TrstException(ErrorId.LintFailed, string.Join("; ", errors.AsEnumerable()), errors[0].Rule);
        }
    }

    // A part that does not parse breaks the first rule that looked at it.
    private static LintFinding? Run(LintRule rule, LintSubject subject, HashSet<string> reported)
    {
        try
        {
            return rule.Judge(subject) is { } message ? new LintFinding(rule.Name, rule.Severity, Shown(message), rule.Clause) : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var message = e is TrstException ? e.Message : $"a part cannot be read ({e.GetType().Name})";
            return reported.Add(message) ? new LintFinding(rule.Name, LintSeverity.Error, Shown(message), rule.Clause) : null;
        }
    }

    // Canonical JSON holds only text that is visible and in normal form C; names of others need not be.
    private static string Shown(string message)
    {
        var length = Math.Min(message.Length, LongestMessage);
        var whole = length < message.Length && char.IsHighSurrogate(message[length - 1]) ? length - 1 : length;
        return CanonicalText.Escape(message.Substring(0, whole));
    }
}
