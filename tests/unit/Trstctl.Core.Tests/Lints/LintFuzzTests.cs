using Trstctl.Asn1;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Lints;

/// <summary>Broken bytes of every kind: an error where they end too early, and never an exception.</summary>
public sealed class LintFuzzTests
{
    public static TheoryData<string> Roles => [.. Enum.GetNames<LintRole>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public void EveryTruncationIsAnErrorAndNoCrash(string name)
    {
        var role = Role(name);
        var whole = Sample(role);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Contains(CertificateLint.Check(whole[..length], role), f => f.Weight == LintSeverity.Error);
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void NoFlippedByteCrashesTheLints(string name) => Flip(Sample(Role(name)), bad =>
    {
        CertificateLint.RoleOf(bad);
        CertificateLint.Check(bad, Role(name), (LintOrigin)(bad[^1] & 1));
    });

    [Fact]
    public void NoFlippedByteCrashesReadersOfForeignCertificates()
    {
        var input = TestCA.Input();
        input.PermittedNames = ["DNS:example.com", "IP:10.0.0.0/8", "dirName:O=x"];
        input.CertificatePolicies = ["1.2.3.4=http://a.example/cps"];
        input.CrlUrls = ["http://a.example/c"];
        Flip(TestCA.Root(input).Certificate, bad =>
        {
            try
            {
                CertificateText.Describe(bad);
            }
            catch (TrstException e)
            {
                Assert.Equal(ErrorId.CertificateInvalid, e.Id);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void NoRandomBytesCrashTheLints(string name)
    {
        var role = Role(name);
        var numbers = new Random(1);
        for (var i = 0; i < LongForm.Times(500, 2000); i++)
        {
            var bytes = new byte[numbers.Next(200)];
            numbers.NextBytes(bytes);
            CertificateLint.RoleOf(bytes);
            Assert.Contains(CertificateLint.Check(bytes, role), f => f.Weight == LintSeverity.Error);
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void DeepNestingIsAnErrorAndNoOverflow(string name)
    {
        var role = Role(name);
        var deep = CertificateDraft.Intermediate();
        deep.Add("1.2.3.4", Nested(3000));
        var crl = new CrlDraft();
        crl.Set("1.2.3.4", Nested(3000));
        var request = new RequestDraft();
        request.Attributes.Add(RequestDraft.Attribute("1.2.3.4", Nested(3000)));
        var der = role switch { LintRole.Crl => crl.Build(), LintRole.Request => request.Build(), _ => deep.Build() };
        Assert.Contains(
            CertificateLint.Check(der, role),
            f => f.Weight == LintSeverity.Error && f.Message.Contains("nested deeper", StringComparison.Ordinal));
    }

    private static LintRole Role(string name) => Enum.Parse<LintRole>(name);

    private static byte[] Nested(int levels)
    {
        var der = Der.Null;
        for (var i = 0; i < levels; i++)
        {
            der = Der.Sequence(der);
        }

        return der;
    }

    // Every byte in the bounded form too, each by one of these.
    private static readonly byte[] Flips = [1, 0x20, 0x80, 0xFF];

    private static void Flip(byte[] whole, Action<byte[]> read)
    {
        for (var i = 0; i < whole.Length; i++)
        {
            foreach (var flip in LongForm.On ? Flips : [Flips[i % Flips.Length]])
            {
                var bad = (byte[])whole.Clone();
                bad[i] ^= flip;
                read(bad);
            }
        }
    }

    // With something of every extension that a rule looks into.
    internal static byte[] Sample(LintRole role)
    {
        switch (role)
        {
            case LintRole.Request:
                var request = new RequestDraft();
                request.Attributes[0] = RequestDraft.Extensions(
                    Draft.Extension(Oids.KeyUsage, Draft.KeyUsage(0), critical: true),
                    Draft.Extension(
                        LintOids.SubjectAlternativeName,
                        Der.Sequence(Draft.Dns("a.example"), Draft.Email("a@a.example"), Draft.Url("http://a/"))),
                    Draft.Extension(Oids.CertificateTemplateName, Der.Tlv(0x1E, [0, 65])));
                return request.Build();
            case LintRole.Crl:
                var crl = new CrlDraft();
                crl.Set(LintOids.IssuingDistributionPoint, Der.Sequence(
                    Draft.FullName("http://a/c"), Der.Implicit(2, [0xFF])), critical: true);
                crl.Set(LintOids.FreshestCrl, Draft.Points("ldap://h/CN=a?b"));
                crl.Set(Oids.AuthorityInfoAccess, Draft.Access((Oids.CAIssuers, Draft.Url("http://a/c"))));
                crl.Entries.Add(CrlDraft.Entry(3, Draft.Extension(LintOids.InvalidityDate, Der.Tlv(0x18, Draft.Ascii("20250101000000Z")))));
                return crl.Build();
            case LintRole.EndEntity:
                return CertificateDraft.EndEntity().Build();
            default:
                var ca = role == LintRole.Root ? CertificateDraft.Root() : CertificateDraft.Intermediate();
                ca.Set(
                    Oids.NameConstraints,
                    Der.Sequence(Der.Explicit(0, Der.Sequence(Draft.Dns("a.example")), Der.Sequence(Der.Implicit(7, new byte[8])))),
                    critical: true);
                ca.Set(LintOids.PolicyMappings, Der.Sequence(Der.Sequence(Der.Oid("1.2.3"), Der.Oid("1.2.4"))), critical: true);
                ca.Set(Oids.CertificatePolicies, Der.Sequence(Draft.Policy("1.2.3", (LintOids.UserNotice, Der.Sequence(Der.Utf8("x"))))));
                ca.Set(Oids.CAVersion, Der.Integer(65537));
                return ca.Build();
        }
    }
}
