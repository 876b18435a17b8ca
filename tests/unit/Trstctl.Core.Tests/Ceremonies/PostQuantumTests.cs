using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Paths;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Keys;
using Trstctl.Lints;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Whole ceremonies of authorities with post-quantum keys, under dual lock.</summary>
public sealed class PostQuantumTests
{
    [Theory]
    [InlineData("ML-DSA-65")]
    [InlineData("SLH-DSA-SHA2-128f")]
    public void AQuorumRootMakesAnIntermediate(string algorithm)
    {
        using var world = new World();
        var root = world.MakeQuorumRoot(algorithm: algorithm);
        var ceremony = world.Approve(world.StartIntermediate(algorithm: algorithm), 0, 1, 2);
        Scratch.Refused(ErrorId.SharesMissing, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1)));


        var issuing = (AuthorityRecord)world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 3, 4)).Single();

        Assert.Equal(algorithm, PublicKey.Describe(issuing.View.Spki));
        Assert.Empty(Judged.Faults(issuing.Certificate, [], [root.Certificate], world.Now));
    }

    [Theory]
    [InlineData("ML-DSA-87")]
    [InlineData("SLH-DSA-SHA2-256f")]
    public void ANewKeyProvesItsPossession(string algorithm)
    {
        using var world = new World();
        world.MakeQuorumRoot(algorithm: algorithm);

        var completion = world.Events<CeremonyCompleted>().Last().Completion;

        var key = Assert.Single(completion.Keys);
        Assert.Equal(algorithm, key.Header.Algorithm.Name);
        var (tenant, spki) = (world.Connection.TenantId!, new CertificateView(completion.Artefacts[0]).Spki);
        var statement = KeyPossession.Statement(tenant, completion.PlanDigest, Digest.Of(spki), 1, key.Record);
        Assert.True(SignatureCheck.Verify(KeyAlgorithm.Parse(algorithm), statement, key.Proof, spki));
    }

    [Fact]
    public void TheSealedKeyIsTheSeed()
    {
        using var world = new World();
        world.MakeQuorumRoot(algorithm: "ML-DSA-65");
        Assert.Equal(54, Assert.Single(world.Custody.SealedPkcs8).Length);
    }

    [Fact]
    [Trait("Conformance", "K01")]
    public void NoSeedStandsInAnyFile()
    {
        using var world = new World();
        world.MakeQuorumRoot(algorithm: "ML-DSA-65");
        var seed = Assert.Single(world.Custody.SealedPkcs8)[^32..];
        var found = Directory.GetFiles(world.Folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && Holds(file, seed));
        Assert.Empty(found);
        File.WriteAllBytes(Path.Combine(world.Folder, "control"), seed);
        Assert.True(Holds(Path.Combine(world.Folder, "control"), seed));
    }

    [Theory]
    [InlineData("ECDSA-P256", "ML-DSA-65")]
    [InlineData("ML-DSA-65", "SLH-DSA-SHA2-128f")]
    [InlineData("SLH-DSA-SHA2-128f", "ECDSA-P256")]
    public void ARootRotatesAcrossFamilies(string from, string to)
    {
        using var world = new World();
        world.MakeQuorumRoot(algorithm: from);
        var ceremony = Approved(world, new CeremonyRequest { Operation = "Rotation", Authority = "Root", Spec = Spec("CN=Root", to) });

        var successor = (AuthorityRecord)world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)).Single();

        Assert.Equal(to, PublicKey.Describe(successor.View.Spki));
        Assert.True(IssuedCertificateCheck.VerifySignature(successor.Certificate, successor.View.Spki));
    }

    [Theory]
    [InlineData("ECDSA-P256", "ML-DSA-65")]
    [InlineData("ML-DSA-44", "SLH-DSA-SHA2-128f")]
    public void LinkCertificatesCarryClientsOfEitherRootToTheOther(string from, string to)
    {
        using var world = new World();
        var old = world.MakeQuorumRoot(algorithm: from);
        var ceremony = Approved(
            world, new CeremonyRequest { Operation = "Rotation", Authority = "Root", Spec = Spec("CN=Root", to), LinkCertificates = true });

        var made = world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));

        var next = made.OfType<AuthorityRecord>().Single();
        var links = made.OfType<CrossCertificateRecord>().ToDictionary(link => link.Link!, link => link.Certificate);
        Assert.Empty(Judged.Faults(links[LinkCertificates.OldWithNew], [], [next.Certificate], world.Now));
        Assert.Empty(Judged.Faults(links[LinkCertificates.NewWithOld], [], [old.Certificate], world.Now));
    }

    [Theory]
    [InlineData("ML-DSA-65", "ECDSA-P256")]
    [InlineData("ECDSA-P256", "ML-DSA-65")]
    [InlineData("ECDSA-P256", "SLH-DSA-SHA2-256f")]
    public void CrossSigningReachesAcrossFamilies(string ofSigner, string ofTarget)
    {
        using var world = new World();
        var signer = world.MakeQuorumRoot(algorithm: ofSigner);
        using var target = OpenCA.Root(ofTarget, "CN=Fabrikam Root");
        using var below = target.Intermediate("ECDSA-P256");
        var ceremony = Approved(world, new CeremonyRequest { Operation = "CrossSign", Issuer = "Root", Target = target.Certificate });

        var cross = (CrossCertificateRecord)world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)).Single();

        Assert.Equal(target.Spki, cross.View.Spki);
        Assert.Empty(Judged.Faults(below.Certificate, [cross.Certificate], [signer.Certificate], world.Now));
    }

    [Fact]
    public void ARestartedStoreOpensAPostQuantumKey()
    {
        using var world = new World();
        world.MakeQuorumRoot(algorithm: "ML-DSA-44");
        var ceremony = world.Approve(world.StartIntermediate(), 0, 1, 2);
        using var elsewhere = world.Connect();

        var made = new CeremonyService(elsewhere).Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));

        Assert.Single(made);
    }

    [Fact]
    [Trait("Conformance", "A07")]
    public void ASabotagedSignatureLeavesNothing()
    {
        using var world = new World();
        var ceremony = Approved(world, new CeremonyRequest { Operation = "Root", Spec = Spec("CN=Root", "ML-DSA-65") });
        world.Custody.Sabotage = signature => [.. signature[..^1], (byte)(signature[^1] ^ 1)];

        Scratch.Refused(
            ErrorId.SignatureNotVerified, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));


        Assert.Empty(world.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName)));
    }

    private static CASpec Spec(string subject, string algorithm) =>
        new CASpecInput { Subject = subject, Validity = "10y", KeyAlgorithm = algorithm }.Build();

    private static CeremonyRecord Approved(World world, CeremonyRequest request) =>
        world.Approve(world.Service.Start(request, World.Ops), 0, 1, 2);

    private static bool Holds(string file, byte[] needle)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(needle) >= 0;
    }
}
