using Trstctl.Authorities;
using Trstctl.Authorities.Publishing;
using Trstctl.Ceremonies;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.History;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>CAs elsewhere vouch for each other, as bridges and their members do: of such certificates none is above the others.</summary>
public class ImportedMeshTests
{
    [Fact]
    public async Task CAsThatCertifyEachOtherAreListedAndPublished()
    {
        using var world = new World();
        world.MakeRoot();
        var (one, other) = (Elsewhere.Import(world, "CN=Bridge"), Elsewhere.Import(world, "CN=Member"));

        Import(world, Cross(one, other));
        Import(world, Cross(other, one));

        var authorities = new AuthorityQueries(world.Connection);
        var all = authorities.All();
        Assert.Equal(
            all.Select(a => a.AuthorityId).Order(),
            authorities.Tree(new AuthorityFilter(), found => found.Select(a => a.Authority.AuthorityId)).Order());
        foreach (var ca in all)
        {
            Assert.NotEmpty(await Task.Run(() => PublishPack.Of(ca, all, [], world.Now)).WaitAsync(TimeSpan.FromMinutes(2)));
        }
    }

    /// <summary>Of a CA below a root, which another one certifies anew, the newer certificate is the current one; but not that of a CA
    /// below itself.</summary>
    [Fact]
    public void ACABelowARootFollowsItsNewestIssuerUnlessThatIsBelowIt()
    {
        using var world = new World();
        world.MakeRoot();
        var (one, other) = (Elsewhere.Import(world, "CN=One"), Elsewhere.Import(world, "CN=Other"));
        var upper = one.Intermediate(TestCA.Input("CN=Upper"));
        var lower = upper.Intermediate(TestCA.Input("CN=Lower"));
        Import(world, upper.Certificate);
        Import(world, lower.Certificate);

        Import(world, Cross(upper, lower));
        Assert.Equal(upper.Certificate, Of(world, "Upper").Certificate);
        Import(world, Cross(upper, other));

        Assert.Equal(Of(world, "Other").AuthorityId, Of(world, "Upper").IssuerId);
        Assert.Equal(2, Of(world, "Upper").Earlier.Count);
    }

    /// <summary>What others certify of a root is no anchor: a path leads over it to theirs.</summary>
    [Fact]
    public void ACertificateOfARootThatAnotherOneSignedHasItsPath()
    {
        using var world = new World();
        world.MakeRoot();
        var (one, other) = (Elsewhere.Import(world, "CN=One"), Elsewhere.Import(world, "CN=Other"));
        var cross = Cross(one, other);
        Import(world, cross);

        var report = CertificateReport.Judge(world.Connection, cross);

        Assert.Empty(report.PathFaults);
        Assert.Equal("CN=Other", Assert.Single(report.Issuers).Subject);
    }

    /// <summary>That a key is burnt counts wherever the quorum said so.</summary>
    [Fact]
    public void AKeyWhoseCrossCertificateWasRevokedForCompromiseIsFoundFaultWith()
    {
        using var world = new World();
        world.MakeRoot();
        var far = Elsewhere.Import(world, "CN=Far");
        var below = far.Intermediate(TestCA.Input("CN=Below"));
        Assert.Empty(CertificateReport.Judge(world.Connection, below.Certificate).PathFaults);
        var cross = (CrossCertificateRecord)Elsewhere.Run(
            world, new CeremonyRequest { Operation = "CrossSign", Issuer = "Root", Target = far.Certificate })[0];
        Elsewhere.Run(world, new CeremonyRequest
        {
            Operation = "Revoke", Authority = cross.CertificateId, RevocationReason = RevocationReason.KeyCompromise,
        });

        Assert.All(
            new[] { far, below },
            ca => Assert.Contains(
                "has the key of CN=Far, which was revoked (KeyCompromise)",
                Assert.Single(CertificateReport.Judge(world.Connection, ca.Certificate).PathFaults)));
    }

    private static AuthorityRecord Of(World world, string name) => new AuthorityQueries(world.Connection).Get(name);

    private static void Import(World world, byte[] certificate) =>
        Elsewhere.Run(world, new CeremonyRequest { Operation = "Import", Target = certificate });

    // Of the one's key, by the other.
    private static byte[] Cross(TestCA target, TestCA signer)
    {
        var from = TestCA.Start.AddDays(1);
        var tbs = TemplateBuilder.CrossCertificate(
            target.Certificate, signer.Certificate, new CrossCertificateOptions(), TestCA.Serial(), from, from.AddYears(1)).Tbs;
        return CertificateAssembler.Assemble(tbs, signer.Algorithm, TestCA.Sign(signer.Key, signer.Algorithm, tbs));
    }
}
