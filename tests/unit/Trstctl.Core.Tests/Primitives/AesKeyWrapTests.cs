using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

public sealed class AesKeyWrapTests
{
    private static readonly byte[] Kek = Convert.FromHexString("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");

    [Theory]
    [InlineData( // 4.3
        "00112233445566778899AABBCCDDEEFF", "64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7")]
    [InlineData( // 4.5
        "00112233445566778899AABBCCDDEEFF0001020304050607", "A8F9BC1612C68B3FF6E6F4FBE30E71E4769C8B80A32CB8958CD5D17D6B254DA1")]
    [InlineData( // 4.6
        "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F",
        "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21")]
    public void AgreesWithRfc3394(string key, string wrapped)
    {
        Assert.Equal(wrapped, Convert.ToHexString(AesKeyWrap.Wrap(Kek, Convert.FromHexString(key))));
        using var unwrapped = AesKeyWrap.Unwrap(Kek, Convert.FromHexString(wrapped));
        Assert.Equal(key, Convert.ToHexString(unwrapped!.Bytes));
    }

    [Fact]
    public void RefusesWhatWasAlteredAtAnyPlaceAndOtherLengths()
    {
        var wrapped = AesKeyWrap.Wrap(Kek, new byte[32]);
        for (var i = 0; i < wrapped.Length; i++)
        {
            wrapped[i] ^= 1;
            Assert.Null(AesKeyWrap.Unwrap(Kek, wrapped));
            wrapped[i] ^= 1;
        }

        Assert.All([0, 8, 16, 39, 48], length => Assert.Null(AesKeyWrap.Unwrap(Kek, new byte[length])));
    }
}
