using System.Management.Automation.Host;
using Trstctl.Authorities;
using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

/// <summary>The last column of the table of CAs: the tree, and under each CA the certificates that concern it.</summary>
public static class TreeRow
{
    private static readonly Art Lines = new("\u2502  ", "\u251c\u2500 ", "\u2514\u2500 ", "\u21c4 ");
    private static readonly Art Ascii = new("|  ", "+- ", "`- ", "x ");

    /// <param name="ca">A CA, or what came of one over a remoting connection.</param>
    /// <param name="host">Whose console it is shown in.</param>
    /// <param name="taken">The width of the other columns, with the spaces between all.</param>
    public static string Of(PSObject ca, PSHost? host, int taken) => ca.BaseObject is TrstCA here
        ? Of(here, IsUnicode ? Lines : Ascii, TableText.Width(host) - taken)
        : new string(' ', 2 * (ca.Properties["Depth"]?.Value as int? ?? 0)) + ca.Properties["Name"]?.Value;

#pragma warning disable RS0030 // What the console can show, the console says.
    private static bool IsUnicode
    {
        get
        {
            try
            {
                return Console.OutputEncoding.CodePage is 65001 or 1200;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }
#pragma warning restore RS0030

    private static string Of(TrstCA ca, Art art, int width)
    {
        var lasts = ca.Listed.Lasts;
        var own = lasts.Count == 0 ? new string(' ', 2 * ca.Depth) : string.Concat(lasts.Skip(1).Select(
            (isLast, i) => i == lasts.Count - 2 ? (isLast ? art.Last : art.Next) : isLast ? "   " : art.Along));
        var below = string.Concat(lasts.Skip(1).Select(isLast => isLast ? "   " : art.Along))
            + (ca.Listed.Issues && lasts.Count > 0 ? art.Along : "   ");
        var rows = ca.Listed.Rows.SelectMany(row => TableText.Lines(Words(row, ca), width - below.Length - art.Cross.Length)
            .Select((line, i) => below + (i == 0 ? art.Cross : "  ") + line));
        return string.Join("\n", rows.Prepend(own + Name(ca)));
    }

    private static string Name(TrstCA ca) =>
        (ca.Generation > 1 || ca.Record.Status == AuthorityStatus.Superseded)
        && !ca.Name.EndsWith($" G{ca.Generation}", StringComparison.Ordinal)
            ? $"{ca.Name} (G{ca.Generation})"
            : ca.Name;

    private static string Words(CrossCertificateRecord row, TrstCA ca)
    {
        var view = row.View;
        var what = row.Link
            ?? (row.IssuerId == ca.AuthorityId
                ? $"cross-signs {CeremonyRecord.NameOf(view.Subject)}"
                : $"cross-signed by {CeremonyRecord.NameOf(view.Issuer)}");
        return $"{what}, to {view.NotAfter:yyyy-MM-dd}{(row.Revocation is null ? string.Empty : ", revoked")}";
    }

    private sealed record Art(string Along, string Next, string Last, string Cross);
}
