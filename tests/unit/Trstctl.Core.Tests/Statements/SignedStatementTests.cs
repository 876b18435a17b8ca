#pragma warning disable CA5350, CA5351 // broken hashes are what these tests see refused

using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Oiw;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Statements;

[Trait("Conformance", "N11")]
public sealed class SignedStatementTests : IDisposable
{
    // What refuses where no rule of its own does.
    private const string Structure = "it is not CMS SignedData of one signer";
    private const string Signature = "the signature does not verify";
    private const string Encoding = "it is not in the one encoding that is allowed";

    private static readonly byte[] Content = System.Text.Encoding.ASCII.GetBytes("{\"decision\":\"approve\"}");
    private readonly SigningIdentity alice = Person.Create();

    public static TheoryData<string> Algorithms =>
        new(KeyAlgorithm.Generated.Where(a => !a.IsPostQuantum).Select(algorithm => algorithm.Name));

    public void Dispose() => alice.Dispose();

    [TheoryNeeding("openssl")]
    [MemberData(nameof(Algorithms))]
    public void OpenSslAcceptsWhatWeAccept(string algorithm)
    {
        using var scratch = new Scratch();
        using var signer = Person.Create("Älice", KeyAlgorithm.Parse(algorithm));
        var cms = SignedStatement.Sign(signer, ContentTypes.Approval, Content, Person.Now);
        Assert.Equal(Content, SignedStatement.Verify(cms, ContentTypes.Approval, signer.Certificate, "Alice", out var time));
        Assert.Equal(Person.Now, time);
        Assert.Equal(DateTimeKind.Utc, time.Kind);
        scratch.Write("s.cms", cms);
        File.WriteAllText(scratch["signer.pem"], PemEncoding.WriteString("CERTIFICATE", signer.Certificate));
        scratch.OpenSsl(
            "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any", "-CAfile", "signer.pem", "-in", "s.cms", "-out", "content");
        Assert.Equal(Content, File.ReadAllBytes(scratch["content"]));
    }

    [Fact]
    public void TheForgeMakesWhatWeAcceptWhenItChangesNothing() =>
        Assert.Equal(Content, SignedStatement.Verify(Forge().Build(), ContentTypes.Approval, alice.Certificate, "Alice"));

    [Fact]
    public void ReadingGivesWhatIsClaimed()
    {
        var claimed = SignedStatement.Read(SignedStatement.Sign(alice, ContentTypes.Plan, Content, Person.Now));
        Assert.Equal((ContentTypes.Plan, Person.Now), (claimed.ContentType, claimed.SigningTime));
        Assert.Equal(Content, claimed.Content);
        Assert.Equal(alice.Certificate, claimed.Certificate);
        Refused(ErrorId.FormatInvalid, () => SignedStatement.Read([1, 2, 3]));
    }

    [Fact]
    public void TwoSignersAreRefused() => Refuse(Forge(f => f.Signers = 2), Encoding);

    [Fact]
    public void NoSignerIsRefused() => Refuse(Forge(f => f.Signers = 0), Structure);

    [Fact]
    public void TwoDigestAlgorithmsAreRefused() => Refuse(Forge(f => f.Digests = 2), Encoding);

    [Fact]
    public void MissingSignedAttributesAreRefused() => Refuse(Forge(f => f.NoAttributes = true), Structure);

    [Fact]
    public void SignedAttributesAsContentAreRefused()
    {
        // The signature over the attributes of a good statement is also one over that SET as bare content.
        var forge = Forge();
        var attributes = new DerSet(forge.Attributes.ToArray()).GetDerEncoded();
        Refuse(Forge(f => (f.Content, f.NoAttributes) = (attributes, true)), Structure);
    }

    [Theory]
    [InlineData(0, Signature)]
    [InlineData(1, Signature)]
    [InlineData(2, Structure)]
    [InlineData(3, Signature)]
    public void EachMissingAttributeIsRefused(int index, string reason) => Refuse(Forge(f => f.Attributes.RemoveAt(index)), reason);

