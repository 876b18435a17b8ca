using CsCheck;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

public sealed class Sha256Tests
{
    /// <summary>FIPS 180-2 B.1.</summary>
    [Fact]
    public void BothWaysAreSha256()
    {
        const string Expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        Assert.Equal(Expected, Hex.Encode(Sha256.Hash([0x61, 0x62, 0x63])));
        Assert.Equal(Expected, Hex.Encode(Sha256.ByObject([0x61, 0x62, 0x63])));
    }

    [Fact]
    public void BothWaysAreOne() => Gen.Byte.Array[0, 300].Sample(data => Sha256.Hash(data).SequenceEqual(Sha256.ByObject(data)));
}
