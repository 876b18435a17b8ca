using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Names;
using Trstctl.Paths;

namespace Trstctl.Core.Tests.Paths;

/// <summary>What certain clients cannot do is said with the way out, and nothing is said of a plan that all of them follow.</summary>
public sealed class ClientShapeTests
{
    private readonly PathScene scene = new();

    [Fact]
    public void SaysNothingOfWhatEveryClientFollows()
    {
        scene.Plans("Issuing CA", scene.Has("Root"), change: forge => forge with { PathLength = 0, Policies = ["1.2.3.4"] });
        Assert.Empty(scene.Run().Remarks);
    }

    [Theory]
    [InlineData("DNS:example.com", "Mbed TLS refuses")]
    [InlineData("dirName:O=Contoso", "Mbed TLS refuses", "Go refuses")]
    [InlineData("IP:10.0.0.0/8", "Mbed TLS refuses", "strongSwan refuses")]
    [InlineData("email:example.com", "Mbed TLS refuses",
        "Go takes email:example.com of Issuing CA to allow mailboxes at hosts below it too; exclude email:.example.com as well")]
    [InlineData("email:me@example.com", "Mbed TLS refuses")]
    [InlineData("URI:.example.com", "Mbed TLS refuses")]
    [InlineData("URI:example.com", "Mbed TLS refuses",
        "Go and GnuTLS take URI:example.com of Issuing CA to allow URIs of hosts below it too; exclude URI:.example.com as well")]
    public void NamesThatAreLimited(string permitted, params string[] remarks) =>
        Says(forge => Named(forge, [permitted], []), remarks);

    [Fact]
    public void AHostWhoseHostsBelowAreExcludedIsTakenByAllAlike() =>
        Says(forge => Named(forge, ["email:example.com"], ["email:.example.com"]), "Mbed TLS refuses");

    [Fact]
    public void PoliciesThatAreConstrained()
    {
        Says(
            forge => forge with { Policies = ["1.2.3.4"], RequireExplicitPolicy = 3 },
            "Go, GnuTLS and Mbed TLS refuse what stands below Issuing CA, which has policyConstraints, which they do not follow; ");
        Says(forge => forge with { Policies = ["1.2.3.4"], InhibitAnyPolicy = 3 }, "Go and Mbed TLS refuse");
    }

    [Fact]
    public void AnIssuerWithoutAKeyIdentifier()
    {
        scene.Plans("Issuing CA", scene.Has("Root", change: forge => forge with { KeyIdentifier = null }));
        Assert.StartsWith(
            "strongSwan refuses what stands below Root, which has no subject key identifier", Assert.Single(scene.Run().Remarks));
    }

    [Fact]
    public void WhatStandsAboveCountsToo()
    {
        var policy = scene.Has("Policy CA", "Root", change: forge => Named(forge, ["DNS:example.com"], []));
        scene.Has("Root");
        scene.Plans("Issuing CA", policy);
        Assert.StartsWith("Mbed TLS refuses what stands below Policy CA", Assert.Single(scene.Run().Remarks));
    }

    [Fact]
    public void BothLinksOfARotationAndTwoInARow()
    {
        scene.Has("Root", key: "k1", signer: "k1");
        scene.Has("Root", "Root", "k2", "k1");
        var second = scene.Has("Root", key: "k2", signer: "k2");
        var third = scene.Plans("Root", key: "k3", signer: "k3");
        scene.Experiment.Planned(CertificateTemplate.Open(scene.Forge("Root", "k3", "Root", "k2").Tbs()), second);
        scene.Experiment.Planned(CertificateTemplate.Open(scene.Forge("Root", "k2", "Root", "k3").Tbs()), third);
        scene.Has("Issuing CA", "Root", signer: "k3");

        var remarks = scene.Run().Remarks;
        Assert.Equal(2, remarks.Count);
        Assert.StartsWith("Java refuses two links in a row from Root", remarks[0]);
        Assert.StartsWith("Java and strongSwan find no path where both links are in one file", remarks[1]);
    }

    [Fact]
    public void ACrossCertificateOfARoot()
    {
        scene.Has("Other");
        scene.Has("Below", "Other");
        scene.Plans("Other", scene.Has("Root"));
        Assert.StartsWith(
            "OpenSSL and .NET find no path where the root certificate of Other stands before the cross-certificate",
            Assert.Single(scene.Run().Remarks));
    }

    private static CertificateForge Named(CertificateForge forge, string[] permitted, string[] excluded) =>
        forge with { Extensions = new() { ["2.5.29.30"] = NameConstraintSet.Of(permitted, excluded).ToDer()! }, Critical = ["2.5.29.30"] };

    private static void Says(Func<CertificateForge, CertificateForge> change, params string[] remarks)
    {
        var fresh = new PathScene();
        fresh.Plans("Issuing CA", fresh.Has("Root"), change: change);
        var said = fresh.Run().Remarks;
        Assert.Equal(remarks.Length, said.Count);
        Assert.All(said.Zip(remarks), pair => Assert.StartsWith(pair.Second, pair.First));
    }
}
