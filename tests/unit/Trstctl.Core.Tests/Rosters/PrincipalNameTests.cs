using System.Globalization;
using CsCheck;
using Trstctl.Primitives;
using Trstctl.Rosters;

namespace Trstctl.Core.Tests.Rosters;

[Trait("Conformance", "Q05")]
public class PrincipalNameTests
{
    [Theory]
    [InlineData("Ada Lovelace", "ADA LOVELACE")]
    [InlineData("Ada Lovelace", "  ada \u00a0 lovelace\u3000")]
    [InlineData("Ada", "\uff21\uff44\uff41")]
    [InlineData("Ren\u00e9e", "Rene\u0301e")]
    [InlineData("Ren\u00e9e", "RENE\u0301E")]
    [InlineData("Stra\u00dfe", "STRASSE")]
    [InlineData("STRA\u1e9eE", "strasse")]
    [InlineData("Ingrid", "\u0131ngr\u0131d")]
    [InlineData("\u0130nci", "INCI")]
    [InlineData("i\u0307nci", "inci")]
    [InlineData("I\u015f\u0131k", "\u0131\u015fIk")]
    [InlineData("\u039f\u03b4\u03c5\u03c3\u03c3\u03b5\u03cd\u03c2", "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u038e\u03a3")]
    [InlineData("o\ufb03ce", "OFFICE")]
    [InlineData("\uff76\uff9e", "\u30ac")]
    public void TwoSpellingsHaveOneKey(string one, string other)
    {
        foreach (var culture in new[] { "", "tr-TR", "de-DE", "en-US", "az-Latn-AZ" })
        {
            In(culture, () => Assert.Equal(PrincipalName.Key(one), PrincipalName.Key(other)));
        }
    }

    [Theory]
    [InlineData("Ada", "Adam")]
    [InlineData("Ada B", "AdaB")]
    [InlineData("Rene", "Ren\u00e9")]
    [InlineData("anna-1", "anna-2")]
    public void DifferentNamesHaveDifferentKeys(string one, string other) =>
        Assert.NotEqual(PrincipalName.Key(one), PrincipalName.Key(other));

    /// <summary>What a reader would take for one name: letters of another script in all of it, of capitals too, digits for letters, two
    /// letters for one, other dashes, quotation marks and accents.</summary>
    [Theory]
    [InlineData("Coco", "\u0421\u043e\u0441\u043e")]
    [InlineData("coco", "\u0421\u041e\u0421\u041e")]
    [InlineData("HOPE", "\u041d\u041e\u0420\u0415")]
    [InlineData("Nina", "\u039d\u0399\u039d\u0391")]
    [InlineData("B\u00e9a", "\u0412\u0415\u0301\u0410")]
    [InlineData("PAUL", "PauI")]
    [InlineData("Paul", "Pau1")]
    [InlineData("ops-10", "ops-lO")]
    [InlineData("Arno", "Amo")]
    [InlineData("Anna-Maria", "Anna\u2013Maria")]
    [InlineData("O'Brien", "O\u2019Brien")]
    [InlineData("Ione\u0219cu", "Ione\u015fcu")]
    [InlineData("Ada  Lovelace", "ada lovelace")]
    [InlineData("\u0399\u03a9\u0391\u039d\u039d\u0397\u03a3", "\u0399\u03c9\u03b1\u03bd\u03bd\u03b7\u03c2")]
    public void NamesThatLookAlikeHaveASkeletonInCommon(string one, string other) =>
        Assert.Contains(PrincipalName.Skeletons(one), PrincipalName.Skeletons(other).Contains);

    /// <summary>Letters that look alike in some script and some case only do not make all names alike.</summary>
    [Theory]
    [InlineData("Leni", "Levi")]
    [InlineData("Uma", "Yma")]
    [InlineData("Ali", "All")]
    [InlineData("Rene", "Ren\u00e9")]
    [InlineData("anna-1", "anna-2")]
    [InlineData("\u0410\u043d\u043d\u0430", "Anna")]
    public void OtherNamesDoNot(string one, string other) =>
        Assert.DoesNotContain(PrincipalName.Skeletons(one), PrincipalName.Skeletons(other).Contains);

