using Trstctl.Core.Tests.Certificates;
using Trstctl.Paths;

namespace Trstctl.Core.Tests.Paths;

/// <summary>What broke for others after they had signed, found before.</summary>
public sealed class FieldSituationTests
{
    private readonly PathScene scene = new();

    // An intermediate of an older version got a cross-certificate for the same key with a key identifier derived anew, and OpenSSL
    // built no path from what had been issued before.
    [Fact]
    public void HashicorpVaultIssue16461TheCrossCertificateGivesTheKeyAnotherIdentifier()
    {
        scene.Has("Old Root");
        scene.Has("Issuing CA", "Old Root");
        scene.Plans("Issuing CA", scene.Has("New Root"), change: forge => forge with { KeyIdentifier = [9, 9, 9, 9] });
        var line = Assert.Single(
            scene.Findings(), line => line.StartsWith("clients that trust only New Root: break for", StringComparison.Ordinal));
        Assert.Contains("names key id", line);
        Assert.Contains("OpenSSL stops", line);
    }

    // With both paths in one chain, each certificate was held against the next one, and no further intermediate could be issued.
    [Fact]
    public void HashicorpVaultIssue28749AChainThatHoldsBothPathsIsNoLineOfIssuers()
    {
        var (old, issuing, next) = (scene.Has("Old Root"), scene.Has("Issuing CA", "Old Root"), scene.Has("New Root"));
        var cross = scene.Plans("Issuing CA", next);
        scene.Experiment.Bundle("manual_chain", [issuing, old, cross, next]);
        var line = Assert.Single(scene.Findings(), line => line.Contains("break for", StringComparison.Ordinal));
        Assert.Equal(
            "programs that want manual_chain in one line: break for Old Root (the next, Issuing CA by New Root, did not issue it)", line);
    }

    // "certificate chain is malformed or broken": the parser knows one line and gets a fork, in whatever order.
    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, 2)]
    [InlineData(0, 2, 1)]
    public void CertManagerIssue7645ABundleWithTwoCertificatesOfOneIntermediateIsRefused(int first, int second, int third)
    {
        scene.Has("Old Root");
        var (issuing, next) = (scene.Has("Issuing CA", "Old Root"), scene.Has("New Root"));
        PathCertificate[] all = [issuing, scene.Plans("Issuing CA", next), next];
        scene.Experiment.Bundle("tls.crt", [all[first], all[second], all[third]]);
        Assert.Contains(
            scene.Run().Findings,
            finding => finding.Severity == PathSeverity.Breaks && finding.Party.Contains("tls.crt", StringComparison.Ordinal));
    }

    [Fact]
    public void CertManagerIssue7645TheForkIsSaidBeforeAnybodyMakesABundle()
    {
        scene.Has("Old Root");
        scene.Has("Issuing CA", "Old Root");
        scene.Plans("Issuing CA", scene.Has("New Root"));
        Assert.Contains(
            scene.Findings(),
            line => line.StartsWith("programs that want a chain in one line: may fail for Issuing CA", StringComparison.Ordinal));
    }

    // A root renewed in place of the old one left its intermediates without an issuer: of another key ...
    [Fact]
    public void XcaIssue719ARootReplacedByOneOfAnotherKeyOrphansItsIntermediates()
    {
        scene.Experiment.Withdraw(scene.Has("Root"));
        scene.Has("SSL CA", "Root");
        scene.Has("VPN CA", "Root");
        scene.Plans(
            "Root", key: "next",
            change: forge => forge with { NotBefore = TestCA.Start.AddYears(1), NotAfter = TestCA.Start.AddYears(21) });
        Assert.Contains(
            "clients that trust only Root (2027): break for SSL CA, VPN CA (is signed by another key than Root (2027) has)",
            scene.Findings());
    }

    // ... or of the same key, where the intermediates name their issuer by its serial number.
    [Fact]
    public void XcaIssue719ARootRenewedUnderAnotherSerialNumberOrphansWhatNamesTheOldOne()
    {
        var root = scene.Has("Root");
        scene.Has("SSL CA", "Root", change: forge => forge with { IssuerSerial = ("CN=Root", 100) });
        scene.Experiment.Withdraw(root);
        scene.Plans("Root", change: forge => forge with { NotBefore = TestCA.Start.AddYears(1), NotAfter = TestCA.Start.AddYears(21) });
        var line = Assert.Single(scene.Findings(), line => line.Contains("break for", StringComparison.Ordinal));
        Assert.Equal("clients that trust only Root of 2027: break for SSL CA (names issuer serial 64, not 66; OpenSSL stops)", line);
    }

    [Fact]
    public void ARootRenewedWithItsKeyAndIdentifierKeepsItsIntermediates()
    {
        scene.Experiment.Withdraw(scene.Has("Root"));
        scene.Has("SSL CA", "Root");
        scene.Plans("Root", change: forge => forge with { NotBefore = TestCA.Start.AddYears(1), NotAfter = TestCA.Start.AddYears(21) });
        Assert.Empty(scene.Findings());
    }
}
