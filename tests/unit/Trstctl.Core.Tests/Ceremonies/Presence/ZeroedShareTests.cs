using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

/// <summary>Shares are zeroed where they were dealt and accepted.</summary>
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

    private static bool IsZeroed(KeyShare share) => Record.Exception(() => share.Value.Bytes) is ObjectDisposedException;
}
