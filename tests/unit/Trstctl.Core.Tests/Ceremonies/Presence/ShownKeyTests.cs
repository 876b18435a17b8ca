using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

/// <summary>A custodian is shown an authority's certificate; what he releases opens the key of that certificate and no other. An
/// opener with the ledger's key tells of both whatever he likes.</summary>
public sealed class ShownKeyTests : IDisposable
{
    private readonly World world = new();
    private readonly KeySession session = new();

    public void Dispose()
    {
        session.Dispose();
        world.Dispose();
    }

    [Fact]
    [Trait("Conformance", "R04")]
    public void AnAuthorityThatIsSaidToHaveAnotherOnesCertificateGivesNoShareForIt()
    {
        var (production, laboratory) = (world.MakeQuorumRoot("CN=Production"), world.MakeQuorumRoot("CN=Laboratory"));
        var renewal = world.Service.Start(new CeremonyRequest { Operation = "Renewal", Authority = "Production" }, World.Ops);
        world.Forge(renewal.CeremonyId, new CeremonyCompleted(Verdict.Newest(world).Event.Completion with
        {
            PlanDigest = renewal.PlanDigest, Counted = [], Artefacts = [laboratory.Certificate], Keys = [],
        }));
        var harmless = world.Approve(world.StartIntermediate(production.AuthorityId), 0, 1, 2);

        world.Ask(harmless, world.Request(harmless, session, production.KeyId!), World.Ops);
        world.Release(harmless, 0);

        Assert.Equal(KeyShown(harmless), Assert.Single(world.Newest(harmless).Keys).KeyId);
        Assert.Single(world.Releases(harmless));
        Assert.Contains("ceremony.completed", Assert.Single(new LedgerAudit(world.Connection).Run().Faults));
    }

    /// <summary>Two roots in one sitting, each said to be held where the other one is.</summary>
    [Fact]
    [Trait("Conformance", "R04")]
    public void KeyIdsThatAreSwappedInAHistoryThatNobodyHasSeenYetAreRefused()
    {
        var (one, two) = (
            new Trstctl.Certificates.CASpecInput { Subject = "CN=One", Validity = "10y", KeyAlgorithm = "ECDSA-P256" }.Build(),
            new Trstctl.Certificates.CASpecInput { Subject = "CN=Two", Validity = "10y", KeyAlgorithm = "ECDSA-P384" }.Build());
        var ceremony = world.Service.Start(new CeremonyRequest { Operation = "Root", Spec = one, Twin = two }, World.Ops);
        world.Service.Execute(world.Approve(ceremony, 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present());

        Assert.Null(Verdict.Of(world, made => made));
        Assert.NotNull(Verdict.Of(world, made => made with { Keys = [made.Keys[1], made.Keys[0]] }));
        Assert.NotNull(Verdict.Of(world, made => made with
        {
            Keys =
            [
                made.Keys[0] with { Header = made.Keys[0].Header with { KeyId = made.Keys[1].Header.KeyId } },
                made.Keys[1] with { Header = made.Keys[1].Header with { KeyId = made.Keys[0].Header.KeyId } },
            ],
        }));
        Assert.NotNull(Verdict.Of(world, made => made with
        {
            Keys =
            [
                made.Keys[1] with { Header = made.Keys[1].Header with { Authority = made.Keys[0].Header.Authority } },
                made.Keys[0] with { Header = made.Keys[0].Header with { Authority = made.Keys[1].Header.Authority } },
            ],
        }));
    }

    // The id of the key in the certificate that the plan names and shows, whosever it is said to be.
    private string KeyShown(CeremonyRecord ceremony)
    {
        var named = Digest.FromJson(new ObjectReader(world.PlanOf(ceremony).SubjectJson, "subject").Reader("issuer"), "certificate");
        return world.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName)
            .SelectMany(authority => authority.Certificates)
            .Where(certificate => Digest.Of(certificate) == named)
            .Select(certificate => Digest.Of(new Trstctl.Certificates.CertificateView(certificate).Spki).Hex)
            .First());
    }
}
