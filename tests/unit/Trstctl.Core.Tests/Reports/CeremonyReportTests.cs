using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Markup;
using Trstctl.Primitives;
using Trstctl.Reports;

namespace Trstctl.Core.Tests.Reports;

public sealed class CeremonyReportTests
{
    private static readonly Gen<CeremonyReport> Any =
        Gen.Select(NodeTests.AnyHostile, Gen.Enum<CeremonyStatus>(), Gen.Bool)
            .Select((text, status, met) => SampleReport.Of(text, status, met));

    [Fact]
    public void WhateverANameSaysThePageHasNoElementOfIts() => Any.Sample(report =>
    {
        var (page, plain) = (Parse(CeremonyPage.Write(report)), Parse(CeremonyPage.Write(Plain(report))));
        return Names(page).SequenceEqual(Names(plain)) && page.Descendants("h1").Single().Value == report.Title;
    });

    [Fact]
    public void NeitherHasTheMarkdownALineOfIts() => Any.Sample(report =>
    {
        var (page, plain) = (CeremonyMarkdown.Write(report), CeremonyMarkdown.Write(Plain(report)));
        return page.Split('\n').Length == plain.Split('\n').Length && !page.Contains('<', StringComparison.Ordinal);
    });

    [Fact]
    public void TheFormatReadsWhatItWrites() => Any.Where(report => report.Title.Length <= 64).Sample(report =>
    {
        var bytes = report.ToBytes();
        return Fields.FromBytes<CeremonyReport>(bytes, "report", 1 << 22, CeremonyReport.Declare).ToBytes().AsSpan().SequenceEqual(bytes);
    });

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("th-TH")]
    public void NoLanguageChangesAByte(string culture)
    {
        var report = SampleReport.Of("I\u0131 \u0130i");
        var (html, markdown) = (CeremonyPage.Write(report), CeremonyMarkdown.Write(report));
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Assert.Equal(html, CeremonyPage.Write(SampleReport.Of("I\u0131 \u0130i")));
            Assert.Equal(markdown, CeremonyMarkdown.Write(SampleReport.Of("I\u0131 \u0130i")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void AQuorumThatDoesNotVerifyIsNotShownAsMet()
    {
        var report = SampleReport.Of("x", CeremonyStatus.Completed, met: false);
        foreach (var page in new[] { CeremonyPage.Write(report), CeremonyMarkdown.Write(report) })
        {
            Assert.Contains("its quorum does not verify", page);
            Assert.Contains("NOT met", page);
            Assert.DoesNotContain("Completed with its quorum", page);
        }

        Assert.Equal("bad", CeremonyWords.Tone(report));
    }

    [Fact]
    public void ThePicturesSayInWordsWhatTheyShow()
    {
        var page = Parse(CeremonyPage.Write(SampleReport.Of("Alice")));
        Assert.All(page.Descendants("svg").Where(svg => svg.Attribute("role") is not null), svg =>
        {
            var ids = svg.Attribute("aria-labelledby")!.Value.Split(' ');
            Assert.Equal(ids, svg.Elements().Take(2).Select(element => element.Attribute("id")!.Value));
            Assert.All(svg.Elements().Take(2), element => Assert.NotEmpty(element.Value));
        });
        var ids = page.DescendantsAndSelf().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Contains("2026-11-23 10:00:00 UTC Alice approved", page.Descendants("desc").First().Value);
        Assert.All(page.Descendants("th"), head => Assert.Contains(head.Attribute("scope")?.Value, new[] { "col", "row" }));
    }

    [Fact]
    public void TheStyleSheetNeedsNoEscape() =>
        Assert.DoesNotContain(ReportStyle.Css + HierarchyStyle.Css, c => c is '<' or '>' or '&' or '"' or '\'');

    private static CeremonyReport Plain(CeremonyReport report) => SampleReport.Of("x", report.Status, report.IsQuorumMet);

    private static XElement Parse(string page) => XElement.Parse(page["<!DOCTYPE html>\n".Length..]);

    private static IEnumerable<string> Names(XElement page) => page.DescendantsAndSelf().SelectMany(element =>
        element.Attributes().Select(attribute => $"{element.Name} {attribute.Name}").Append(element.Name.ToString()));
}
