using CsCheck;
using Org.BouncyCastle.Crypto.Digests;
using Trstctl.Statements.KeyFiles;

namespace Trstctl.Core.Tests.Statements.KeyFiles;

/// <summary>The platform's derivation and BouncyCastle's, which stands in for it on .NET Framework, are one.</summary>
public sealed class Pkcs12MacTests
{
    private static readonly Gen<(byte[] Password, byte[] Salt, int Iterations)> Inputs =
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Byte.Array[1, 130], Gen.Int[1, 30]);

    [Fact]
    public void BothDeriveTheSame() => Inputs.Sample(input =>
    {
        using var platform = Pkcs12Mac.ByPlatform(input.Password, input.Salt, input.Iterations);
        using var managed = Pkcs12Mac.ByBouncyCastle(new Sha256Digest(), input.Password, input.Salt, input.Iterations);
        Assert.Equal(managed.Bytes, platform.Bytes);
    });

    [Fact]
    public void AnotherDigestAndNoSaltAreLeftToBouncyCastle()
    {
        using var other = Pkcs12Mac.KeyOf(new Sha1Digest(), [0, 65, 0, 0], [1, 2, 3], 10);
        using var unsalted = Pkcs12Mac.KeyOf(new Sha256Digest(), [0, 65, 0, 0], [], 10);

        Assert.Equal((20, 32), (other.Length, unsalted.Length));
    }
}
