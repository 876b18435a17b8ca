using System.Runtime.CompilerServices;
using System.Text;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Lints;

/// <summary>docs/lints.md is written from the rules, so that none is undocumented.</summary>
public sealed class LintDocumentTests
{
    /// <summary>TRSTCTL_UPDATE_DOCS=1 writes the file instead of comparing it.</summary>
    [Fact]
    [Trait("Writes", "docs")]
    public void TheTableOfLintRulesIsUpToDate()
    {
        var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "..", "docs", "lints.md"));
        var expected = Write();
        if (Environment.GetEnvironmentVariable("TRSTCTL_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    private static string Write()
    {
        var text = new StringBuilder("""
            # Lint rules

            The rules judge certificates, the templates that are approved, PKCS#10 requests and CRLs. Ceremonies apply them before they
            ask for approval and after signing, `Test-TrstCertificate` to what it is shown. Names are stable; a plan that waives a rule
            quotes its name.

            - **Error**: not to be issued. RFC 5280 or the standard of the algorithm forbids it, or the key is weak.
            - **Warning**: some relying parties will object, or RFC 5280 advises against it.
            - **Notice**: worth knowing. The Baseline Requirements (BR) of the CA/Browser Forum bind public CAs only, so that what they
              alone forbid is at most a warning; but our own serial numbers have their 64 bits.

            What cannot be read is an error under the rule that looked at it. Rules of *ours* judge what is made here, rules of *others*
            what was imported or shown from outside; the rest judge both. Rules about the key wait until the key is made, rules about the
            signature until there is one.

            Written from the rules by `./build.ps1 -Task Docs`; a test fails when it is out of date.

            | rule | severity | applies to | clause | what holds |
            |---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var rule in CertificateLint.Rules)
        {
            text.Append(
                $"| `{rule.Name}` | {rule.Severity} | {AppliesTo(rule)} | {rule.Clause} "
                    + $"| {rule.Says.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return text.ToString();
    }

    private static string AppliesTo(LintRule rule)
    {
        var roles = rule.Roles.Count == Enum.GetValues<LintRole>().Length ? "all" : string.Join(", ", rule.Roles.Select(Word));
        return rule.Origin switch
        {
            LintOrigin.Own => roles + "; ours",
            LintOrigin.Foreign => roles + "; others",
            _ => roles,
        };
    }

    private static string Word(LintRole role) => role switch
    {
        LintRole.CrossCertificate => "cross-certificate",
        LintRole.EndEntity => "end entity",
        LintRole.Crl => "CRL",
        _ => role.ToString().ToLowerInvariant(),
    };

    private static string Here([CallerFilePath] string path = "") => path;
}