    [Fact]
    public void KeysDoNotDependOnTheCulture()
    {
        var alphabet = Gen.OneOf(
            "I", "i", "\u0130", "\u0131", "\u00df", "\u1e9e", "S", "\u00c4", "a\u0308", "\u01c4", "\ufb01", "\u017f", "x", " ");
        alphabet.Array[1, 12].Select(string.Concat).Where(text => text.Trim().Length > 0).Sample(
            text =>
            {
                var keys = new[] { "", "tr-TR", "de-DE" }.Select(culture => In(culture, () => PrincipalName.Key(text))).ToArray();
                return keys.Distinct().Count() == 1
                    && PrincipalName.Key(keys[0]) == keys[0]
                    && PrincipalName.Key(text.ToUpperInvariant()) == keys[0];
            },
            threads: 1);
    }

    [Fact]
    public void TheShownNameIsTrimmedAndComposedButKeepsItsCase() =>
        Assert.Equal("Ren\u00e9e  B", PrincipalName.Enter(" Rene\u0301e  B\u3000"));

    [Theory]
    [InlineData("\u0430da", "mixes")]
    [InlineData("Ad\u03b1", "mixes")]
    [InlineData("\u0391\u0434\u0430", "mixes")]
    [InlineData("\u054dam", "mixes")]
    [InlineData("\u13aada", "mixes")]
    [InlineData("\u2c9fda", "mixes")]
    [InlineData("\u00b5ada", "mixes")]
    [InlineData("\u05d0da", "mixes")]
    [InlineData("\u4e2d\u0430", "mixes")]
    [InlineData("\u0e01a", "mixes")]
    [InlineData("Adm\u200bin", "U+200B")]
    [InlineData("Admin\u202e", "U+202E")]
    [InlineData("Ad\nmin", "U+000A")]
    [InlineData("Ad\tmin", "U+0009")]
    [InlineData("Adm\U000E0049n", "U+E0049")]
    [InlineData("Ada \U0001F600", "U+1F600")]
    [InlineData("x\ufffe", "U+FFFE")]
    [InlineData("", "1 to 64")]
    [InlineData(" \u3000", "1 to 64")]
    [InlineData("---", "letter or digit")]
    [InlineData("\U0001F601", "letter or digit")]
    public void RefusesNamesThatDeceive(string name, string reason)
    {
        foreach (Func<string, string> act in new[] { PrincipalName.Enter, PrincipalName.Key })
        {
            var refusal = Assert.Throws<TrstException>(() => act(name));
            Assert.Equal(ErrorId.NameInvalid, refusal.Id);
            Assert.Contains(reason, refusal.Message);
            Assert.Null(CanonicalText.Fault(refusal.Message, allowUnnormalised: true));
        }
    }

    [Fact]
    public void RefusesHalfOfASurrogatePair() => RefusesNamesThatDeceive("x\ud800", "surrogate");

    [Theory]
    [InlineData("Ada Lovelace")]
    [InlineData("O\u2019Brien-M\u00fcller, Ren\u00e9e")]
    [InlineData("Ka\u02bbimi")]
    [InlineData("\u0410\u043d\u043d\u0430 \u041f\u0435\u0442\u0440\u043e\u0432\u0430 2")]
    [InlineData("\u0395\u03bb\u03ad\u03bd\u03b7")]
    [InlineData("\u5c71\u7530 \u592a\u90ce (Yamada Tar\u014d)")]
    [InlineData("\u3084\u307e\u3060\u30fc\u30ab\u30bf\u30ab\u30ca\u4e2d")]
    [InlineData("\uae40 Kim")]
    [InlineData("\u0645\u062d\u0645\u062f")]
    [InlineData("\u0e2a\u0e21\u0e0a\u0e32\u0e22")]
    [InlineData("7")]
    public void AcceptsNamesOfThisWorld(string name) => Assert.Equal(name, PrincipalName.Enter(name));

    [Fact]
    public void BoundsTheLengthAfterTrimming()
    {
        Assert.Equal(64, PrincipalName.Enter("  " + new string('x', 64) + " ").Length);
        var refusal = Assert.Throws<TrstException>(() => PrincipalName.Enter(new string('x', 100_000)));
        Assert.InRange(refusal.Message.Length, 1, 400);
    }

    private static void In(string culture, Action act) => In(culture, () =>
    {
        act();
        return 0;
    });

    private static T In<T>(string culture, Func<T> act)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
