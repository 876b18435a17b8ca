using Trstctl.Ledger;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Ledger;

[Trait("Conformance", "N18")]
public sealed class CheckpointTests : IDisposable
{
    private const string Tenant = "W7y2bYgQ";
    private const string Root = "uGpY8kCHbmLqYqTG9vDDxXMyJzJPB2oXBxlMsUPSIIc=";
    private readonly LedgerKey key = LedgerKey.Generate();

    [Fact]
    public void OpensWhatItSigned()
    {
        var opened = Checkpoint.Open(Of(42).Sign(key), Tenant, key.PublicKey);
        Assert.Equal("trstctl/" + Tenant, opened.Origin);
        Assert.Equal(42, opened.Size);
        Assert.Equal(new Digest(Convert.FromBase64String(Root)), opened.Root);
        Assert.Equal($"trstctl/{Tenant}\n42\n{Root}\n", opened.ToText());
    }

    [Fact]
    public void RefusesACheckpointOfAnotherOrigin()
    {
        Refuses(() => Checkpoint.Open(Of(42).Sign(key), "other", key.PublicKey));
        var renamed = SignedNote.Sign($"trstctl/other\n42\n{Root}\n", "trstctl/" + Tenant, key);
        Refuses(() => Checkpoint.Open(renamed, Tenant, key.PublicKey));
    }

    [Fact]
    public void RefusesAnUnknownKey()
    {
        using var stranger = LedgerKey.Generate();
        Refuses(() => Checkpoint.Open(Of(42).Sign(stranger), Tenant, key.PublicKey));
    }

    [Fact]
    public void AnEmptyTreeHasTheEmptyRootOnly()
    {
        Assert.Equal(0, new Checkpoint("trstctl/t", 0, Merkle.EmptyRoot).Size);
        Refuses(() => Of(0));
        Refuses(() => Checkpoint.Parse($"trstctl/t\n0\n{Root}\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("trstctl/t\n42\n")]
    [InlineData("trstctl/t\n42\n" + Root)]
    [InlineData("trstctl/t\n42\n" + Root + "\nextension\n")]
    [InlineData("trstctl/t\n42\n" + Root + "\n\n")]
    [InlineData("\n42\n" + Root + "\n")]
    [InlineData("trstctl t\n42\n" + Root + "\n")]
    [InlineData("trstctl/t\n042\n" + Root + "\n")]
    [InlineData("trstctl/t\n-1\n" + Root + "\n")]
    [InlineData("trstctl/t\n+42\n" + Root + "\n")]
    [InlineData("trstctl/t\n 42\n" + Root + "\n")]
    [InlineData("trstctl/t\n4_2\n" + Root + "\n")]
    [InlineData("trstctl/t\n0x2a\n" + Root + "\n")]
    [InlineData("trstctl/t\n\u0664\u0662\n" + Root + "\n")]
    [InlineData("trstctl/t\n9007199254740992\n" + Root + "\n")]
    [InlineData("trstctl/t\n99999999999999999999\n" + Root + "\n")]
    [InlineData("trstctl/t\n42\nAAAA\n")]
    [InlineData("trstctl/t\n42\n" + Root + "=\n")]
    [InlineData("trstctl/t\n42\n" + Root + " \n")]
    [InlineData("trstctl/t\n42\nuGpY8kCHbmLqYqTG9vDDxXMyJzJPB2oXBxlMsUPSIId=\n")]
    public void RefusesMalformedText(string text) => Refuses(() => Checkpoint.Parse(text));

    public void Dispose() => key.Dispose();

    private static Checkpoint Of(long size) =>
        new(Checkpoint.OriginOf(Tenant), size, new Digest(Convert.FromBase64String(Root)));

    private static void Refuses(Action act) => Assert.Equal(ErrorId.FormatInvalid, Assert.Throws<TrstException>(act).Id);
}
