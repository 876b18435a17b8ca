using CsCheck;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Paths;

namespace Trstctl.Core.Tests.Paths;

public sealed class PathLaboratoryTests
{
    private static readonly Gen<bool> Rarely = Gen.Int[0, 9].Select(dice => dice == 0);
    private readonly PathScene scene = new();

    // Our comparison of names folds what BouncyCastle's does not (RFC 4518 2.3): clients will differ as these two do.
    [Fact]
    public void BreaksWhereItsTwoJudgesDisagree()
    {
        var root = scene.Has("Root");
        scene.Experiment.Planned(
            CertificateTemplate.Open((scene.Forge("Issuing CA", "a", "Root", "Root") with { Issuer = "CN=\uff32oot" }).Tbs()), root);
        Assert.StartsWith(
            "clients that trust only Root: break for Issuing CA (BouncyCastle refuses: ", Assert.Single(scene.Findings()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void FollowsMappingsOfPolicies()
    {
        byte[] mapping = [0x30, 12, 0x30, 10, 6, 3, 0x2A, 3, 4, 6, 3, 0x2A, 3, 5];
        CertificateForge Mapped(CertificateForge forge) =>
            forge with { Policies = ["1.2.3.4"], Extensions = new() { ["2.5.29.33"] = mapping } };
        scene.Plans("Issuing CA", scene.Has("Root"), change: Mapped);
        scene.Plans("Mapped CA", scene.Has("Policy CA", "Root", change: Mapped), change: f => f with { Policies = ["1.2.3.5"] });
        Assert.DoesNotContain(scene.Findings(), line => line.Contains("BouncyCastle", StringComparison.Ordinal));
        Assert.DoesNotContain(scene.Run().Verdicts, verdict => verdict.Authority == "Issuing CA" && !verdict.IsReachable);
    }

    [Fact]
    public void BreaksRatherThanLeavePathsUntried()
    {
        var issuer = scene.Has("Root");
        for (var level = 0; level < 7; level++)
        {
            scene.Has($"CA {level}", issuer.SubjectName.CommonName);
            issuer = scene.Has($"CA {level}", issuer.SubjectName.CommonName);
        }

        scene.Plans("Issuing CA", issuer);
        Assert.Equal(
            ["clients that trust only Root: break for Issuing CA (too many or too long paths: not judged)"], scene.Findings());
    }

    [Fact]
    public void BreaksRatherThanTryMoreThanItMayInAll()
    {
        var root = scene.Has("Root");
        scene.Plans("One CA", root);
        scene.Plans("Two CA", root);
        Assert.Equal(
            ["clients that trust only Root: break for Two CA (too many or too long paths: not judged)"],
            PathForecast.Run(scene.Experiment, mostTrials: 1).Findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void BreaksRatherThanFollowALongPath()
    {
        var issuer = scene.Has("Root");
        for (var level = 0; level < 10; level++)
        {
            issuer = scene.Has($"CA {level}", issuer.SubjectName.CommonName);
        }

        scene.Plans("Issuing CA", issuer);
        Assert.Contains("not judged", Assert.Single(scene.Findings()), StringComparison.Ordinal);
    }

    [Fact]
    public void SaysNothingOfWhatWasBrokenBeforeAndStaysSo()
    {
        scene.Has("Issuing CA", "Root", change: forge => forge with { NotAfter = TestCA.Start.AddDays(9) });
        scene.Has("Elsewhere", "Nobody");
        scene.Has("Root");
        scene.Plans("Root", change: forge => forge with { NotBefore = TestCA.Start.AddDays(100) });
        Assert.Empty(scene.Findings());
        Assert.Contains(scene.Run().Verdicts, verdict => !verdict.IsReachable && verdict.Authority == "Issuing CA");
        Assert.DoesNotContain(scene.Run().Verdicts, verdict => verdict.Authority == "Elsewhere");
    }

    [Fact]
    public void SaysWhatAWithdrawalLeavesWithoutAPath()
    {
        var root = scene.Has("Root");
        scene.Experiment.Withdraw(scene.Has("Policy CA", "Root"));
        scene.Has("Issuing CA", "Policy CA");
        scene.Plans("Policy CA", root, key: "next");
        Assert.Contains(
            scene.Findings(),
            line => line.StartsWith("clients that trust only Root: break for Issuing CA", StringComparison.Ordinal)
                && line.Contains("signed by another key", StringComparison.Ordinal));
    }

    [Fact]
    public void SaysThatThoseWhoTrustOnlyTheOldRootDoNotReachOneOfANewKey()
    {
        scene.Has("Root");
        scene.Plans("Root", key: "next", change: forge => forge with { NotBefore = TestCA.Start.AddYears(1) });
        Assert.Contains(
            "clients that trust only Root (2026): break for Root (2027) (what it issues is signed by another key than Root (2026) has)",
            scene.Findings());
    }

    [Fact]
    public void ToldOfAPartySaysThatItDoesNotReachThePlannedCA()
    {
        var other = scene.Has("Other Root");
        scene.Plans("Issuing CA", scene.Has("Root"));
        Assert.Empty(scene.Findings());
        scene.Experiment.Party("old phones", [other]);
        Assert.Equal(["old phones: break for Issuing CA (no path leads to what they trust)"], scene.Findings());
    }

    [Fact]
    public void BreaksWhereNobodyIsLedThroughWhatIsPlanned()
    {
        scene.Plans("Issuing CA", scene.Has("Policy CA", "Root"));
        Assert.Equal(["all clients: break for Issuing CA (no good path leads through Issuing CA)"], scene.Findings());
    }

    [Fact]
    public void RefusesBytesThatAreNoCertificate() =>
        Assert.Equal(ErrorId.CertificateInvalid, Assert.Throws<TrstException>(() => scene.Experiment.Existing([0x30, 3, 2, 1, 1])).Id);

    [Fact]
    public void BreaksWhereExtensionsCannotBeRead()
    {
        scene.Plans(
            "Issuing CA", scene.Has("Root"), change: forge => forge with { Extensions = new() { ["2.5.29.30"] = [0x30, 1, 0xFF] } });
        Assert.StartsWith(
            "clients that trust only Root: break for Issuing CA (", Assert.Single(scene.Findings()), StringComparison.Ordinal);
    }

    // What is true over throw-away keys is true over the real ones.
    [Fact]
    public void FindsReachableExactlyWhatJudgedPathAcceptsOverRealKeys() =>
        Gen.Select(Gen.Int[-1, 3], Gen.Int[-1, 2], Rarely, Gen.Int[5, 24], Rarely.Select(no => !no)).Sample(
            (rootLength, middleLength, foreign, months, isCA) =>
            {
                var fresh = new PathScene();
                var root = fresh.Has("Root", change: forge => forge with { PathLength = rootLength < 0 ? null : rootLength });
                var middle = fresh.Has("Middle", "Root", signer: foreign ? "stranger" : null, change: forge => forge with
                {
                    IsCA = isCA,
                    IssuerKeyIdentifier = fresh.Id("Root"),
                    NotAfter = TestCA.Start.AddMonths(months),
                    PathLength = middleLength < 0 ? null : middleLength,
                });
                var (last, leaf) = (
                    fresh.Forge("Last", "Last", "Middle", "Middle"), fresh.Forge("leaf", "leaf", "Last", "Last") with { IsCA = false });
                fresh.Experiment.Planned(CertificateTemplate.Open(last.Tbs()), middle);
                var real = Judged.Faults(
                    fresh.Signed(leaf, "Last"), [middle.Bytes, fresh.Signed(last, "Middle")], [root.Bytes], PathScene.Now);
                return real.Count == 0 == fresh.Run().Verdicts.Single(verdict => verdict.Authority == "Last").IsReachable;
            },
            iter: 60);
}
