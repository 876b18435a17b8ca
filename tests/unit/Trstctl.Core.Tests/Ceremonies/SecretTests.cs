using System.Security.Cryptography;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Ceremonies;

public sealed class SecretTests
{
    [Theory]
    [InlineData("ECDSA-P256")]
    [InlineData("RSA-3072")]
    [Trait("Conformance", "K01")]
    public void NoKeyBytesStandInAnyFileOfTheStoreOrTheClient(string algorithm)
    {
        using var world = new World();
        var spec = new Trstctl.Certificates.CASpecInput { Subject = "CN=Root", Validity = "10y", KeyAlgorithm = algorithm }.Build();
        var ceremony = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "Root", Spec = spec }, World.Ops), 0, 1, 2);
        var root = (Trstctl.Authorities.AuthorityRecord)
            world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()).Single();
        var pkcs8 = Assert.Single(world.Custody.SealedPkcs8);

        var needles = Secrets(pkcs8).SelectMany(Spellings).ToArray();
        Assert.True(Holds(pkcs8, needles[0]), "what is searched for is not even in the key");
        var files = Directory.GetFiles(world.Folder, "*", SearchOption.AllDirectories)
            .Select(file => (file, bytes: ReadShared(file)))
            .ToArray();

        Assert.Contains(
            files,
            f => Holds(f.bytes, root.Certificate[^40..]) || Holds(f.bytes, System.Text.Encoding.ASCII.GetBytes("ceremony.completed")));
        Assert.All(files, f => Assert.DoesNotContain(needles, needle => Holds(f.bytes, needle)));
    }

    // The private parts alone, so that another encoding of the same key is found too.
    private static IEnumerable<byte[]> Secrets(byte[] pkcs8)
    {
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return [ecdsa.ExportParameters(true).D!];
        }
        catch (CryptographicException)
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            var parameters = rsa.ExportParameters(true);
            return [parameters.D!, parameters.P!, parameters.Q!, parameters.DP!, parameters.DQ!, parameters.InverseQ!];
        }
    }

    // Base64 of the middle, at each of the three alignments.
    private static IEnumerable<byte[]> Spellings(byte[] secret)
    {
        yield return secret[4..^4];
        yield return System.Text.Encoding.ASCII.GetBytes(Hex.Encode(secret[4..^4]));
        foreach (var offset in new[] { 3, 4, 5 })
        {
            var part = secret[offset..(offset + 18)];
            yield return System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(part));
            yield return System.Text.Encoding.ASCII.GetBytes(Base64Url.Encode(part));
        }
    }

    private static bool Holds(byte[] haystack, byte[] needle) => haystack.AsSpan().IndexOf(needle) >= 0;

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
