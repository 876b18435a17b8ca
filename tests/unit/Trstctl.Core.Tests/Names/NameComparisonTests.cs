using Trstctl.Asn1;
using Trstctl.Names;

namespace Trstctl.Core.Tests.Names;

/// <summary>RFC 5280 7.1, by a table of our own: a host's tables of letters grow, and what is equal must stay so.</summary>
[Trait("Conformance", "Q05")]
public class NameComparisonTests
{
    [Theory]
    [InlineData("Contoso Root", "CONTOSO  root ", true)]
    [InlineData("Stra\u00dfe", "STRASSE", true)]
    [InlineData("\uff23\uff21", "ca", true)]
    [InlineData("Re\u0301ne\u0301", "R\u00c9N\u00c9", true)]
    [InlineData("\u039f\u03b4\u03cc\u03c2", "\u039f\u0394\u038c\u03a3", true)]
    [InlineData("Contoso", "Cont\u043eso", false)]
    [InlineData("a", "b", false)]
    [InlineData("\u10d0", "\u1c90", false)]
    [InlineData("\ua77b", "\ua7ae", false)]
    [InlineData("x\ufffe", "X\ufffe", false)]
    [InlineData("x\ufffe", "x\ufffe", true)]
    [InlineData("e\u0301\ufffe", "\u00e9\ufffe", false)]
    public void ComparesByTheTableAndByNothingElse(string one, string other, bool same) =>
        Assert.Equal(same, Name(one).Equivalent(Name(other)));

    /// <summary>The Kelvin sign is k to a host's tables.</summary>
    [Fact]
    public void HostsFoldAsAsciiDoes() => Assert.Equal("A@x\u212a.example", ConstrainedName.NormalEmail("A@X\u212a.example"));

    private static DistinguishedName Name(string text) =>
        DistinguishedName.FromDer(Der.Sequence(Der.SetOf([Der.Sequence(Der.Oid("2.5.4.3"), Der.Utf8(text))])));
}