    [Fact]
    public void ADuplicateAttributeIsRefused() =>
        Refuse(
            Forge(f =>
                f.Attributes.Add(StatementForge.Attribute(CmsAttributes.SigningTime, new Org.BouncyCastle.Asn1.Cms.Time(Person.From)))),
            Signature);

    [Fact]
    public void AnAttributeWithTwoValuesIsRefused() => Refuse(
        Forge(f => f.Attributes[2] = StatementForge.Attribute(
            CmsAttributes.SigningTime, new Org.BouncyCastle.Asn1.Cms.Time(Person.From), new Org.BouncyCastle.Asn1.Cms.Time(Person.Now))),
        Signature);

    [Fact]
    public void AFurtherSignedAttributeIsRefused() =>
        Refuse(
            Forge(f => f.Attributes.Add(StatementForge.Attribute(PkcsObjectIdentifiers.IdAAContentHint, new DerUtf8String("x")))),
            Signature);

    [Fact]
    public void UnsignedAttributesAreRefused() => Refuse(Forge(f => f.Unsigned = true), Encoding);

    [Fact]
    public void AnotherContentTypeIsRefused()
    {
        Refuse(SignedStatement.Sign(alice, ContentTypes.Plan, Content, Person.Now), "content type");
        Refuse(
            Forge(f => f.Attributes[0] = StatementForge.Attribute(CmsAttributes.ContentType, new DerObjectIdentifier(ContentTypes.Plan))),
            Signature);
        Refuse(Forge(f => f.ContentType = ContentTypes.Plan), "content type");
    }

    [Fact]
    public void BerIsRefused() =>
        Refuse(new BerSequence(Forge().Structure()[0], Forge().Structure()[1]).GetEncoded(Asn1Encodable.Ber), Structure);

    [Fact]
    public void UnsortedAttributesAreRefused()
    {
        var forge = Forge();
        var unsorted = new DLSet(forge.Attributes.OrderByDescending(a => a.GetDerEncoded().Length).ToArray());
        var good = forge.Build();
        var at = good.AsSpan().IndexOf(new DerSet(forge.Attributes.ToArray()).GetDerEncoded().AsSpan(2));
        var bytes = unsorted.GetEncoded(Asn1Encodable.DL).AsSpan(2).ToArray();
        bytes.CopyTo(good, at);
        Refuse(good, Encoding);
    }

    [Fact]
    public void TrailingBytesAreRefused() => Refuse([.. Forge().Build(), 0], Structure);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AnotherVersionIsRefused(int version) => Refuse(Forge(f => f.Version = version), Encoding);

    [Fact]
    public void AnotherSignerVersionIsRefused() => Refuse(Forge(f => f.SignerVersion = 3), Encoding);

    [Fact]
    public void ASignerNamedByKeyIdentifierIsRefused() =>
        Refuse(Forge(f => f.SignerId = new DerTaggedObject(false, 0, new DerOctetString([1, 2]))), "issuer and serial");

