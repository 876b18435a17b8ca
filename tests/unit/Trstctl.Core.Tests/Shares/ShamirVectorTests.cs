using System.Security.Cryptography;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Shares;

/// <summary>Numbers published with other implementations over the same field; none of them was made here.</summary>
public sealed class ShamirVectorTests
{
    // IETF draft-mcgrew-tss-03 (Threshold Secret Sharing), section 9, the official test case: 2 of 2.
    [Fact]
    public void DraftMcGrewThresholdSecretSharing() =>
        Assert.Equal("7465737400", At(0, (1, "B9FA07E185"), (2, "F5409B4511")));

    // codahale/shamir, src/test/java/com/codahale/shamir/GF256Test.java, interpolate.
    [Theory]
    [InlineData(1, 2, 3, 0)]
    [InlineData(80, 90, 20, 30)]
    [InlineData(43, 22, 86, 107)]
    public void CodahaleInterpolation(byte first, byte second, byte third, byte secret) =>
        Assert.Equal(Hex([secret]), At(0, (1, Hex([first])), (2, Hex([second])), (3, Hex([third]))));

    // BlockchainCommons bc-shamir (secret in test/test.c, shares in its ports' ShamirTests): the shares stand at 0, 1, 2, ...
    // and the secret at 255. 3 of 5: any three of the shares give all the others and the secret.
    [Fact]
    public void BlockchainCommons3Of5()
    {
        string[] shares =
        [
            "00112233445566778899aabbccddeeff", "d43099fe444807c46921a4f33a2a798b", "d9ad4e3bec2e1a7485698823abf05d36",
            "0d8cf5f6ec337bc764d1866b5d07ca42", "1aa7fe3199bc5092ef3816b074cabdf2",
        ];
        foreach (var three in new int[][] { [1, 2, 4], [1, 2, 3], [2, 3, 4], [4, 3, 1] })
        {
            var points = three.Select(x => (x, shares[x])).ToArray();
            Assert.Equal("0ff784df000c4380a5ed683f7e6e3dcf", At(255, points), ignoreCase: true);
            Assert.All(Enumerable.Range(0, 5), x => Assert.Equal(shares[x], At(x, points), ignoreCase: true));
        }
    }

    // The same source, 2 of 7 with 32 bytes.
    [Fact]
    public void BlockchainCommons2Of7()
    {
        string[] shares =
        [
            "2dcd14c2252dc8489af3985030e74d5a48e8eff1478ab86e65b43869bf39d556",
            "a1dfdd798388aada635b9974472b4fc59a32ae520c42c9f6a0af70149b882487",
            "2ee99daf727c0c7773b89a18de64497ff7476dacd1015a45f482a893f7402cef",
            "a2fb5414d4d96ee58a109b3ca9a84be0259d2c0f9ac92bdd3199e0eed3f1dd3e",
            "2b851d188b8f5b3653659cc0f7fa45102dadf04b708767385cd803862fcb3c3f",
            "a797d4a32d2a39a4aacd9de48036478fff77b1e83b4f16a099c34bfb0b7acdee",
            "28a19475dcde9f09ba2e9e881979413592027216e60c8513cdee937c67b2c586",
        ];
        for (var first = 1; first < 7; first++)
        {
            for (var second = first + 1; second < 7; second++)
            {
                (int, string)[] points = [(first, shares[first]), (second, shares[second])];
                Assert.Equal("204188bfa6b440a1bdfd6753ff55a8241e07af5c5be943db917e3efabc184b1a", At(255, points), ignoreCase: true);
                Assert.All(Enumerable.Range(0, 7), x => Assert.Equal(shares[x], At(x, points), ignoreCase: true));
            }
        }
    }

    // SLIP-0039, trezor/python-shamir-mnemonic, vectors.json: the two mnemonics "humidity disease academic ..." (2 of 3, 256
    // bits), decoded to the share values of x = 2 and x = 1. The point at 254 carries its own proof: its first four bytes are
    // the start of HMAC-SHA256 over the point at 255 (the secret) under the rest.
    [Fact]
    public void Slip39DigestShare()
    {
        (int, string)[] points =
        [
            (2, "81e5473f4b7f66094f888d2f98fe0ded6a692dc72c65dc498d6e28bee6ebdfcc"),
            (1, "19e366e9b2e34851e52132c31c2b2c957321bf5ce6c9c1410ea1ddf5fef92c27"),
        ];
        var digest = Convert.FromHexString(At(254, points));
        var mac = HMACSHA256.HashData(digest.AsSpan(4), Convert.FromHexString(At(255, points)));
        Assert.Equal(Hex(digest[..4]), Hex(mac[..4]));
    }

    private static string At(int at, params (int X, string Share)[] points)
    {
        var taken = points.Select(p => new KeyValuePair<int, SecretBytes>(p.X, SecretBytes.Take(Convert.FromHexString(p.Share)))).ToArray();
        using var value = Shamir.Interpolate(taken, at);
        return Hex(value.Bytes);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
