using Trstctl.Shares;

namespace Trstctl.Core.Tests.Shares;

public sealed class GaloisFieldTests
{
    [Fact]
    public void EveryProductIsThatOfLongMultiplicationAndDivision()
    {
        for (var a = 0; a < 256; a++)
        {
            for (var b = 0; b < 256; b++)
            {
                Assert.Equal(FieldModel.Multiply(a, b), GaloisField.Multiply(a, b));
            }
        }
    }

    [Fact]
    public void EveryElementButZeroHasItsInverse()
    {
        Assert.Equal(0, GaloisField.Invert(0));
        Assert.Equal(255, Enumerable.Range(1, 255).Select(GaloisField.Invert).Distinct().Count());
        Assert.All(Enumerable.Range(1, 255), a => Assert.Equal(1, FieldModel.Multiply(a, GaloisField.Invert(a))));
    }

    [Fact]
    public void MultiplicationIsCommutativeAssociativeAndDistributive() => CsCheck.Check.Sample(
        CsCheck.Gen.Select(CsCheck.Gen.Byte, CsCheck.Gen.Byte, CsCheck.Gen.Byte),
        (a, b, c) => GaloisField.Multiply(a, b) == GaloisField.Multiply(b, a)
            && GaloisField.Multiply(a, GaloisField.Multiply(b, c)) == GaloisField.Multiply(GaloisField.Multiply(a, b), c)
            && GaloisField.Multiply(a, b ^ c) == (GaloisField.Multiply(a, b) ^ GaloisField.Multiply(a, c))
            && GaloisField.Multiply(a, 1) == a);

    // codahale/shamir, src/test/java/com/codahale/shamir/GF256Test.java; hashicorp/vault, shamir/shamir_test.go; FIPS 197, 4.2.
    [Theory]
    [InlineData(90, 21, 254)]
    [InlineData(133, 5, 167)]
    [InlineData(0, 21, 0)]
    [InlineData(0xb6, 0x53, 0x36)]
    [InlineData(3, 7, 9)]
    [InlineData(0x57, 0x83, 0xc1)]
    [InlineData(0x57, 0x13, 0xfe)]
    public void PublishedProducts(int a, int b, int product) => Assert.Equal(product, GaloisField.Multiply(a, b));

    // codahale/shamir, GF256Test.java; hashicorp/vault, shamir/shamir_test.go.
    [Theory]
    [InlineData(90, 21, 189)]
    [InlineData(6, 55, 151)]
    [InlineData(22, 192, 138)]
    [InlineData(0, 192, 0)]
    [InlineData(6, 3, 2)]
    [InlineData(3, 3, 1)]
    public void PublishedQuotients(int a, int b, int quotient) => Assert.Equal(quotient, GaloisField.Multiply(a, GaloisField.Invert(b)));
}
