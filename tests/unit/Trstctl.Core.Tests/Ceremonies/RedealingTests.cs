using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Whoever executes a roster change deals every Quorum key anew; each key says itself what it was sealed into, and an
/// executor chooses no id.</summary>
public sealed class RedealingTests : IDisposable
{
    private const string Unproved = "a key does not prove that it is in its record";
    private const string OtherHeader = "the header of a sealed key is not the expected one";

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R15")]
    public void GarbageInPlaceOfAKeyThatIsDealtAnewIsVoid()
    {
        world.MakeQuorumRoot("CN=One");
        world.MakeQuorumRoot("CN=Two");
        var before = Assert.Single(Verdict.Newest(world).Event.Completion.Keys);
        world.ChangeRoster();

        Assert.Null(Verdict.Of(world, made => made));
        Assert.Equal(Unproved, Keys((one, two) => [one with { Record = Digest.Of([1]) }, two]));
        Assert.Equal(Unproved, Keys((one, two) => [one, two with { Proof = [.. two.Proof[..^1], (byte)(two.Proof[^1] ^ 1)] }]));

        // Another key's word, and its own word of another dealing.
        Assert.Equal(Unproved, Keys((one, two) => [one with { Proof = two.Proof }, two]));
        Assert.Equal(Unproved, Keys((one, two) => [one with { Record = two.Record, Proof = two.Proof }, two]));
        Assert.NotNull(Keys((one, two) => [.. new[] { one, two }.Select(
            key => key.Header.KeyId == before.Header.KeyId ? key with { Record = before.Record, Proof = before.Proof } : key)]));
    }

    [Fact]
    [Trait("Conformance", "R15")]
    public void SwappedHeadersOfKeysThatAreDealtAnewAreVoid()
    {
        world.MakeQuorumRoot("CN=One");
        world.MakeQuorumRoot("CN=Two");
        world.ChangeRoster();

        Assert.Equal(OtherHeader, Keys((one, two) => [two, one]));
        Assert.Equal(OtherHeader, Keys((one, two) => [one with { Header = two.Header }, two with { Header = one.Header }]));
        Assert.Equal("it seals other keys than its plan makes", Keys((one, two) => [one]));
        Assert.Equal("it seals other keys than its plan makes", Keys((one, two) => [one, two, two]));
        Assert.NotNull(Keys((one, two) => [one, one]));
    }

    [Fact]
    [Trait("Conformance", "R15")]
    public void AKeyThatIsDealtAnewToTheOldRosterIsVoid()
    {
        world.MakeQuorumRoot("CN=One");
        var before = Assert.Single(Verdict.Newest(world).Event.Completion.Keys).Header.Quorum;
        world.ChangeRoster();

        Assert.Equal(
            "a key was dealt to others than the roster's custodians",
            Verdict.Of(world, made => made with
            {
                Keys = [made.Keys[0] with { Header = made.Keys[0].Header with { Quorum = before } }],
            }));
    }

    /// <summary>Its certificate, its record and its proof are good; only that the key is an authority's already.</summary>
    [Fact]
    [Trait("Conformance", "R16")]
    public void AKeyThatAnAuthorityHasMakesNoSecondOne()
    {
        var existing = world.MakeRoot("CN=Existing");
        using var key = SoftwareKey.FromPkcs8(world.Custody.SealedPkcs8[^1], KeyAlgorithm.EcdsaP256);
        world.MakeRoot("CN=Second");
        var ceremony = world.Ask(
            (_, ledger) => ledger.State.All<CeremonyRecord>(CeremonyRecord.KindName).Last(c => c.Title == "CN=Second"));
        var plan = world.PlanOf(ceremony);
        var tbs = ArtefactReader.Certificate(plan, Artefact.MainName).Fill(key.SubjectPublicKeyInfo);
        var spki = Digest.Of(key.SubjectPublicKeyInfo);

        Assert.NotNull(Verdict.Of(world, made => made with
        {
            Artefacts = [CertificateAssembler.Assemble(tbs, key.Algorithm, key.Sign(tbs))],
            Keys =
            [
                made.Keys[0] with
                {
                    Header = made.Keys[0].Header with { KeyId = spki.Hex, SpkiDigest = spki },
                    Proof = key.Sign(KeyPossession.Statement(plan.Tenant, plan.Digest, spki, 1, made.Keys[0].Record)),
                },
            ],
        }));
        Assert.Equal(existing.KeyId, spki.Hex);
    }

    private string? Keys(Func<KeySealing, KeySealing, KeySealing[]> alter) =>
        Verdict.Of(world, made => made with { Keys = alter(made.Keys[0], made.Keys[1]) });
}
