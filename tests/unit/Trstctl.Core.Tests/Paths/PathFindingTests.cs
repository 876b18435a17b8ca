using System.Security.Cryptography;
using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Names;
using Trstctl.Paths;

namespace Trstctl.Core.Tests.Paths;

/// <summary>Each thing that can be wrong with a path, alone in a plan that is otherwise sound.</summary>
public sealed class PathFindingTests
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    private readonly PathScene scene = new();

    [Fact]
    public void BreaksWhereAPathLengthAboveIsTooShort() => FindsOnly(
        "clients that trust only Root: break for Issuing CA (path length 0 of Policy CA is too short)",
        root => scene.Plans("Issuing CA", scene.Has("Policy CA", "Root", change: forge => forge with { PathLength = 0 })));

    [Fact]
    public void WarnsWhereALinkTakesAPlaceForThoseWhoCountIt()
    {
        var old = scene.Has("Root", change: forge => forge with { PathLength = 1 });
        scene.Has("Issuing CA", "Root", signer: "next");
        scene.Plans("Root", key: "next", change: forge => forge with { NotBefore = TestCA.Start.AddDays(1), PathLength = 1 });
        scene.Experiment.Planned(CertificateTemplate.Open(scene.Forge("Root", "next", "Root", "Root").Tbs()), old);
        Assert.Contains(
            scene.Findings(),
            line => line.Contains("may fail for Issuing CA (path length 1 of ", StringComparison.Ordinal)
                && line.Contains("for Go, GnuTLS and Mbed TLS, which count links too", StringComparison.Ordinal));
    }

    [Fact]
    public void BreaksWhereACAAboveIsSignedWithSha1()
    {
        scene.Has("Root");
        var weak = scene.Forge("Policy CA", "Policy CA", "Root", "Root") with { Algorithm = "1.2.840.10045.4.1" };
        var policy = scene.Experiment.Existing(weak.Certificate(scene.Key("Root"), HashAlgorithmName.SHA1));
        scene.Plans("Issuing CA", policy);
        Assert.Equal(["clients that trust only Root: break for Issuing CA (Policy CA is signed with SHA-1 or older)"], scene.Findings());
    }

    [Fact]
    public void BreaksWhereUsagesAreNotNested() => FindsOnly(
        "clients that trust only Root: break for Issuing CA (shares no extended key usage with the CAs above)",
        root => scene.Plans(
            "Issuing CA",
            scene.Has("Policy CA", "Root", change: forge => forge with { Usages = [ServerAuth] }),
            change: forge => forge with { Usages = [EmailProtection] }));

    [Fact]
    public void BreaksWhereACAAboveDoesNotAllowTheCAsName() => FindsOnly(
        "clients that trust only Root: break for Issuing CA (Policy CA does not allow the name dirName:CN=Issuing CA)",
        root => scene.Plans("Issuing CA", scene.Has("Policy CA", "Root", change: Permits("dirName:O=Contoso"))));

    [Fact]
    public void BreaksWhereConstraintsLeaveNoNameToIssueFor() => FindsOnly(
        "clients that trust only Root: break for Issuing CA (no name is left for what it issues)",
        root => scene.Plans(
            "Issuing CA",
            scene.Has(
                "Policy CA", "Root", change: Permits([.. Everywhere("a.example", "10.0.0.0/8", "CN=Issuing CA"), "IP:2001:db8::/32"])),
            change: Permits([.. Everywhere("b.example", "11.0.0.0/8", "CN=Other"), "IP:2001:dba::/32"])));

    [Fact]
    public void BreaksWherePoliciesAreRequiredAndNoneIsValid() => FindsOnly(
        "clients that trust only Root: break for Issuing CA (policies are required, and none is valid at Issuing CA)",
        root => scene.Plans(
            "Issuing CA",
            scene.Has("Policy CA", "Root", change: forge => forge with { Policies = ["1.2.3.1"], RequireExplicitPolicy = 0 }),
            change: forge => forge with { Policies = ["1.2.3.2"] }));

    [Fact]
    public void BreaksWhereACAAboveHasExpired() => FindsOnly(
        "clients that trust only Root: break for Issuing CA (Policy CA expired on 2026-06-30)",
        root => scene.Plans(
            "Issuing CA", scene.Has("Policy CA", "Root", change: forge => forge with { NotAfter = TestCA.Start.AddDays(180) })));

    [Fact]
    public void BreaksWhereTheIssuerIsNoCA() => Assert.StartsWith(
        "clients that trust only Root: break for Issuing CA (",
        Single(root => scene.Plans("Issuing CA", scene.Has("Server", "Root", change: forge => forge with { IsCA = false }))));

    [Fact]
    public void BreaksWhereACriticalExtensionIsUnknown() => FindsOnly(
        "clients that trust only Root: break for Issuing CA (has the critical extension 1.2.3.4, which clients do not know)",
        root => scene.Plans(
            "Issuing CA", root, change: forge => forge with { Extensions = new() { ["1.2.3.4"] = [5, 0] }, Critical = ["1.2.3.4"] }));

    [Fact]
    public void BreaksWhereTheIdentifierOfTheIssuersKeyIsAnother() => FindsOnly(
        "clients that trust only Root: break for Issuing CA (names key id 07070707, not "
            + AuthorityKeyName.Short(scene.Id("Root"))
            + "; OpenSSL stops)",
        root => scene.Plans("Issuing CA", root, change: forge => forge with { IssuerKeyIdentifier = [7, 7, 7, 7] }));

    [Fact]
    public void BreaksWhereTheIssuersSerialNumberIsAnother() => FindsOnly(
        "clients that trust only Root: break for Issuing CA (names issuer serial 05, not 64; OpenSSL stops)",
        root => scene.Plans("Issuing CA", root, change: forge => forge with { IssuerSerial = ("CN=Root", 5) }));

    [Fact]
    public void WarnsWhereAPathEndsLongBeforeItsCA() => FindsOnly(
        "clients that trust only Root: may fail for Issuing CA (their path ends on 2036-01-01, the CA on 2041-01-01)",
        root => scene.Plans("Issuing CA", root, change: forge => forge with { NotAfter = TestCA.Start.AddYears(15) }));

    [Fact]
    public void WarnsWhereTwoKeysHaveTheNameOfAnIssuerAndAChildNamesNone() => Assert.Contains(
        "clients that try one issuer only: may fail for Team CA (its issuer's name has two keys, and it does not say which)",
        Findings(root =>
        {
            scene.Has("Issuing CA", "Root");
            scene.Has("Team CA", "Issuing CA", change: forge => forge with { IssuerKeyIdentifier = null });
            scene.Plans("Issuing CA", root, key: "next");
        }));

    [Fact]
    public void WarnsWhereTwoKeysOfANameHaveOneIdentifier() => Assert.Contains(
        "clients that try one issuer only: may fail for Issuing CA (2027) (another key has its name and key identifier)",
        Findings(root =>
        {
            scene.Has("Issuing CA", "Root");
            scene.Plans(
                "Issuing CA", root, key: "next",
                change: forge => forge with { KeyIdentifier = scene.Id("Issuing CA"), NotBefore = TestCA.Start.AddYears(1) });
        }));

    [Fact]
    public void WarnsOfAnAlgorithmThatManyDoNotKnow() => FindsOnly(
        "clients that trust only Contoso Root CA: may fail for Contoso Root CA (ML-DSA-65 is needed, which many do not know)",
        PostQuantumRoot);

    [Fact]
    public void BreaksWhereClientsDoNotKnowPostQuantumSignatures()
    {
        PostQuantumRoot();
        scene.Experiment.Party("old phones", scene.Experiment.Certificates, knowsPostQuantum: false);
        Assert.Equal(["old phones: break for Contoso Root CA (ML-DSA-65 is needed, which they do not know)"], scene.Findings());
    }

    [Fact]
    public void SaysNothingOfPostQuantumSignaturesToThoseWhoKnowThem()
    {
        PostQuantumRoot();
        scene.Experiment.Party("new phones", scene.Experiment.Certificates, knowsPostQuantum: true);
        Assert.Empty(scene.Findings());
    }

    private static Func<CertificateForge, CertificateForge> Permits(params string[] names) => forge =>
        forge with { Extensions = new() { ["2.5.29.30"] = NameConstraintSet.Of(names, []).ToDer()! } };

    private static string[] Everywhere(string host, string network, string name) =>
        [$"DNS:{host}", $"IP:{network}", $"email:{host}", $"URI:{host}", $"dirName:{name}"];

    private void PostQuantumRoot()
    {
        var spec = TestCA.Input(algorithm: "ML-DSA-65").Build();
        scene.Experiment.Planned(TemplateBuilder.Root(spec, TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(10)), signer: null);
    }

    private string[] Findings(Action<PathCertificate> plan)
    {
        plan(scene.Has("Root"));
        return scene.Findings();
    }

    private string Single(Action<PathCertificate> plan) => Assert.Single(Findings(plan));

    private void FindsOnly(string finding, Action<PathCertificate> plan) => Assert.Equal(finding, string.Join("\n", Findings(plan)));

    private void FindsOnly(string finding, Action plan)
    {
        plan();
        Assert.Equal([finding], scene.Findings());
    }
}
