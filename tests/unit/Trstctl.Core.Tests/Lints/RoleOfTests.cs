using Trstctl.Asn1;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Lints;

public sealed class RoleOfTests
{
    [Fact]
    public void TellsTheKindsApart()
    {
        Assert.Equal(LintRole.Root, CertificateLint.RoleOf(CertificateDraft.Root().Build()));
        Assert.Equal(LintRole.Intermediate, CertificateLint.RoleOf(CertificateDraft.Intermediate().Build()));
        Assert.Equal(LintRole.EndEntity, CertificateLint.RoleOf(CertificateDraft.EndEntity().Build()));
        Assert.Equal(LintRole.Request, CertificateLint.RoleOf(new RequestDraft().Build()));
        Assert.Equal(LintRole.Crl, CertificateLint.RoleOf(new CrlDraft().Build()));
    }

    [Fact]
    public void TellsThemApartBeforeTheyAreSigned()
    {
        Assert.Equal(LintRole.Root, CertificateLint.RoleOf(CertificateDraft.Root().Tbs()));
        Assert.Equal(LintRole.Request, CertificateLint.RoleOf(new RequestDraft().Info()));
        Assert.Equal(LintRole.Crl, CertificateLint.RoleOf(new CrlDraft().Tbs()));
    }

    [Fact]
    public void KnowsRequestsWithoutAttributesAndCrlsOfVersion1()
    {
        Assert.Equal(LintRole.Request, CertificateLint.RoleOf(new RequestDraft { WithoutAttributes = true }.Build()));
        Assert.Equal(LintRole.Crl, CertificateLint.RoleOf(new CrlDraft { Version = null, NextUpdate = null }.Build()));
    }

    [Fact]
    public void ACAThatNamesAnotherKeyOfItsOwnNameIsALink()
    {
        var draft = CertificateDraft.Root();
        draft.Set(Oids.AuthorityKeyIdentifier, Der.Sequence(Der.Implicit(0, new byte[20])));
        Assert.Equal(LintRole.CrossCertificate, CertificateLint.RoleOf(draft.Build()));
    }

    [Fact]
    public void UnreadableBytesAreReportedUnderTheRoleTheyGet()
    {
        foreach (var der in new byte[][] { [], [0x30, 0x00], [0xFF, 0xFF, 0xFF] })
        {
            Assert.Contains(CertificateLint.Check(der, CertificateLint.RoleOf(der)), f => f.Rule == "certificate_parses");
        }
    }
}