    [Fact]
    public void Sha1IsRefused()
    {
        byte[] Sha1Sign(byte[] data) => ((ECDsa)alice.Key).SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);
        Refuse(
            Forge(f =>
            {
                f.Digest = new AlgorithmIdentifier(OiwObjectIdentifiers.IdSha1);
                f.Signature = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha1);
                f.Attributes[1] = StatementForge.Attribute(CmsAttributes.MessageDigest, new DerOctetString(SHA1.HashData(Content)));
                f.Sign = Sha1Sign;
            }),
            "digest algorithm");
        Refuse(Forge(f => (f.Signature, f.Sign) = (new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha1), Sha1Sign)), Signature);
        Refuse(Forge(f => f.Signature = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha1)), Encoding);
    }

    [Fact]
    public void Md5IsRefused() => Refuse(
        Forge(f =>
        {
            f.Digest = new AlgorithmIdentifier(PkcsObjectIdentifiers.MD5);
            f.Attributes[1] = StatementForge.Attribute(CmsAttributes.MessageDigest, new DerOctetString(MD5.HashData(Content)));
        }),
        "digest algorithm");

    [Fact]
    public void AStrongerHashThanTheKeysOwnIsRefusedToo() => Refuse(
        Forge(f =>
        {
            f.Digest = new AlgorithmIdentifier(NistObjectIdentifiers.IdSha512);
            f.Signature = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha512);
            f.Attributes[1] = StatementForge.Attribute(CmsAttributes.MessageDigest, new DerOctetString(SHA512.HashData(Content)));
            f.Sign = data => ((ECDsa)alice.Key).SignData(data, HashAlgorithmName.SHA512, DSASignatureFormat.Rfc3279DerSequence);
        }),
        "digest algorithm");

    [Fact]
    public void RsaPssIsRefused()
    {
        using var signer = Person.Create("Rita", KeyAlgorithm.Rsa3072);
        var forge = new StatementForge(signer, Content)
        {
            Signature = new AlgorithmIdentifier(PkcsObjectIdentifiers.IdRsassaPss, new RsassaPssParameters()),
            Sign = data => ((RSA)signer.Key).SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        };
        var error = Refused(
            ErrorId.ApprovalInvalid, () => SignedStatement.Verify(forge.Build(), ContentTypes.Approval, signer.Certificate, "Rita"));
        Assert.Contains(Signature, error.Message);
    }

    [Fact]
    public void AForeignCertificateWithTheSameIssuerAndSerialIsRefused()
    {
        var foreign = WithKeyOf(Person.Create("Mallory"));
        using var mallory = foreign;
        Refuse(Forge(f => f.Certificates = [mallory.Certificate]), "another certificate");
        var cms = SignedStatement.Sign(mallory, ContentTypes.Approval, Content, Person.Now);
        Assert.Equal(StatementEncoding.Signer(alice.Certificate), StatementEncoding.Signer(mallory.Certificate));
        Refuse(cms, "another certificate");
        // With the roster's certificate embedded and named, only the signature can tell.
        Refuse(Forge(f => f.Sign = mallory.Sign), Signature);
    }

    [Fact]
    public void TwoEmbeddedCertificatesAreRefused()
    {
        // Whichever of the two stands first.
        using var bob = Person.Create("Bob");
        Refuse(Forge(f => f.Certificates.Add(bob.Certificate)), string.Empty);
        Refuse(Forge(f => f.Certificates.Clear()), Structure);
    }

    [Fact]
    public void RevocationListsAreRefused() => Refuse(Forge(f => f.Revocation = true), Structure);

    [Fact]
    public void AnotherSignerIdentifierIsRefused()
    {
        using var bob = Person.Create("Bob");
        Refuse(Forge(f => f.SignerId = StatementEncoding.Signer(bob.Certificate)), "issuer and serial number");
    }

    [Fact]
    public void ASigningCertificateAttributeOfAnotherCertificateIsRefused()
    {
        using var bob = Person.Create("Bob");
        Refuse(
            Forge(f => f.Attributes[3] = StatementForge.Attribute(
                PkcsObjectIdentifiers.IdAASigningCertificateV2, StatementForge.SigningCertificate(bob.Certificate))),
            Signature);
    }

    [Fact]
    public void ChangedContentIsRefused() => Refuse(Forge(f => f.Content = [1, 2, 3]), Signature);

    [Fact]
    public void AnotherKeysSignatureIsRefused()
    {
        using var bob = Person.Create("Bob");
        Refuse(Forge(f => f.Sign = bob.Sign), Signature);
        Refuse(Forge(f => f.Sign = _ => [1, 2, 3]), Signature);
        Refuse(Forge(f => f.Sign = _ => [0x30, 6, 2, 1, 0, 2, 1, 0]), Signature);
    }

    [Fact]
    public void AnOddTimeFormIsRefused() => Refuse(
        Forge(f => f.Attributes[2] = StatementForge.Attribute(CmsAttributes.SigningTime, new DerGeneralizedTime(Person.Now))), Signature);

    [Fact]
    public void ContentBeyondItsBoundIsRefused()
    {
        Refused(ErrorId.FormatInvalid, () => SignedStatement.Sign(
            alice, ContentTypes.Approval, new byte[CmsParts.MaxContent + 1], Person.Now));
        Refuse(new StatementForge(alice, new byte[CmsParts.MaxContent + 1]).Build(), "its content is larger than 2.5 MiB");
        Refuse(new byte[CmsParts.MaxStatement + 1], "it is larger than 2.5 MiB and 64 KiB");
    }

    [Fact]
    public void EveryByteCounts()
    {
        var good = SignedStatement.Sign(alice, ContentTypes.Approval, Content, Person.Now);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= 1;
            Refused(ErrorId.ApprovalInvalid, () => SignedStatement.Verify(bad, ContentTypes.Approval, alice.Certificate, "Alice"));
        }

        for (var length = 0; length < good.Length; length += 7)
        {
            var cut = good.AsSpan(0, length).ToArray();
            Refused(ErrorId.ApprovalInvalid, () => SignedStatement.Verify(cut, ContentTypes.Approval, alice.Certificate, "Alice"));
        }
    }

    [Fact]
    public void RandomDamageIsRefusedAndNeverCrashes()
    {
        var good = SignedStatement.Sign(alice, ContentTypes.Approval, Content, Person.Now);
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var bad = (byte[])good.Clone();
            for (var n = 0; n <= i % 3; n++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            if (!bad.AsSpan().SequenceEqual(good))
            {
                Refused(ErrorId.ApprovalInvalid, () => SignedStatement.Verify(bad, ContentTypes.Approval, alice.Certificate, "Alice"));
                var read = Record.Exception(() => SignedStatement.Read(bad));
                Assert.True(read is null or TrstException { Id: ErrorId.FormatInvalid }, read?.ToString());
            }
        }
    }

    [Fact]
    public void ADamagedCertificateIsUnusable()
    {
        var good = alice.Certificate;
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var bad = (byte[])good.Clone();
            bad[random.Next(bad.Length)] = (byte)random.Next(256);
            var error = Record.Exception(() => PublicKey.OfCertificate(bad));
            Assert.True(error is null or TrstException { Id: ErrorId.CertificateUnusable }, error?.ToString());
        }
    }

    [Fact]
    public void ABackdatedStatementOfAnExpiredCertificateIsRefusedByTheLedgersTime()
    {
        var cms = SignedStatement.Sign(alice, ContentTypes.Approval, Content, Person.From.AddDays(1));
        var principal = new Principal("Alice", "Alice", PrincipalRoles.Custodian, alice.Certificate, null);
        principal.Verify(cms, ContentTypes.Approval);
        principal.DemandValidAt(Person.Now);
        Refused(ErrorId.CustodianExpired, () => principal.DemandValidAt(Person.To.AddSeconds(1)));
        Refused(ErrorId.CustodianExpired, () => principal.DemandValidAt(Person.From.AddSeconds(-1)));
    }

    private StatementForge Forge() => new(alice, Content);

    private byte[] Forge(Action<StatementForge> change)
    {
        var forge = Forge();
        change(forge);
        return forge.Build();
    }

    private void Refuse(byte[] cms, string reason)
    {
        var error = Refused(ErrorId.ApprovalInvalid, () => SignedStatement.Verify(cms, ContentTypes.Approval, alice.Certificate, "Alice"));
        Assert.True(error.Message.Contains(reason), error.Message);
    }

    // Alice's certificate with another key in it, signed by that key: same issuer, same serial number.
    private SigningIdentity WithKeyOf(SigningIdentity other)
    {
        var tbs = Asn1Sequence.GetInstance(X509CertificateStructure.GetInstance(alice.Certificate).TbsCertificate);
        var items = tbs.ToArray();
        items[6] = SubjectPublicKeyInfo.GetInstance(other.Spki);
        var changed = new DerSequence(items);
        var certificate = new DerSequence(
            changed,
            StatementAlgorithm.Of(other.PublicKey).Signature,
            new DerBitString(other.Sign(changed.GetDerEncoded()))).GetDerEncoded();
        using var pkcs8 = Pkcs8.Export(other.Key);
        other.Dispose();
        return new SigningIdentity(certificate, Pkcs8.Import(pkcs8.Bytes));
    }
}
