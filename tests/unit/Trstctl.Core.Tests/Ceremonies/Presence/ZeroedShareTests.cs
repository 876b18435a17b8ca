using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Shares;
using Trstctl.Custody;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

/// <summary>Shares are zeroed where they were dealt, accepted and refused.</summary>
public sealed class ZeroedShareTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "K01")]
    public void SharesAreZeroedAfterTheyWereAccepted()
    {
        world.MakeQuorumRoot();
        Assert.Single(world.Open(world.ApproveIntermediate(), [0, 1, 2]));

        Assert.Equal(3, world.Custody.Shares.Count);
        Assert.All(world.Custody.Shares, share => Assert.Throws<ObjectDisposedException>(() => share.Value.Bytes));
    }

    [Fact]
    [Trait("Conformance", "K01")]
    public void SharesAreZeroedAfterTheyWereDealt()
    {
        using var secret = SecretBytes.Random(KeyShare.Length);
        var dealing = QuorumDealing.Of(secret, new string('a', 64), "key", 2, 1, ["Alice", "Bob", "Carol"]);
        KeyShare[] shares = [.. dealing.Shares];
        using var taken = Assert.Single(dealing.Take(share => share.Context.Custodian == "Bob"));
        dealing.Dispose();

        Assert.Equal(2, shares.Count(share => !ReferenceEquals(share, taken) && IsZeroed(share)));
        Assert.False(IsZeroed(taken));
    }

    [FactOnLinux]
    [Trait("Conformance", "K01")]
    public void SharesAreZeroedAfterTheyWereRefused()
    {
        using var session = new KeySession();
        using var share = Dealt.Share();
        var context = Dealt.For(session);
        var item = ShareRelease.Seal(share, context, session.PublicKey);

        // Whoever holds a share can sign for it and put another of its own making into the envelope.
        var search = new MemorySearch();
        using (var other = Dealt.SameValue(share, share.Context with { Needed = 3 }))
        {
            using var content = other.ToContent();
            using var ephemeral = new AgreementKey();
            using var key = ephemeral.Agree(session.PublicKey, ShareReleaseItem.KeyInfo(ephemeral.PublicKey, session.PublicKey));
            var ciphertext = AuthenticatedCipher.Seal(key.Bytes, content.Bytes, context.AssociatedData(item.KeyId, item.Epoch, item.X));
            item = item with
            {
                Ephemeral = ephemeral.PublicKey,
                Ciphertext = ciphertext,
                Signature = share.Sign(context.SignedData(item.KeyId, item.Epoch, item.X, ephemeral.PublicKey, ciphertext)),
            };
        }

        search.Add("share", share.Value.Bytes);
        var commitment = share.Commitment();
        share.Dispose();
        var refusal = Scratch.Refused(ErrorId.ShareInvalid, () => session.Open(item, context, commitment));

        Assert.Contains("does not fit its commitment", refusal.Message);
        Assert.Equal(0, search.Run()["share"]);
    }

    private static bool IsZeroed(KeyShare share) => Record.Exception(() => share.Value.Bytes) is ObjectDisposedException;
}
