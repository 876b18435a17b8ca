using Trstctl.Authorities.Publishing;

namespace Trstctl.Core.Tests.Authorities;

/// <summary>File names as MS-WCCE 3.1.1.4.1.1 says.</summary>
public sealed class AdcsNameTests
{
    [Theory]
    [InlineData("LongCAName(WithSpeci@#$%^Characters", "LongCAName!0028WithSpeci@!0023$!0025!005eCharacters")] // 1.3.2.5
    [InlineData("Contoso Root CA (G2)", "Contoso Root CA !0028G2!0029")]
    [InlineData("a-b_c.d~e@f$", "a-b_c.d~e@f$")]
    [InlineData("R&D's, \"x\"; <y>=[z]{!}|`*?:/\\+", "R!0026D!0027s!002c !0022x!0022!003b !003cy!003e!003d!005bz!005d!007b!0021!007d!007c"
        + "!0060!002a!003f!003a!002f!005c!002b")]
    [InlineData("Z\u00fcrich \u0391 \t\u007f", "Z!00fcrich !0391 !0009!007f")]
    public void DisallowedCharactersAreSanitized(string name, string expected) => Assert.Equal(expected, AdcsName.Of(name));

    // 51 characters, no sanitized one cut, and the hash of what was cut.
    [Fact]
    public void ANameTooLongForAFileIsTheShortOne()
    {
        var name = AdcsName.Of(new string('\u00fc', 64));
        Assert.Equal(string.Concat(Enumerable.Repeat("!00fc", 10)) + "-" + Hash(string.Concat(Enumerable.Repeat("!00fc", 54))), name);
        Assert.NotEqual(name, AdcsName.Of(new string('\u00fc', 63) + "x"));
    }

    // 3.1.1.4.1.1.1: rotated by one bit to the left, and added.
    private static string Hash(string excess)
    {
        ushort hash = 0;
        foreach (var c in excess)
        {
            hash = unchecked((ushort)(ushort.RotateLeft(hash, 1) + c));
        }

        return hash.ToString("00000", System.Globalization.CultureInfo.InvariantCulture);
    }
}
