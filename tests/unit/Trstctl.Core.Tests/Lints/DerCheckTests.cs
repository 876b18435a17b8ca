using Trstctl.Lints;

namespace Trstctl.Core.Tests.Lints;

public sealed class DerCheckTests
{
    [Theory]
    [InlineData("010100")]
    [InlineData("0101FF")]
    [InlineData("02020080")]
    [InlineData("0202FF7F")]
    [InlineData("03010 0")]
    [InlineData("03020780")]
    [InlineData("0500")]
    [InlineData("06032A864 8")]
    [InlineData("3106020101020102")]
    [InlineData("3000")]
    public void AcceptsDer(string hex) =>
        Assert.Null(DerCheck.Fault(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("010101", "a boolean of another value")]
    [InlineData("0102FFFF", "a boolean of two octets")]
    [InlineData("0200", "an integer of no octet")]
    [InlineData("02020001", "a leading zero")]
    [InlineData("0202FF80", "a leading sign octet")]
    [InlineData("0A020001", "a leading zero in an ENUMERATED")]
    [InlineData("0300", "a bit string of no octet")]
    [InlineData("030101", "unused bits of no octet")]
    [InlineData("030208FF", "eight unused bits")]
    [InlineData("030201FF", "an unused bit that is set")]
    [InlineData("050100", "a null with content")]
    [InlineData("0600", "an empty object identifier")]
    [InlineData("06022A86", "an object identifier that breaks off")]
    [InlineData("06032A8001", "an object identifier with a padded arc")]
    [InlineData("3106020102020101", "a set out of order")]
    [InlineData("24030401AA", "a constructed octet string")]
    [InlineData("1000", "a primitive sequence")]
    [InlineData("30020000", "an end of contents")]
    [InlineData("30800000", "an indefinite length")]
    [InlineData("0481010A", "a length in two octets that fits one")]
    [InlineData("1F0100", "a tag of several octets")]
    [InlineData("05000500", "two elements")]
    public void RefusesEverythingElse(string hex, string what) => Assert.True(DerCheck.Fault(Convert.FromHexString(hex)) is not null, what);
}
