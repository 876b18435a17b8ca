using CsCheck;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

public class PgpWordsTests
{
    [Theory]
    [InlineData(
        "E58294F2E9A227486E8B061B31CC528FD7FA3F19",
        "topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa afflict bravado chatter revolver Dupont "
            + "midsummer stopwatch whimsical cowbell bottomless")]
    [InlineData(
        "12B4B0057400076FA5C0F5CBF726AC65",
        "atlas politeness ruffled almighty indoors adroitness ahead hemisphere reindeer recipe vapor revival virus caretaker ribcage "
            + "glossary")]
    public void EncodesPublishedExamples(string bytes, string words)
    {
        Assert.Equal(words, string.Join(" ", PgpWords.Encode(Convert.FromHexString(bytes))));
        Assert.True(PgpWords.TryDecode(words.ToUpperInvariant().Split(' '), out var back));
        Assert.Equal(bytes, Convert.ToHexString(back));
    }

    [Fact]
    public void ListsHaveDistinctWordsInAlphabeticalOrder()
    {
        foreach (var list in new[] { PgpWordLists.TwoSyllables, PgpWordLists.ThreeSyllables })
        {
            Assert.Equal(256, list.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        }

        Assert.Empty(PgpWordLists.TwoSyllables.Intersect(PgpWordLists.ThreeSyllables, StringComparer.OrdinalIgnoreCase));
        Assert.Equal(PgpWordLists.TwoSyllables.Order(StringComparer.OrdinalIgnoreCase), PgpWordLists.TwoSyllables);

        // The published list has one pair out of order: 09 applicant, 0A Apollo.
        var inOrder = PgpWordLists.ThreeSyllables.Order(StringComparer.OrdinalIgnoreCase).ToArray();
        (inOrder[9], inOrder[10]) = (inOrder[10], inOrder[9]);
        Assert.Equal(inOrder, PgpWordLists.ThreeSyllables);
    }

    [Fact]
    public void ReadsBack() => Gen.Byte.Array[0, 40].Sample(value =>
        PgpWords.TryDecode(PgpWords.Encode(value), out var back) && back.SequenceEqual(value));

    [Fact]
    public void NoticesALostARepeatedAndAnExchangedWord() => Gen.Select(Gen.Byte.Array[3, 40], Gen.Int[0, 37]).Sample((value, at) =>
    {
        at %= value.Length - 1;
        var words = PgpWords.Encode(value).ToList();
        var lost = words.Where((_, i) => i != at).ToArray();
        var repeated = words.Take(at + 1).Concat(words.Skip(at)).ToArray();
        (words[at], words[at + 1]) = (words[at + 1], words[at]);
        return !PgpWords.TryDecode(lost, out _) && !PgpWords.TryDecode(repeated, out _) && !PgpWords.TryDecode(words, out _);
    });

    [Fact]
    public void RefusesUnknownWords() => Assert.False(PgpWords.TryDecode(["aardvark", "aardvark"], out _));
}
