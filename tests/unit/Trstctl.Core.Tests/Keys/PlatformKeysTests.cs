using System.Security.Cryptography;
using Trstctl.Keys;

namespace Trstctl.Core.Tests.Keys;

/// <summary>The platform's keys that are kept: so many, each for its own key's signatures alone.</summary>
public sealed class PlatformKeysTests
{
    private static readonly byte[] Data = [1, 2, 3];

    [Fact]
    public void NoMoreAreKeptThanTheBound()
    {
        for (var i = 0; i < PlatformKeys.Most + 10; i++)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Assert.True(Verifies(key, key));
        }

        Assert.InRange(PlatformKeys.Count, 1, PlatformKeys.Most);
    }

    [Fact]
    public void AKeptKeyVerifiesNothingOfAnother()
    {
        using var one = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(Verifies(one, one));
            Assert.False(Verifies(one, other));
            Assert.True(Verifies(other, other));
        }
    }

    [Fact]
    public void ManyThreadsAskForOneKeyAtOnce()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (of, signature) = (PublicKey.Of(key), Sign(key));
        Parallel.For(0, 200, i => Assert.Equal(
            i % 2 == 0, SignatureCheck.Verify(of, i % 2 == 0 ? Data : [4], signature)));
    }

    private static bool Verifies(ECDsa signer, ECDsa verifier) => SignatureCheck.Verify(PublicKey.Of(verifier), Data, Sign(signer));

    private static byte[] Sign(ECDsa key) => key.SignData(Data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}
