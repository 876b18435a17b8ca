using System.Security.Cryptography;
using System.Text;
using Trstctl.Custody;
using Trstctl.Primitives;
using Trstctl.Shares;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Shares;

public sealed class KeySessionTests : IDisposable
{
    private readonly KeySession session = new();
    private readonly KeyShare share = Dealt.Share();

    public void Dispose()
    {
        session.Dispose();
        share.Dispose();
    }

    [Fact]
    public void OpensWhatWasReleasedToIt()
    {
        using var opened = session.Open(Seal(), Dealt.For(session), share.Commitment());
        Assert.Equal(share.Context, opened.Context);
        Assert.Equal(share.Value.Bytes, opened.Value.Bytes);
    }

    [Fact]
    public void ThePlatformOpensWhatWasReleased()
    {
        using var platform = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = Points.Of(platform);
        var context = Dealt.For(session) with { Session = Digest.Of(point) };
        var item = ShareRelease.Seal(share, context, point);
        using var ephemeral = Points.Import(item.Ephemeral);
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, platform.DeriveRawSecretAgreement(ephemeral.PublicKey), 32, null,
            [.. "trstctl-share-release/1"u8, .. item.Ephemeral, .. point]);
        using var aes = new AesGcm(key, 16);
        var plaintext = new byte[item.Ciphertext.Length - 28];
        var associated =
            $"{{\"$format\":\"trstctl-share-release-item/1\",\"ceremony\":\"c-1\",\"custodian\":\"alice\",\"epoch\":3,\"keyId\":\"key-1\","
            + $"\"planDigest\":\"{Url(Dealt.Plan.ToArray())}\",\"session\":\"{Url(SHA256.HashData(point))}\",\"tenant\":\"5a1f\",\"x\":2}}";
        aes.Decrypt(
            item.Ciphertext.AsSpan(0, 12), item.Ciphertext.AsSpan(12, plaintext.Length), item.Ciphertext.AsSpan(12 + plaintext.Length),
            plaintext, Encoding.UTF8.GetBytes(associated));
        Assert.Equal(share.Value.Bytes, plaintext[^32..]);
    }

    [Fact]
    public void EveryItemHasAnEphemeralKeyOfItsOwn() => Assert.NotEqual(Seal().Ephemeral, Seal().Ephemeral);

    [Fact]
    [Trait("Conformance", "N01")]
    public void SharesReleasedToTwoSessionsNeverOpen()
    {
        using var other = new KeySession();
        var item = ShareRelease.Seal(share, Dealt.For(other), other.PublicKey);
        Assert.Contains("does not fit the commitment", Refuse(item, Dealt.For(session)));
        Assert.Contains("not released to this session", Refuse(item, Dealt.For(other)));
    }

    [Fact]
    [Trait("Conformance", "N01")]
    public void AReleaseOfADeadSessionOpensNothing()
    {
        var item = Seal();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Open(item, Dealt.For(session), share.Commitment()));
    }

    [Theory]
    [InlineData("tenant")]
    [InlineData("ceremony")]
    [InlineData("plan")]
    [InlineData("custodian")]
    [Trait("Conformance", "N01")]
    public void AReleaseForAnotherContextIsRefused(string what)
    {
        var context = Dealt.For(session);
        Refuse(Seal(), what switch
        {
            "tenant" => context with { Tenant = "5a1e" },
            "ceremony" => context with { Ceremony = "c-2" },
            "plan" => context with { PlanDigest = Digest.Of([1]) },
            _ => context with { Custodian = "bob" },
        });
    }

    [Fact]
    [Trait("Conformance", "N01")]
    public void AReleaseForAnotherKeyEpochOrPlaceIsRefused()
    {
        var item = Seal();
        Refuse(item with { KeyId = "key-2" }, Dealt.For(session));
        Refuse(item with { Epoch = 4 }, Dealt.For(session));
        Refuse(item with { X = 3 }, Dealt.For(session));
    }

    [Fact]
    public void OneBitFlippedAnywhereIsRefused()
    {
        var item = Seal();
        Func<int, ShareReleaseItem>[] flips =
        [
            bit => item with { Ephemeral = Flip(item.Ephemeral, bit) },
            bit => item with { Ciphertext = Flip(item.Ciphertext, bit) },
            bit => item with { Signature = Flip(item.Signature, bit) },
        ];
        int[] lengths = [item.Ephemeral.Length, item.Ciphertext.Length, item.Signature.Length];
        for (var part = 0; part < flips.Length; part++)
        {
            for (var bit = 0; bit < 8 * lengths[part]; bit++)
            {
                Refuse(flips[part](bit), Dealt.For(session));
            }
        }
    }

    [Fact]
    public void TheCiphertextAloneIsBoundToItsContext()
    {
        // As if the custodian had signed again what he had sealed in another ceremony.
        var other = Dealt.For(session) with { Ceremony = "c-2" };
        var item = ShareRelease.Seal(share, other, session.PublicKey);
        Assert.Contains("not sealed for this session", Refuse(Signed(share, item.Ephemeral, item.Ciphertext), Dealt.For(session)));
    }

    [Fact]
    public void AnotherCommitmentIsRefused()
    {
        using var other = Dealt.Share();
        Refused(ErrorId.ShareInvalid, () => session.Open(Seal(), Dealt.For(session), other.Commitment()));
        Refused(ErrorId.ShareInvalid, () => session.Open(Seal(), Dealt.For(session), new byte[KeyShare.CommitmentLength]));
    }

    [Theory]
    [InlineData("tenant", "another tenant")]
    [InlineData("key", "another key")]
    [InlineData("epoch", "roster epoch 4")]
    [InlineData("custodian", "another custodian")]
    [InlineData("x", "another place")]
    [InlineData("needed", "does not fit its commitment")]
    [InlineData("value", "does not fit its commitment")]
    public void ASignedEnvelopeWithAnotherShareIsRefused(string what, string reason)
    {
        var context = share.Context;
        using var other = what == "value" ? Dealt.Share() : Dealt.SameValue(share, what switch
        {
            "tenant" => context with { Tenant = "5a1e" },
            "key" => context with { KeyId = "key-2" },
            "epoch" => context with { Epoch = 4 },
            "custodian" => context with { Custodian = "bob" },
            "x" => context with { X = 3 },
            _ => context with { Needed = 3 },
        });
        using var content = other.ToContent();
        Assert.Contains(reason, Refuse(Enveloped(content.Bytes), Dealt.For(session)));
    }

    [Fact]
    public void ASignedEnvelopeWithoutAShareIsRefused()
    {
        Assert.Contains("not a share", Refuse(Enveloped([1, 2, 3]), Dealt.For(session)));
        Assert.Contains("not a share", Refuse(Enveloped([.. "{}\n"u8, .. new byte[32]]), Dealt.For(session)));
        Assert.Contains("not sealed", Refuse(Signed(share, new KeySession().PublicKey, [1, 2, 3]), Dealt.For(session)));
    }

    [Theory]
    [MemberData(nameof(Points.Bad), MemberType = typeof(Points))]
    public void ASignedEphemeralKeyThatIsNoPointIsRefused(string name, byte[] point)
    {
        Assert.Contains("not a point", Refuse(Signed(share, point, Seal().Ciphertext), Dealt.For(session)));
        Assert.NotEmpty(name);
    }

    [Theory]
    [MemberData(nameof(Points.Bad), MemberType = typeof(Points))]
    public void NothingIsReleasedToASessionKeyThatIsNoPoint(string name, byte[] point)
    {
        Refused(ErrorId.OpeningInvalid, () => ShareRelease.Seal(share, Dealt.For(session) with { Session = Digest.Of(point) }, point));
        Assert.NotEmpty(name);
    }

    [Fact]
    public void NothingIsReleasedUnderAnotherDigestTenantOrCustodian()
    {
        var context = Dealt.For(session);
        Refused(ErrorId.OpeningInvalid, () => ShareRelease.Seal(share, context with { Session = Dealt.Plan }, session.PublicKey));
        Refused(ErrorId.ShareInvalid, () => ShareRelease.Seal(share, context with { Tenant = "5a1e" }, session.PublicKey));
        Refused(ErrorId.ShareInvalid, () => ShareRelease.Seal(share, context with { Custodian = "bob" }, session.PublicKey));
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static string Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private ShareReleaseItem Seal() => ShareRelease.Seal(share, Dealt.For(session), session.PublicKey);

    // What only a custodian who holds the share can make: a valid signature over whatever he likes.
    private ShareReleaseItem Signed(KeyShare by, byte[] ephemeral, byte[] ciphertext)
    {
        var (_, keyId, epoch, _, _, _, x) = share.Context;
        return new(keyId, epoch, x, ephemeral, ciphertext, by.Sign(Dealt.For(session).SignedData(keyId, epoch, x, ephemeral, ciphertext)));
    }

    private ShareReleaseItem Enveloped(byte[] content)
    {
        var (_, keyId, epoch, _, _, _, x) = share.Context;
        using var ephemeral = new AgreementKey();
        using var key = ephemeral.Agree(session.PublicKey, ShareReleaseItem.KeyInfo(ephemeral.PublicKey, session.PublicKey));
        return Signed(
            share, ephemeral.PublicKey, AuthenticatedCipher.Seal(key.Bytes, content, Dealt.For(session).AssociatedData(keyId, epoch, x)));
    }

    private string Refuse(ShareReleaseItem item, ReleaseContext context)
    {
        var message = Refused(ErrorId.ShareInvalid, () => session.Open(item, context, share.Commitment())).Message;
        Assert.Contains(context.Custodian, message);
        return message;
    }
}
