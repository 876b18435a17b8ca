using System.Security.Cryptography;
using Trstctl.Asn1;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Custody;

namespace Trstctl.Core.Tests.Custody;

/// <summary>The encoding of RSA keys against the platform's.</summary>
public sealed class RsaPkcs8Tests
{
    [Theory]
    [InlineData(2048)]
    [InlineData(2056)]
    [InlineData(3072)]
    public void WritesAndReadsWhatThePlatformDoes(int bits)
    {
        using var key = PreparedKeys.Rsa(bits, nameof(RsaPkcs8Tests));
        var expected = key.ExportPkcs8PrivateKey();
        using var written = Pkcs8.Export(key);
        using var read = (RSA)Pkcs8.Import(expected);
        using var readByNumbers = RsaPkcs8.Import(expected, DerElement.Read(expected, "key")[2].Inner(), byNumbers: true);

        Assert.Equal(expected, written.Bytes);
        Assert.Equal(expected, read.ExportPkcs8PrivateKey());
        Assert.Equal(expected, readByNumbers.ExportPkcs8PrivateKey());
    }

    [Fact]
    public void ZeroesWhatItWasGiven()
    {
        using var key = PreparedKeys.Rsa(2048, nameof(RsaPkcs8Tests));
        var numbers = key.ExportParameters(true);
        RsaPkcs8.Export(numbers).Dispose();

        Assert.All(
            [numbers.D, numbers.P, numbers.Q, numbers.DP, numbers.DQ, numbers.InverseQ],
            number => Assert.All(number!, digit => Assert.Equal(0, digit)));
    }

    [Fact]
    public void RefusesANumberThatIsNone()
    {
        var pkcs8 = PreparedKeys.RsaPkcs8(2048, nameof(RsaPkcs8Tests));
        var key = DerElement.Read(pkcs8, "key")[2].Inner();
        foreach (var place in new[] { 1, 3, 8 })
        {
            var altered = (byte[])pkcs8.Clone();
            altered[key[place].ContentOffset] = 0x80;
            Assert.Throws<NotSupportedException>(() => Pkcs8.Import(altered));
        }
    }
}
