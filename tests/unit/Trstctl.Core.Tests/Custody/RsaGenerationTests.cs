using System.Security.Cryptography;
using Trstctl.Custody;

namespace Trstctl.Core.Tests.Custody;

/// <summary>An RSA key has the size that was asked for, also where the platform's default key keeps its own. Seen with the class that .NET
/// Framework gives, on .NET.</summary>
public sealed class RsaGenerationTests
{
    private const int Bits = 2048;

    [Fact]
    public void AProviderThatKeepsItsSizeIsNotUsed()
    {
        using var key = RsaGeneration.Generate(Bits, () => new RSACryptoServiceProvider(1024));
        Assert.Equal(Bits, Modulus(key));
    }

    [Fact]
    public void TheSizeIsSetWhereThePlatformTakesIt()
    {
        using var key = RsaGeneration.Generate(Bits);
        Assert.Equal(Bits, Modulus(key));
    }

    /// <summary>What it says of itself is not believed: KeySize reads as it was set, and the key is as it was.</summary>
    [Fact]
    public void AKeyOfAnotherSizeIsRefused()
    {
        using var stubborn = new Stubborn();
        var error = Scratch.Refused(ErrorId.PlatformUnsupported, () => RsaGeneration.Generate(Bits, () => stubborn));
        Assert.Contains("1024", error.Message);
    }

    private static int Modulus(RSA key) => key.ExportParameters(false).Modulus!.Length * 8;

    private sealed class Stubborn : RSA
    {
        private readonly RSA inner = Create(1024);

        public Stubborn() => LegalKeySizesValue = [new KeySizes(1024, 4096, 8)];

        public override RSAParameters ExportParameters(bool includePrivateParameters) => inner.ExportParameters(includePrivateParameters);

        public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
