using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Trstctl.Core.Tests;

/// <summary>docs/conformance.md is written from the traits on the tests, so that a behaviour without a test is visible.</summary>
public sealed partial class ConformanceListTests
{
    private static readonly (string Letter, int Last)[] Groups =
        [("Q", 13), ("F", 9), ("N", 22), ("A", 8), ("K", 3), ("T", 3), ("S", 4), ("P", 8), ("R", 19)];

    // Who could get past it: the rows of the attack table of the design.
    private static readonly string[] Attackers =
    [
        "database writer", "backup thief", "restorer of an old copy", "one custodian",
        "writer of the file", "m-1 custodians", "the opener", "another tenant", "a script", "a crash",
    ];

    /// <summary>TRSTCTL_UPDATE_DOCS=1 writes the file instead of comparing it.</summary>
    [Fact]
    [Trait("Writes", "docs")]
    public void TheListOfProvedBehavioursIsUpToDate()
    {
        var repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));
        var file = Path.Combine(repository, "docs", "conformance.md");
        var expected = Write(Proofs(repository));
        if (Environment.GetEnvironmentVariable("TRSTCTL_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    private static SortedDictionary<string, SortedSet<string>> Proofs(string repository)
    {
        var proofs = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        var sources = Directory.GetFiles(Path.Combine(repository, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"));
        foreach (var source in sources)
        {
            foreach (var (id, test) in Traits(File.ReadAllLines(source)))
            {
                (proofs.TryGetValue(id, out var tests) ? tests : proofs[id] = new(StringComparer.Ordinal)).Add(test);
            }
        }

        foreach (var script in Directory.GetFiles(Path.Combine(repository, "tests", "pester"), "*.Tests.ps1"))
        {
            foreach (Match tag in Tag().Matches(File.ReadAllText(script)))
            {
                foreach (var id in tag.Groups[2].Captures.Select(capture => capture.Value))
                {
                    (proofs.TryGetValue(id, out var tests) ? tests : proofs[id] = new(StringComparer.Ordinal))
                        .Add($"Pester, {Path.GetFileName(script)}: {tag.Groups[1].Value.Replace("<", "&lt;", StringComparison.Ordinal)}");
                }
            }
        }

        return proofs;
    }

    // Traits stand before the class or method they belong to.
    private static IEnumerable<(string Id, string Test)> Traits(string[] lines)
    {
        var (pending, type, ofType) = (new List<string>(), "", Array.Empty<string>());
        foreach (var line in lines)
        {
            pending.AddRange(Trait().Matches(line).Select(match => match.Groups[1].Value));
            if (Class().Match(line) is { Success: true } found)
            {
                (type, ofType) = (found.Groups[1].Value, [.. pending]);
                pending.Clear();
            }
            else if (Method().Match(line) is { Success: true } method)
            {
                foreach (var id in pending.Concat(ofType).Distinct())
                {
                    yield return (id, $"{type}.{method.Groups[1].Value}");
                }

                pending.Clear();
            }
        }
    }

    private static string Write(SortedDictionary<string, SortedSet<string>> proofs)
    {
        var ids = Groups.SelectMany(group => Enumerable.Range(1, group.Last).Select(n => $"{group.Letter}{n:00}"));
        var text = new StringBuilder("""
            # Conformance

            Which test proves which behaviour. Written from the `[Trait("Conformance", ...)]` attributes of the tests with
            `TRSTCTL_UPDATE_DOCS=1 dotnet test`; a test fails when it is out of date. T01 to T03 wait for several tenants and
            PostgreSQL, N22 for evidence, S03 for the backup cmdlets.

            | id | proved by |
            |---|---|

            """.ReplaceLineEndings("\n"));
        WriteRows(text, ids, proofs);
        text.Append("""

            ## Attackers

            Whom each test plays, from `[Trait("Attacker", ...)]`; all through the cmdlets.

            | attacker | stopped by |
            |---|---|

            """.ReplaceLineEndings("\n"));
        WriteRows(text, Attackers, proofs);
        return text.ToString();
    }

    private static void WriteRows(StringBuilder text, IEnumerable<string> ids, SortedDictionary<string, SortedSet<string>> proofs)
    {
        foreach (var id in ids)
        {
            var tests = proofs.TryGetValue(id, out var found) ? string.Join("<br>", found) : "**none yet**";
            text.Append($"| {id} | {tests} |\n");
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("Trait\\(\"(?:Conformance|Attacker)\", \"([A-Z][0-9]{2}|[a-z][a-z0-9 -]+)\"\\)")]
    private static partial Regex Trait();

    [GeneratedRegex("(?:Describe|It) '([^']+)' -Tag (?:'([A-Z][0-9]{2})'(?:, )?)+")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^\s*(?:public|internal) (?:sealed |static |abstract |partial )*class (\w+)")]
    private static partial Regex Class();

    [GeneratedRegex(@"^\s*public (?:async Task|void) (?!Dispose)(\w+)\(")]
    private static partial Regex Method();
}
