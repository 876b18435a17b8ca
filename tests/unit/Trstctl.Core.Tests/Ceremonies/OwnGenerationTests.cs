using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Keys;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Who has a CA of his own under a name lets none from elsewhere take its place, though the name came from there.</summary>
public class OwnGenerationTests
{
    [Theory]
    [InlineData("Retire")]
    [InlineData("Revoke")]
    public void NothingFromElsewhereFollowsAGenerationThatWasMadeHere(string end)
    {
        using var world = new World();
        world.MakeRoot();
        var key = world.Custody.Generate(KeyAlgorithm.EcdsaP256);
        var tbs = TemplateBuilder.Root(TestCA.Input("CN=Theirs").Build(), TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(20))
            .Fill(key.SubjectPublicKeyInfo);
        var theirs = CertificateAssembler.Assemble(tbs, key.Algorithm, key.Sign(tbs));
        var import = world.Approve(
            world.Service.Start(
                new CeremonyRequest { Operation = "Import", Target = theirs, Custody = CustodyKind.Quorum }, World.Ops),
            0, 1, 2);
        world.Service.Execute(
            import.CeremonyId, new ExpectedPlan(),
            new ExecutionOptions { Executor = World.Ops, Timeout = TimeSpan.Zero, ImportKey = () => key });
        var rotation = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "Rotation", Authority = "Theirs" }, World.Ops), 0, 1, 2);
        var own = (AuthorityRecord)world.Service.Execute(rotation.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2))[0];
        Assert.Equal(2, own.Generation);
        Elsewhere.Run(world, new CeremonyRequest
        {
            Operation = end, Authority = own.AuthorityId, RevocationReason = end == "Revoke" ? RevocationReason.KeyCompromise : null,
        });

        var later = Later();
        Assert.True(new CertificateView(later).NotBefore > own.View.NotBefore);
        var refusal = Assert.Throws<TrstException>(() => Elsewhere.Run(
            world, new CeremonyRequest { Operation = "Import", Target = later }));
        Assert.Equal(ErrorId.AuthorityExists, refusal.Id);
    }

    // Of the same name, and a key of somebody.
    private static byte[] Later()
    {
        var spec = TestCA.Input("CN=Theirs").Build();
        var key = TestCA.NewKey(spec.Algorithm);
        var from = TestCA.Start.AddYears(3);
        return TestCA.Issue(
            TemplateBuilder.Root(spec, TestCA.Serial(), from, from.AddYears(1)), key, spec.Algorithm, key,
            spec.Algorithm).Certificate;
    }
}
