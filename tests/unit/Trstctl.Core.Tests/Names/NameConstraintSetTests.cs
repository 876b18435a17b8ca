using System.Text;
using Trstctl.Asn1;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Names;

namespace Trstctl.Core.Tests.Names;

public sealed class NameConstraintSetTests
{
    private static NameConstraintSet Read(byte[] extension) =>
        NameConstraintSet.From(CertificateParts.Of(new CertificateForge { Extensions = new() { ["2.5.29.30"] = extension } }.Tbs()));

    private static byte[] Tlv(int tag, params byte[] content) => [(byte)tag, (byte)content.Length, .. content];

    private static byte[] Permitted(byte[] generalName) => Tlv(0x30, Tlv(0xA0, Tlv(0x30, generalName)));

    private static byte[] Text(int tag, string text) => Permitted(Tlv(tag, Encoding.ASCII.GetBytes(text)));

    private static void Refuses(byte[] extension) =>
        Assert.Equal(ErrorId.CertificateInvalid, Assert.Throws<TrstException>(() => Read(extension)).Id);

    [Fact]
    [Trait("Conformance", "A03")]
    public void RefusesSubtreesThatArePresentButEmpty()
    {
        Refuses([0x30, 0]);
        Refuses([0x30, 2, 0xA0, 0]);
        Refuses(Tlv(0x30, [.. Tlv(0xA0, Tlv(0x30, Tlv(0x82, (byte)'a'))), 0xA1, 0]));
    }

    [Fact]
    public void RefusesSubtreesGivenTwice() =>
        Refuses(Tlv(0x30, [.. Tlv(0xA0, Tlv(0x30, Tlv(0x82, (byte)'a'))), .. Tlv(0xA0, Tlv(0x30, Tlv(0x82, (byte)'b')))]));

    [Theory]
    [InlineData(0x82, "*.example.com")]
    [InlineData(0x82, "example.com.")]
    [InlineData(0x82, "example..com")]
    [InlineData(0x82, ".")]
    [InlineData(0x81, "")]
    [InlineData(0x81, "@example.com")]
    [InlineData(0x81, "me@.example.com")]
    [InlineData(0x86, "")]
    [InlineData(0x86, "10.0.0.1")]
    [InlineData(0x86, "https://example.com")]
    [InlineData(0x86, "me@example.com")]
    [InlineData(0x88, "x")]
    [Trait("Conformance", "A03")]
    public void RefusesWhatVerifiersReadDifferently(int tag, string text) => Refuses(Text(tag, text));

    [Theory]
    [InlineData(new byte[] { 10, 0, 0, 0, 255, 0, 255, 0 })]
    [InlineData(new byte[] { 10, 0, 0, 0 })]
    [InlineData(new byte[] { 10, 0, 0, 0, 0, 255, 255, 255 })]
    [Trait("Conformance", "A03")]
    public void RefusesMasksThatAreNoPrefix(byte[] range) => Refuses(Permitted(Tlv(0x87, range)));

    [Fact]
    public void AnEmptyDomainHoldsEveryHost() =>
        Assert.True(Read(Text(0x82, "")).Permitted[0].Contains(ConstrainedName.Parse("name", "DNS:www.example.com")));

    [Fact]
    [Trait("Conformance", "A03")]
    public void ValuesThatAreMalformedForTheirTypeCompareAsBytes()
    {
        ConstrainedName Named(int type, byte last) => new(DistinguishedName.FromDer(
            Tlv(0x30, Tlv(0x31, Tlv(0x30, [6, 3, 0x55, 4, 10, .. Tlv(type, (byte)'a', last)])))));
        Assert.False(Named(0x0C, 0xFE).Contains(Named(0x0C, 0xFF)));
        Assert.False(Named(0x13, (byte)'?').Contains(Named(0x13, 0xE9)));
        Assert.True(Named(0x0C, (byte)'B').Contains(Named(0x13, (byte)'b')));
    }

    [Theory]
    [InlineData("URI:10.0.0.1")]
    [InlineData("DNS:10.0.0.1")]
    [InlineData("email:10.0.0.1")]
    public void RefusesAddressesTypedAsHosts(string text) =>
        Assert.Equal(ErrorId.SpecInvalid, Assert.Throws<TrstException>(() => ConstrainedNameParser.ParseTyped("PermittedName", text)).Id);
}
