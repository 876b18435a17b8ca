using Trstctl.Asn1;
using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.Certificates.Requests;
using Trstctl.Core.Tests.Keys;
using Trstctl.Core.Tests.Paths;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Certificates;

public sealed class PostQuantumCertificateTests
{
    private static readonly DateTime Now = TestCA.Start.AddDays(200);

    // The small hash trees take seconds a signature; SealedKeyTests signs with each of them once.
    public static TheoryData<string> Quick =>
        [.. KeyAlgorithm.All.Where(a => a.IsPostQuantum && !a.Name.EndsWith('s')).Select(a => a.Name)];

    public static TheoryData<string> PostQuantum => [.. KeyAlgorithm.All.Where(a => a.IsPostQuantum).Select(a => a.Name)];

    public static TheoryData<string> PublishedNames => Published.Names;

    [Theory]
    [MemberData(nameof(Quick))]
    public void RootAndIntermediateVerify(string algorithm)
    {
        using var root = OpenCA.Root(algorithm);
        using var issuing = root.Intermediate(algorithm);

        IssuedCertificateCheck.Verify(root.Certificate, root.Template, root.Spki, root.Spki, LintRole.Root);
        IssuedCertificateCheck.Verify(issuing.Certificate, issuing.Template, issuing.Spki, root.Spki, LintRole.Intermediate);
        Assert.Empty(Judged.Faults(issuing.Certificate, [], [root.Certificate], Now));
    }

    [Theory]
    [InlineData("ECDSA-P384", "ML-DSA-65")]
    [InlineData("ML-DSA-87", "ECDSA-P256")]
    [InlineData("SLH-DSA-SHA2-128f", "ML-DSA-44")]
    [InlineData("RSA-3072", "SLH-DSA-SHAKE-128f")]
    public void PathsRunAcrossFamilies(string ofRoot, string ofIssuing)
    {
        using var root = OpenCA.Root(ofRoot);
        using var issuing = root.Intermediate(ofIssuing);
        using var below = issuing.Intermediate("ECDSA-P256", input => input.Subject = "CN=Below");

        IssuedCertificateCheck.Verify(below.Certificate, below.Template, below.Spki, issuing.Spki, LintRole.Intermediate);
        Assert.Empty(Judged.Faults(below.Certificate, [issuing.Certificate], [root.Certificate], Now));
    }

    [Theory]
    [InlineData("ML-DSA-65")]
    [InlineData("SLH-DSA-SHA2-128f")]
    [Trait("Conformance", "A07")]
    public void CatchesASabotagedSignature(string algorithm)
    {
        using var root = OpenCA.Root(algorithm);
        using var issuing = root.Intermediate("ECDSA-P256");
        issuing.Certificate[^1] ^= 1;

        var error = Assert.Throws<TrstException>(
            () => IssuedCertificateCheck.Verify(issuing.Certificate, issuing.Template, issuing.Spki, root.Spki, LintRole.Intermediate));
        Assert.Equal(ErrorId.SignatureNotVerified, error.Id);
        Assert.NotEmpty(Judged.Faults(issuing.Certificate, [], [root.Certificate], Now));
    }

    [Theory]
    [InlineData("ML-DSA-44", "ML-DSA-44")]
    [InlineData("SLH-DSA-SHA2-128f", "SLH-DSA-SHAKE-128f")]
    [InlineData("ML-DSA-44", "ECDSA-P256")]
    [InlineData("ECDSA-P256", "ML-DSA-44")]
    public void AnotherKeyDoesNotVerify(string algorithm, string other)
    {
        using var root = OpenCA.Root(algorithm);
        using var stranger = OpenCA.Root(other);

        Assert.False(IssuedCertificateCheck.VerifySignature(root.Certificate, stranger.Spki));
        Assert.NotEmpty(Judged.Faults(root.Certificate, [], [stranger.Certificate], Now));
    }

    [Theory]
    [MemberData(nameof(PublishedNames))]
    public void VerifiesThePublishedCertificates(string name)
    {
        var certificate = Published.Certificate(name);
        Assert.Equal(Published.PublicKey(name), new CertificateView(certificate).Spki);
        Assert.True(IssuedCertificateCheck.VerifySignature(certificate, Published.PublicKey(name)));
        Assert.Empty(Judged.Faults(certificate, [], [certificate], Now));
    }

    [Theory]
    [MemberData(nameof(PublishedNames))]
    public void RefusesAPublishedCertificateThatWasAltered(string name)
    {
        var certificate = Published.Certificate(name);
        certificate[CertificateParts.Of(certificate).Serial.ContentOffset + 4] ^= 1;
        Assert.False(IssuedCertificateCheck.VerifySignature(certificate, Published.PublicKey(name)));
    }

    [Theory]
    [InlineData("ML-DSA-44")]
    [InlineData("SLH-DSA-SHA2-128s")]
    public void RefusesAlgorithmIdentifiersWithParameters(string name)
    {
        var parts = CertificateParts.Of(Published.Certificate(name));
        var withNull = Der.Sequence(parts.Algorithm[0].Encoded, Der.Null);
        var (data, signature) = (parts.Tbs.Encoded, parts.Signature!.Bits());

        Assert.True(SignatureCheck.Verify(parts.Algorithm.Encoded, data, signature, parts.Spki.Encoded));
        Assert.False(SignatureCheck.Verify(withNull, data, signature, parts.Spki.Encoded));
        Assert.Null(PublicKey.TryRead(Der.Sequence(withNull, parts.Spki[1].Encoded))?.Algorithm);
    }

