using System.Text;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Shares;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Shares;

public sealed class SealedKeyTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly Sealer sealer;

    public SealedKeyTests()
    {
        sealer = NewSealer("one");
    }

    public static TheoryData<string> Algorithms => new(KeyAlgorithm.All.Select(algorithm => algorithm.Name));

    public static TheoryData<string, string> HeaderEdits => new()
    {
        { "tenant", "bb" },
        { "authority", "other" },
        { "keyId", "other" },
        { "generation", "2" },
        { "algorithm", "ECDSA-P384" },
        { "spkiDigest", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
        { "ceremony", "other" },
        { "custody", "Quorum" },
        { "level", "DualLock" },
    };

    public void Dispose()
    {
        sealer.Dispose();
        scratch.Dispose();
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void AKeyComesBackAsItWasSealed(string name)
    {
        var custody = new SoftwareCustody(sealer);
        using var key = TestKeys.Make(KeyAlgorithm.Parse(name));
        var header = Header(key);
        using var opened = custody.Open(custody.Seal(header, key), header);
        Assert.Equal(key.SubjectPublicKeyInfo, opened.SubjectPublicKeyInfo);
        Assert.Same(key.Algorithm, PublicKey.TryRead(key.SubjectPublicKeyInfo)?.Algorithm);
        if (IsSlow(name) && !LongForm.On)
        {
            using var sealedPkcs8 = SoftwareKey.ExportPkcs8(key);
            using var openedPkcs8 = SoftwareKey.ExportPkcs8(opened);
            Assert.Equal(sealedPkcs8.Bytes, openedPkcs8.Bytes);
            return;
        }

        var signature = opened.Sign([1, 2]);
        Assert.True(SignatureCheck.Verify(key.Algorithm, [1, 2], signature, key.SubjectPublicKeyInfo));
        Assert.False(SignatureCheck.Verify(key.Algorithm, [1, 3], signature, key.SubjectPublicKeyInfo));
    }

    [Theory]
    [MemberData(nameof(HeaderEdits))]
    [Trait("Conformance", "F05")]
    public void AnEditedHeaderIsRefused(string member, string value)
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        var record = SealedKey.Seal(Header(key), key, sealer);
        var edited = Edit(record, member, value);
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Open(edited, null, sealer));
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Open(edited, SealedKey.ReadHeader(record), sealer));
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Open(record, SealedKey.ReadHeader(edited), sealer));
    }

    [Fact]
    [Trait("Conformance", "F05")]
    public void AnotherKeysCiphertextOrAnOlderGenerationIsRefused()
    {
        using var first = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        using var second = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        var record = SealedKey.Seal(Header(first), first, sealer);
        var other = SealedKey.Seal(Header(second), second, sealer);
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Open(other, Header(first), sealer));
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Open(record, Header(first) with { Generation = 2 }, sealer));
        var swapped = Edit(record, "ciphertext", Read(other).Members["ciphertext"]);
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Open(swapped, Header(first), sealer));
    }

    [Fact]
    public void ARecordOfAnotherSealerIsRefused()
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        using var other = NewSealer("two");
        var record = SealedKey.Seal(Header(key), key, other);
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Open(record, Header(key), sealer));
        Refused(ErrorId.SealerForeign, () => SealedKey.Open(record, SealedKey.ReadHeader(record), sealer));
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Open(Edit(record, "sealer", sealer.Identity.Hex), Header(key), sealer));
    }

    [Fact]
    public void AHeaderOfAnotherKeyIsNotSealed()
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        using var other = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Seal(Header(other), key, sealer));
    }

    [Fact]
    [Trait("Conformance", "N21")]
    public void WithoutTheCustodySecretAKeyIsNeitherSealedNorOpened()
    {
        var custody = new SoftwareCustody(null);
        using var key = custody.Generate(KeyAlgorithm.EcdsaP256);
        var record = SealedKey.Seal(Header(key), key, sealer);
        Refused(ErrorId.KeyUnavailable, () => custody.Seal(Header(key), key));
        Refused(ErrorId.KeyUnavailable, () => custody.Open(record, Header(key)));
    }

    [Theory]
    [InlineData("ECDSA-P256")]
    [InlineData("RSA-3072")]
    [InlineData("ML-DSA-65")]
    [InlineData("SLH-DSA-SHA2-128f")]
    [Trait("Conformance", "K01")]
    public void NoKeyBytesStandInTheRecord(string name)
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.Parse(name));
        var record = SealedKey.Seal(Header(key), key, sealer);
        var text = Encoding.UTF8.GetString(record);
        using var secret = SoftwareKey.ExportPkcs8(key);
        for (var i = 0; i + 16 <= secret.Length; i += 8)
        {
            var piece = secret.Bytes.AsSpan(i, 16);
            Assert.Equal(-1, record.AsSpan().IndexOf(piece));
        }

        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String(secret.Bytes, shift, secret.Length - shift).Replace('+', '-').Replace('/', '_');
            for (var i = 24; i + 20 <= encoded.Length - 8; i += 20)
            {
                Assert.DoesNotContain(encoded.Substring(i, 20), text);
            }
        }
    }

    [FactNeeding("openssl")]
    public void Pkcs8IsReadByOpenSsl()
    {
        foreach (var algorithm in KeyAlgorithm.All.Where(a => !a.IsPostQuantum))
        {
            using var key = TestKeys.Make(algorithm);
            using var pkcs8 = SoftwareKey.ExportPkcs8(key);
            scratch.Write("key.der", pkcs8.Bytes);
            scratch.OpenSsl("pkey", "-inform", "DER", "-in", "key.der", "-check", "-noout");
            scratch.OpenSsl("pkey", "-inform", "DER", "-in", "key.der", "-pubout", "-outform", "DER", "-out", "public.der");
            Assert.Equal(key.SubjectPublicKeyInfo, File.ReadAllBytes(scratch["public.der"]));
        }
    }

    [Fact]
    public void AKeyOfAnotherAlgorithmIsNotOpened()
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        Refused(ErrorId.KeyUnavailable, () => SoftwareKey.FromPkcs8(pkcs8.Bytes, KeyAlgorithm.EcdsaP384));
        Refused(ErrorId.KeyUnavailable, () => SoftwareKey.FromPkcs8(pkcs8.Bytes, KeyAlgorithm.Rsa3072));
        Refused(ErrorId.KeyUnavailable, () => SoftwareKey.FromPkcs8([1, 2, 3], KeyAlgorithm.EcdsaP256));
    }

    // The small signatures of SLH-DSA take a second or more: the bounded form compares the keys.
    private static bool IsSlow(string name) => name.StartsWith("SLH-DSA", StringComparison.Ordinal) && name.EndsWith('s');

    private static SealedKeyHeader Header(IOpenKey key) => new()
    {
        Tenant = "aa",
        Authority = "authority",
        KeyId = "key",
        Generation = 1,
        Algorithm = key.Algorithm,
        SpkiDigest = Digest.Of(key.SubjectPublicKeyInfo),
        Ceremony = "ceremony",
    };

    private static JsonObject Read(byte[] record) => CanonicalJson.Read(record, "sealed key", 65536);

    private static byte[] Edit(byte[] record, string member, JsonValue value)
    {
        var edited = new JsonObject();
        foreach (var pair in Read(record).Members)
        {
            edited.Add(pair.Key, pair.Key == member ? value : pair.Value);
        }

        return CanonicalJson.Write(edited);
    }

    private static byte[] Edit(byte[] record, string member, string value) =>
        Edit(record, member, member == "generation" ? (JsonValue)long.Parse(value) : value);

    private Sealer NewSealer(string name)
    {
        KeyFile.Create(scratch[name]);
        return Sealer.Create("custody", new() { Kind = ProtectorKind.KeyFile, KeyFilePath = scratch[name] }, null).Sealer;
    }
}
