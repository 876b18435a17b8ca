using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Trstctl.Module.Tests.Reports;

/// <summary>The pages as a browser sees them: what is there, that nothing ran or was fetched, and that nothing is wider than the page.
/// </summary>
public sealed partial class BrowserTests : IDisposable
{
    private const string Asks = "http://elsewhere.example/";

    // Ours, put into a copy of the page: it says in the title how wide the page is and who reaches beyond it.
    private const string Probe = """
        <script>addEventListener('load', () => {
            const wide = [...document.querySelectorAll('body *')].filter(e => !e.ownerSVGElement
                && e.getBoundingClientRect().right > innerWidth + 1);
            document.title = 'probed ' + document.documentElement.scrollWidth + ' of ' + innerWidth + ' '
                + wide.map(e => e.tagName + ' ' + e.textContent.slice(0, 40)).join('; ');
        })</script></body>
        """;

    private readonly Founded founded = new();

    public void Dispose() => founded.Dispose();

    [FactNeeding("chromium")]
    public void BothPagesAreWholeAndQuiet()
    {
        founded.Run($$"""
            $spec = New-TrstCASpec 'CN=A\<script\>document.title=1\</script\>' -Validity 5y -CrlUrl '{{Asks}}x.crl' -Custody Operational
            $long = New-TrstCASpec "CN=$('W' * 64),O=$('w' * 64)" -Validity 5y -Custody Operational
            $root = Make-Root "CN=$('M' * 60)"
            foreach ($one in $spec, $long) {
                $c = Sign (Start-It Intermediate $one @{ Issuer = $root; Reason = ('x' * 1000) }) 0, 1, 2
                $null = $c | New-TrstIntermediateCA
            }
            $null = $c | Export-TrstCeremony -Path "$folder/ceremony.html"
            $null = $root | Export-TrstCA -Path "$folder/hierarchy.html"
            """);

        foreach (var page in new[] { "ceremony.html", "hierarchy.html" })
        {
            var (dom, requests) = Open(page, 1200);
            Assert.DoesNotContain("<script", dom);
            Assert.Contains("<svg", dom);
            Assert.Contains("</footer>", dom);
            Assert.Matches("<title>(Ceremony|Hierarchy of) ", dom);
            Assert.DoesNotContain(Asks, requests);
            foreach (var width in new[] { 1200, 700 })
            {
                var title = Title().Match(Open(Probed(page), width).Dom).Groups[1].Value;
                var widths = Widths().Match(title);
                Assert.True(widths.Success && Width(widths, 1) <= Width(widths, 2), title);
            }
        }
    }

    private static int Width(Match widths, int group) => int.Parse(widths.Groups[group].Value, CultureInfo.InvariantCulture);

    private string Probed(string page)
    {
        var text = File.ReadAllText(founded.PathOf(page));
        File.WriteAllText(founded.PathOf("probe.html"), Policy().Replace(text, "").Replace("</body>", Probe, StringComparison.Ordinal));
        return "probe.html";
    }

    private (string Dom, string Requests) Open(string page, int width)
    {
        var (log, profile) = (founded.PathOf("net.json"), founded.PathOf("profile"));
        var start = new ProcessStartInfo("chromium")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={profile}", $"--log-net-log={log}",
                $"--window-size={width},1400", "--virtual-time-budget=2000", "--dump-dom", new Uri(founded.PathOf(page)).AbsoluteUri,
            },
        };
        using var chromium = Process.Start(start)!;
        _ = chromium.StandardError.ReadToEndAsync();
        var dom = chromium.StandardOutput.ReadToEnd();
        chromium.WaitForExit();
        return (dom, File.ReadAllText(log));
    }

    [GeneratedRegex("<title>([^<]*)</title>")]
    private static partial Regex Title();

    [GeneratedRegex("^probed ([0-9]+) of ([0-9]+) $")]
    private static partial Regex Widths();

    [GeneratedRegex("<meta http-equiv[^>]*>")]
    private static partial Regex Policy();
}
