using System.Security.Cryptography;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Shares;

public sealed class AgreementKeyTests
{
    [Fact]
    public void BothSidesAgree()
    {
        using var one = new AgreementKey();
        using var other = new AgreementKey();
        using var here = one.Agree(other.PublicKey, [1]);
        using var there = other.Agree(one.PublicKey, [1]);
        Assert.Equal(here.Bytes, there.Bytes);
    }

    [Fact]
    public void ThePlatformAgrees()
    {
        using var key = new AgreementKey();
        using var platform = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var theirs = Points.Import(key.PublicKey);
        var common = platform.DeriveRawSecretAgreement(theirs.PublicKey);
        using var here = key.Agree(Points.Of(platform), [1, 2]);
        Assert.Equal(HKDF.DeriveKey(HashAlgorithmName.SHA256, common, 32, null, [1, 2]), here.Bytes);
    }

    [Theory]
    [MemberData(nameof(Points.Bad), MemberType = typeof(Points))]
    public void WhatIsNoPointIsRefused(string name, byte[] point)
    {
        using var key = new AgreementKey();
        Assert.False(AgreementKey.IsPoint(point), name);
        Assert.Throws<ArgumentException>(() => key.Agree(point, []));
    }

    [Fact]
    public void ThePointBesideTheOneOutOfRangeIsFine() => Assert.True(AgreementKey.IsPoint([4, .. new byte[32], .. Points.RootOfB]));

    [Fact]
    public void ADisposedKeyAgreesOnNothing()
    {
        var key = new AgreementKey();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Agree(key.PublicKey, []));
    }
}
