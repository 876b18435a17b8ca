using Trstctl.Asn1;
using Trstctl.Core.Tests.Keys;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using static Trstctl.Core.Tests.Custody.Scratch;
using PublishedKeys = Trstctl.Core.Tests.Keys.Published;

namespace Trstctl.Core.Tests.Custody;

public sealed class PostQuantumKeyTests
{
    public static TheoryData<string> Published => PublishedKeys.Names;

    public static TheoryData<string> Lattices => PublishedKeys.Lattices;

    public static TheoryData<string> HashTrees => [.. KeyAlgorithm.All.Where(a => a.Family == KeyFamily.SlhDsa).Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Published))]
    public void APublishedPrivateKeyHasThePublishedPublicKey(string name)
    {
        using var key = SoftwareKey.FromPkcs8(PublishedKeys.PrivateKey(name), KeyAlgorithm.Parse(name));
        Assert.Equal(PublishedKeys.PublicKey(name), key.SubjectPublicKeyInfo);
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void APublishedPrivateKeyIsWrittenAsItWasRead(string name)
    {
        var published = PublishedKeys.PrivateKey(name);
        using var key = SoftwareKey.FromPkcs8(published, KeyAlgorithm.Parse(name));
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        Assert.Equal(published, pkcs8.Bytes);
    }

    [Theory]
    [MemberData(nameof(Lattices))]
    public void ALatticeKeyIsStoredAsItsSeedAlone(string name)
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.Parse(name));
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        Assert.Equal(54, pkcs8.Length);
        Assert.Equal([0x04, 0x22, 0x80, 0x20], pkcs8.Bytes.AsSpan(18, 4).ToArray());
    }

    [Theory]
    [MemberData(nameof(HashTrees))]
    public void AHashTreeKeyIsStoredAsItsOctetsAndComesBack(string name)
    {
        var algorithm = KeyAlgorithm.Parse(name);
        using var key = SoftwareKey.Generate(algorithm);
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        var half = algorithm.PublicKeyLength;
        Assert.Equal(key.SubjectPublicKeyInfo[^half..], pkcs8.Bytes[^half..]);
        Assert.Equal(
            Der.Sequence(Der.Integer(0), Der.Sequence(Der.Oid(algorithm.SignatureOid)), Der.OctetString(pkcs8.Bytes[^(2 * half)..])),
            pkcs8.Bytes);
        using var again = SoftwareKey.FromPkcs8(pkcs8.Bytes, algorithm);
        Assert.Equal(key.SubjectPublicKeyInfo, again.SubjectPublicKeyInfo);
    }

    [Theory]
    [MemberData(nameof(Lattices))]
    public void SeedAndExpandedKeyTogetherAreKeptAsTheSeed(string name)
    {
        using var key = SoftwareKey.FromPkcs8(PublishedKeys.PrivateKeyFile(name + "-both.priv"), KeyAlgorithm.Parse(name));
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        Assert.Equal(PublishedKeys.PrivateKey(name), pkcs8.Bytes);
    }

    [Theory]
    [InlineData("ML-DSA-44-expanded.priv", "without the seed")]
    [InlineData("bad-ML-DSA-44-1.priv", "not of one key")]
    [InlineData("bad-ML-DSA-44-2.priv", "without the seed")]
    [InlineData("bad-ML-DSA-44-3.priv", "without the seed")]
    public void RefusesAnExpandedKeyAloneOrOfAnotherSeed(string file, string reason)
    {
        var pkcs8 = PublishedKeys.PrivateKeyFile(file);
        Assert.Contains(reason, Refused(ErrorId.KeyUnavailable, () => SoftwareKey.FromPkcs8(pkcs8, KeyAlgorithm.MLDsa44)).Message);
    }

    [Fact]
    public void RefusesAHashTreeKeyWhoseRootIsNotThatOfItsSeeds()
    {
        var pkcs8 = PublishedKeys.PrivateKey("SLH-DSA-SHA2-128s");
        pkcs8[^1] ^= 1;
        var error = Refused(ErrorId.KeyUnavailable, () => SoftwareKey.FromPkcs8(pkcs8, KeyAlgorithm.Parse("SLH-DSA-SHA2-128s")));
        Assert.Contains("not of one key", error.Message);
    }

    [Theory]
    [InlineData("ML-DSA-44", "ML-DSA-65")]
    [InlineData("ML-DSA-44", "SLH-DSA-SHA2-128s")]
    [InlineData("ML-DSA-44", "ECDSA-P256")]
    [InlineData("ML-DSA-44", "RSA-2048")]
    [InlineData("SLH-DSA-SHA2-128s", "SLH-DSA-SHA2-128f")]
    [InlineData("SLH-DSA-SHA2-128s", "SLH-DSA-SHAKE-128s")]
    public void RefusesAKeyOfAnotherAlgorithm(string name, string expected)
    {
        var pkcs8 = PublishedKeys.PrivateKey(name);
        Refused(ErrorId.KeyUnavailable, () => SoftwareKey.FromPkcs8(pkcs8, KeyAlgorithm.Parse(expected)));
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void RefusesAKeyCutAnywhere(string name)
    {
        var pkcs8 = PublishedKeys.PrivateKey(name);
        for (var length = 0; length < pkcs8.Length; length++)
        {
            Refused(ErrorId.KeyUnavailable, () => SoftwareKey.FromPkcs8(pkcs8[..length], KeyAlgorithm.Parse(name)));
        }
    }

    [Theory]
    [InlineData("ML-DSA-44")]
    [InlineData("SLH-DSA-SHA2-128f")]
    public void SignaturesAreHedged(string name)
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.Parse(name));
        Assert.NotEqual(key.Sign([1]), key.Sign([1]));
    }

    [Theory]
    [InlineData("ML-DSA-44")]
    [InlineData("SLH-DSA-SHA2-128f")]
    public void AClosedKeyNeitherSignsNorLeaves(string name)
    {
        var key = SoftwareKey.Generate(KeyAlgorithm.Parse(name));
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign([1]));
        Assert.Throws<ObjectDisposedException>(() => SoftwareKey.ExportPkcs8(key));
    }

    [Fact]
    public void RefusesToMakeAKeyThatOnlyOthersHave()
    {
        var error = Refused(ErrorId.SpecInvalid, () => SoftwareKey.Generate(KeyAlgorithm.Rsa2048));
        Assert.Contains("ML-DSA-65", error.Message);
    }
}
