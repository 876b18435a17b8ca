using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Trstctl.Asn1;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Lints;

/// <summary>Algorithms beyond RSA and ECDSA, in certificates that another library signed.</summary>
public sealed class LintAlgorithmsTests
{
    [Fact]
    public void AcceptsARootOfMLDsaAsItWasSigned()
    {
        var generator = new MLDsaKeyPairGenerator();
        generator.Init(new MLDsaKeyGenerationParameters(new SecureRandom(), MLDsaParameters.ml_dsa_65));
        var pair = generator.GenerateKeyPair();
        var draft = Root(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetEncoded());
        var signer = new MLDsaSigner(MLDsaParameters.ml_dsa_65, deterministic: true);
        signer.Init(true, pair.Private);
        signer.BlockUpdate(draft.Tbs(), 0, draft.Tbs().Length);
        draft.Signature = Der.BitString(signer.GenerateSignature());
        Assert.DoesNotContain(CertificateLint.Check(draft.Build(), LintRole.Root), f => f.Weight < LintSeverity.Notice);
        draft.NotAfter = Der.Time(TestCA.Start.AddYears(11));
        Assert.Contains(CertificateLint.Check(draft.Build(), LintRole.Root), f => f.Rule == "root_signature");
    }

    [Fact]
    public void AcceptsARootOfSlhDsa()
    {
        var generator = new SlhDsaKeyPairGenerator();
        generator.Init(new SlhDsaKeyGenerationParameters(new SecureRandom(), SlhDsaParameters.slh_dsa_sha2_128f));
        var pair = generator.GenerateKeyPair();
        var draft = Root(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetEncoded());
        var signer = new SlhDsaSigner(SlhDsaParameters.slh_dsa_sha2_128f, deterministic: true);
        signer.Init(true, pair.Private);
        signer.BlockUpdate(draft.Tbs(), 0, draft.Tbs().Length);
        draft.Signature = Der.BitString(signer.GenerateSignature());
        Assert.DoesNotContain(CertificateLint.Check(draft.Build(), LintRole.Root), f => f.Weight < LintSeverity.Notice);
    }

    [Fact]
    public void RefusesParametersOfMLDsaSignatures()
    {
        var draft = CertificateDraft.Intermediate();
        draft.Algorithm = Der.Sequence(Der.Oid(Draft.MLDsa44), Der.Null);
        Assert.Contains(
            CertificateLint.Check(draft.Tbs(), LintRole.Intermediate),
            f => f.Rule == "signature_algorithm_known" && f.Message.Contains("parameters", StringComparison.Ordinal));
    }

    [Fact]
    public void RefusesPssWithAWeakHashOrTwoHashes()
    {
        const string sha1 = "1.3.14.3.2.26";
        const string sha256 = "2.16.840.1.101.3.4.2.1";
        const string sha384 = "2.16.840.1.101.3.4.2.2";
        Assert.Null(LintAlgorithms.SignatureFault(Pss(sha256, sha256)));
        Assert.NotNull(LintAlgorithms.SignatureFault(Pss(sha1, sha1)));
        Assert.NotNull(LintAlgorithms.SignatureFault(Pss(sha256, sha384)));

        // Absent fields mean SHA-1.
        Assert.NotNull(LintAlgorithms.SignatureFault(Node(Der.Sequence(Der.Oid("1.2.840.113549.1.1.10"), Der.Sequence()))));
    }

    private static CertificateDraft Root(byte[] spki)
    {
        var draft = CertificateDraft.Root();
        draft.SetKey(spki);
        draft.Algorithm = DerElement.Read(spki, "key")[0].Encoded;
        return draft;
    }

    private static DerElement Pss(string hash, string mask) => Node(Der.Sequence(
        Der.Oid("1.2.840.113549.1.1.10"),
        Der.Sequence(
            Der.Explicit(0, Der.Sequence(Der.Oid(hash), Der.Null)),
            Der.Explicit(1, Der.Sequence(Der.Oid("1.2.840.113549.1.1.8"), Der.Sequence(Der.Oid(mask), Der.Null))),
            Der.Explicit(2, Der.Integer(32)))));

    private static DerElement Node(byte[] der) => DerElement.Read(der, "algorithm");
}
