using System.Text;
using Trstctl.Core.Tests.Statements;
using Trstctl.Shares;
using Trstctl.Statements;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Shares;

public sealed class ShareReleaseTests : IDisposable
{
    private static readonly DateTime Time = new(2025, 3, 1, 8, 30, 0, DateTimeKind.Utc);
    private readonly KeySession session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void ReadsWhatItWrote()
    {
        using var one = Dealt.Share();
        using var two = Dealt.Share("key-2");
        var bytes = Release(Item(one), Item(two)).ToBytes();
        var read = ShareRelease.FromBytes(bytes);
        Assert.Equal(bytes, read.ToBytes());
        Assert.Equal((Dealt.For(session), Time), (read.Context, read.Time));
        using var opened = session.Open(read.Items[1], Dealt.For(session), two.Commitment());
        Assert.Equal(two.Value.Bytes, opened.Value.Bytes);
    }

    [Fact]
    public void ReadsWhatTheCustodianCountersigned()
    {
        using var share = Dealt.Share();
        using var alice = Person.Create();
        var bytes = Release(Item(share)).ToBytes();
        var read = ShareRelease.FromBytes(
            SignedStatement.Read(SignedStatement.Sign(alice, ContentTypes.ShareRelease, bytes, Person.Now)).Content);
        Assert.Equal(bytes, read.ToBytes());
    }

    [Fact]
    public void HoldsItsManyKeys()
    {
        using var share = Dealt.Share();
        var item = Item(share);
        ShareReleaseItem[] Items(int count) => [.. Enumerable.Range(0, count).Select(i => item with { KeyId = $"{i:D36}" })];
        Assert.Equal(ShareRelease.MaxItems, ShareRelease.FromBytes(Release(Items(ShareRelease.MaxItems)).ToBytes()).Items.Count);
        Refused(ErrorId.FormatInvalid, () => Release(Items(ShareRelease.MaxItems + 1)).ToBytes());
        Refused(
            ErrorId.FormatInvalid,
            () => Release([.. Items(ShareRelease.MaxItems).Select(i => i with { Ciphertext = new byte[1024] })]).ToBytes());
    }

    [Fact]
    public void RefusesNoItemsAndTheSameKeyTwice()
    {
        using var share = Dealt.Share();
        var item = Item(share);
        Refused(ErrorId.FormatInvalid, () => Release().ToBytes());
        Refused(ErrorId.FormatInvalid, () => Release(item, item).ToBytes());
        var text = Encoding.UTF8.GetString(Release(item, item with { KeyId = "key-2" }).ToBytes());
        Refused(ErrorId.FormatInvalid, () => ShareRelease.FromBytes(Encoding.UTF8.GetBytes(text.Replace("key-2", "key-1"))));
    }

    [Theory]
    [InlineData("release/1", "release/2")]
    [InlineData("\"x\":2", "\"x\":0")]
    [InlineData("\"x\":2", "\"x\":256")]
    [InlineData("\"x\":2", "\"x\":2,\"y\":2")]
    [InlineData("\"epoch\":3", "\"epoch\":0")]
    [InlineData("\"ephemeral\":\"B", "\"ephemeral\":\"")]
    [InlineData("\"signature\":\"", "\"signature\":\"AAAA")]
    [InlineData("\"tenant\"", " \"tenant\"")]
    public void RefusesWhatIsNotOfTheFormat(string from, string to)
    {
        using var share = Dealt.Share();
        var text = Encoding.UTF8.GetString(Release(Item(share)).ToBytes());
        Assert.Contains(from, text);
        Refused(ErrorId.FormatInvalid, () => ShareRelease.FromBytes(Encoding.UTF8.GetBytes(text.Replace(from, to))));
    }

    private ShareReleaseItem Item(KeyShare share) => ShareRelease.Seal(share, Dealt.For(session), session.PublicKey);

    private ShareRelease Release(params ShareReleaseItem[] items) =>
        new(Dealt.Tenant, Dealt.Ceremony, Dealt.Plan, session.Digest, "alice", Time, items);
}
