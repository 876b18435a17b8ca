using System.Text;
using Trstctl.Core.Tests.Statements;
using Trstctl.Ledger;
using Trstctl.Shares;
using Trstctl.Statements;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Shares;

public sealed class OpenRequestTests : IDisposable
{
    private readonly KeySession session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void ReadsWhatItWrote()
    {
        var bytes = Request(Keys(2)).ToBytes();
        var read = OpenRequest.FromBytes(bytes);
        Assert.Equal(bytes, read.ToBytes());
        Assert.Equal(session.Digest, read.SessionDigest);
        Assert.Equal(Keys(2), read.Keys);
    }

    [Fact]
    public void ReadsWhatTheExecutorSigned()
    {
        using var erin = Person.Create();
        var bytes = Request(Keys(1)).ToBytes();
        var read = OpenRequest.FromSigned(SignedStatement.Sign(erin, ContentTypes.OpenRequest, bytes, Person.Now));
        Assert.Equal(bytes, read.ToBytes());
    }

    [Fact]
    public void NamesOneTo1024DifferentKeys()
    {
        Assert.Equal(1024, OpenRequest.FromBytes(Request(Keys(1024)).ToBytes()).Keys.Count);
        Refused(ErrorId.FormatInvalid, () => Request(Keys(1025)).ToBytes());
        Refused(ErrorId.FormatInvalid, () => Request().ToBytes());
        Refused(ErrorId.FormatInvalid, () => Request(Keys(1)[0], Keys(1)[0] with { Generation = 2 }).ToBytes());
        var text = Encoding.UTF8.GetString(Request(Keys(2)).ToBytes());
        Refused(ErrorId.FormatInvalid, () => OpenRequest.FromBytes(Encoding.UTF8.GetBytes(text.Replace("key-1", "key-0"))));
    }

    [Theory]
    [MemberData(nameof(Points.Bad), MemberType = typeof(Points))]
    public void RefusesASessionKeyThatIsNoPoint(string name, byte[] point)
    {
        Refused(ErrorId.FormatInvalid, () => (Request(Keys(1)) with { SessionKey = point }).ToBytes());
        var text = Encoding.UTF8.GetString(Request(Keys(1)).ToBytes());
        var forged = text.Replace(Trstctl.Primitives.Base64Url.Encode(session.PublicKey), Trstctl.Primitives.Base64Url.Encode(point));
        Assert.NotEqual(text, forged);
        Refused(ErrorId.FormatInvalid, () => OpenRequest.FromBytes(Encoding.UTF8.GetBytes(forged)));
        Assert.NotEmpty(name);
    }

    private static RequestedKey[] Keys(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new RequestedKey($"key-{i}", 1, Dealt.Plan))];

    private OpenRequest Request(params RequestedKey[] keys) => new(
        Dealt.Tenant, Dealt.Ceremony, Dealt.Plan, session.PublicKey, keys, "erin", 1, new LedgerPoint(7, Dealt.Plan), "host:here/erin",
        new DateTime(2025, 3, 1, 8, 0, 0, DateTimeKind.Utc));
}
