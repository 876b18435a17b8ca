using System.Text;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

[Trait("Conformance", "N17")]
public class UnicodeTableTests
{
    private static readonly NormalizationForm[] Forms =
        [NormalizationForm.FormC, NormalizationForm.FormD, NormalizationForm.FormKC, NormalizationForm.FormKD];

    /// <summary>The table is part of the rules by which a ledger is replayed: another one needs another number of these rules
    /// (<c>ReplayRules</c>), and the one before stays.</summary>
    [Fact]
    public void TheTableOfTheFirstRulesStaysAsItIs() =>
        Assert.Equal("71b74ec547e4707a769f4f5506bab8ea718a111a65066ad914d6aff18fe6ad9f", Digest.Of(UnicodeTable.Bytes()).Hex);

    /// <summary>The host normalises nothing else, and what is not in the table equals nothing in it.</summary>
    [Fact]
    public void NormalisingFoldingAndMappingDoNotLeaveTheTable()
    {
        foreach (var text in Listed().Select(char.ConvertFromUtf32))
        {
            foreach (var form in Forms)
            {
                Assert.All(UnicodeTable.PointsOf(text.Normalize(form)), point => Assert.True(UnicodeTable.Holds(point), $"{point:X4}"));
            }

            var folded = FoldedText.Of(text);
            Assert.Equal(folded, FoldedText.Of(folded));
            Assert.All(
                UnicodeTable.PointsOf(folded + string.Concat(FoldedText.Skeletons(text))),
                point => Assert.True(UnicodeTable.Holds(point), $"{point:X4}"));
        }
    }

    [Fact]
    public void HoldsNoControlBidirectionalInvisibleOrUnassignedCodePoint()
    {
        var kinds = Listed().Select(point => System.Globalization.CharUnicodeInfo.GetUnicodeCategory(char.ConvertFromUtf32(point), 0))
            .Distinct();
        Assert.DoesNotContain(kinds, kind => kind
            is System.Globalization.UnicodeCategory.Control
            or System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator
            or System.Globalization.UnicodeCategory.PrivateUse
            or System.Globalization.UnicodeCategory.OtherNotAssigned);
        Assert.DoesNotContain(
            new[] { 0xAD, 0x34F, 0x115F, 0x1160, 0x180B, 0x200B, 0x200D, 0x202E, 0x2028, 0x2060, 0x3164, 0xFE0F, 0xFFA0, 0xE0100 },
            UnicodeTable.Holds);
    }

    private static IEnumerable<int> Listed() => Enumerable.Range(0, 0x110000).Where(UnicodeTable.Holds);
}
