using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Trstctl.Asn1;
using Trstctl.Custody;
using Trstctl.Keys;

namespace Trstctl.Core.Tests.Keys;

/// <summary>The encoding of a signature is judged before any platform sees it, so that its verdict is the same everywhere.</summary>
public sealed class SignatureEncodingTests
{
    public static TheoryData<string> Curves => ["ECDSA-P256", "ECDSA-P384", "ECDSA-P521"];

    [Theory]
    [MemberData(nameof(Curves))]
    public void BothHalvesLieBelowTheOrderOfTheCurve(string name)
    {
        var curve = KeyAlgorithm.Parse(name);
        var order = CustomNamedCurves.GetByOid(new DerObjectIdentifier(curve.CurveOid)).N;

        Assert.NotNull(EcdsaSignature.FromDer(Signature(BigInteger.One, order.Subtract(BigInteger.One)), curve));
        Assert.Null(EcdsaSignature.FromDer(Signature(BigInteger.One, order), curve));
        Assert.Null(EcdsaSignature.FromDer(Signature(order, BigInteger.One), curve));
        Assert.Null(EcdsaSignature.FromDer(Signature(BigInteger.Zero, BigInteger.One), curve));
        Assert.Null(EcdsaSignature.FromDer(Signature(BigInteger.One, order.Add(BigInteger.One)), curve));
    }

    [Fact]
    public void AnRsaSignatureHasTheLengthOfItsModulus()
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.Parse("RSA-3072"));
        var signature = key.Sign([1]);

        Assert.True(SignatureCheck.Verify(key.Algorithm, [1], signature, key.SubjectPublicKeyInfo));
        Assert.False(SignatureCheck.Verify(key.Algorithm, [1], [0, .. signature], key.SubjectPublicKeyInfo));
        Assert.False(SignatureCheck.Verify(key.Algorithm, [1], signature[1..], key.SubjectPublicKeyInfo));
    }

    private static byte[] Signature(BigInteger r, BigInteger s) =>
        Der.Sequence(Der.Integer(r.ToByteArrayUnsigned()), Der.Integer(s.ToByteArrayUnsigned()));
}