    [Theory]
    [MemberData(nameof(PublishedNames))]
    public void RefusesPublicKeysOfAnotherLength(string name)
    {
        var key = DerElement.Read(Published.PublicKey(name), "public key");
        byte[] Changed(byte[] bits) => Der.Sequence(key[0].Encoded, Der.BitString(bits));

        Assert.Equal(name, PublicKey.Describe(Changed(key[1].Bits())));
        Assert.Null(PublicKey.TryRead(Changed(key[1].Bits()[1..]))?.Algorithm);
        Assert.Null(PublicKey.TryRead(Changed([.. key[1].Bits(), 0]))?.Algorithm);
    }

    [Theory]
    [MemberData(nameof(PostQuantum))]
    public void APlaceholderIsNoKey(string name)
    {
        var zeros = PlaceholderKey.Of(KeyAlgorithm.Parse(name));
        Assert.Equal(name, PlaceholderKey.AlgorithmOf(zeros)?.Name);
        Assert.Null(PublicKey.TryRead(zeros)?.Algorithm);
    }

    [Theory]
    [MemberData(nameof(PostQuantum))]
    public void LintsAndReadsBeforeTheKeyIsMade(string name)
    {
        var tbs = TemplateBuilder.Root(TestCA.Input(algorithm: name).Build(), TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(10)).Tbs;
        Assert.DoesNotContain(CertificateLint.Check(tbs, LintRole.Root), finding => finding.Weight == LintSeverity.Error);
        var lines = CertificateText.Describe(tbs).ToDictionary(line => line.Key, line => line.Value);
        Assert.Equal($"{name}, not yet made", lines["key"]);
        Assert.Equal(name, lines["signed with"]);
    }

    [Fact]
    public void ReadsAMadeKey()
    {
        var lines = CertificateText.Describe(Published.Certificate("ML-DSA-65")).ToDictionary(line => line.Key, line => line.Value);
        Assert.StartsWith("ML-DSA-65, SHA-256 ", lines["key"]);
    }

    [Theory]
    [InlineData("ML-DSA-65", "ECDSA-P256")]
    [InlineData("ECDSA-P384", "ML-DSA-65")]
    [InlineData("SLH-DSA-SHA2-128f", "ML-DSA-44")]
    public void CrossCertificatesRunAcrossFamilies(string ofSigner, string ofTarget)
    {
        using var signer = OpenCA.Root(ofSigner);
        using var target = OpenCA.Root(ofTarget, "CN=Fabrikam Root");
        using var below = target.Intermediate("ECDSA-P256");
        var cross = signer.CrossSign(target);

        IssuedCertificateCheck.Verify(cross.Certificate, cross.Template, target.Spki, signer.Spki, LintRole.CrossCertificate);
        Assert.Empty(Judged.Faults(below.Certificate, [cross.Certificate], [signer.Certificate], Now));
    }

    [Fact]
    public void CrossSignsAnIntermediateThatAPostQuantumRootSigned()
    {
        using var root = OpenCA.Root("ML-DSA-44", "CN=Fabrikam Root");
        using var target = root.Intermediate("ECDSA-P256");
        using var signer = OpenCA.Root("ECDSA-P256");
        var cross = signer.CrossSign(target);
        IssuedCertificateCheck.Verify(cross.Certificate, cross.Template, target.Spki, signer.Spki, LintRole.CrossCertificate);
    }

    [Theory]
    [InlineData("ML-DSA-65")]
    [InlineData("SLH-DSA-SHA2-128f")]
    public void ARequestProvesPossession(string algorithm)
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.Parse(algorithm));
        var info = RequestBuilder.Request(TestCA.Input(algorithm: algorithm).Build()).Fill(key.SubjectPublicKeyInfo);
        var request = RequestBuilder.Assemble(info, key.Algorithm, key.Sign(info));
        Assert.True(new CertificateRequestView(request).ProvesPossession);
        request[^1] ^= 1;
        Assert.False(new CertificateRequestView(request).ProvesPossession);
    }

    [Fact]
    public void TheLargestSignatureUnderALargeCertificateFitsItsRecord()
    {
        using var root = OpenCA.Root("SLH-DSA-SHA2-256f");
        using var issuing = root.Intermediate("ML-DSA-87", input => input.PermittedNames =
            [.. Enumerable.Range(0, 100).Select(i => $"DNS:{i}.{string.Join('.', Enumerable.Repeat(new string('a', 60), 3))}.example")]);
        var record = new AuthorityRecord
        {
            AuthorityId = "a", Name = "n", Generation = 1, KeyId = "k", Ceremony = "c", Certificate = issuing.Certificate,
            Spec = TestCA.Input(algorithm: "ML-DSA-87").Build(),
        };

        Assert.InRange(issuing.Certificate.Length, (64 * 1024) + 1, CertificateAssembler.LargestCertificate);
        Assert.Equal(issuing.Certificate, AuthorityRecord.FromJson(record.ToJson()).Certificate);
    }
}
