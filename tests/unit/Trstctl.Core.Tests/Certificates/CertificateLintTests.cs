using Trstctl.Certificates;

namespace Trstctl.Core.Tests.Certificates;

public sealed class CertificateLintTests
{
    [Fact]
    public void OurOwnCertificatesHaveNoErrorsOrWarnings()
    {
        var root = TestCA.Root();
        Assert.DoesNotContain(CertificateLint.Check(root.Certificate, LintRole.Root), f => f.Severity < LintSeverity.Notice);
        Assert.DoesNotContain(CertificateLint.Check(root.Intermediate(TestCA.Input("CN=i")).Certificate, LintRole.Intermediate), f => f.Severity < LintSeverity.Notice);
    }

    [Theory]
    [InlineData("basic_constraints_ca")]
    [InlineData("key_usage_ca")]
    [InlineData("ski_derived")]
    public void ALeafIsNoCA(string rule) =>
        Assert.Contains(CertificateLint.Check(TestCA.Root().Leaf(), LintRole.Intermediate), f => f.Rule == rule && f.Severity == LintSeverity.Error);

    [Fact]
    public void EveryTruncationIsAnErrorAndNoCrash()
    {
        var root = TestCA.Root().Certificate;
        for (var length = 0; length < root.Length; length += 7)
        {
            Assert.Contains(CertificateLint.Check(root[..length], LintRole.Root), f => f.Severity == LintSeverity.Error);
        }
    }

    [Fact]
    public void NoFlippedByteCrashesReadersOfForeignCertificates()
    {
        var input = TestCA.Input();
        input.PermittedNames = ["DNS:example.com", "IP:10.0.0.0/8", "dirName:O=x"];
        input.CertificatePolicies = ["1.2.3.4=http://a.example/cps"];
        input.CrlUrls = ["http://a.example/c"];
        var root = TestCA.Root(input).Certificate;
        for (var i = 0; i < root.Length; i++)
        {
            foreach (var flip in new byte[] { 1, 0x20, 0x80, 0xFF })
            {
                var bad = (byte[])root.Clone();
                bad[i] ^= flip;
                CertificateLint.Check(bad, LintRole.Root);
                try
                {
                    CertificateText.Describe(bad);
                }
                catch (TrstException e)
                {
                    Assert.Equal(ErrorId.CertificateInvalid, e.Id);
                }
            }
        }
    }
}
