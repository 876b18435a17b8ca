using Trstctl.Asn1;
using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>
/// A completion is judged where it stands, with one thing in it that is not so. What a ceremony made is what was approved: of a root
/// as of what is below it, since each was made by one.
/// </summary>
public sealed class WhatWasMadeTests : IDisposable
{
    private readonly World world = new();

    public static TheoryData<string> Members =>
        ["tenant", "authority", "keyId", "generation", "algorithm", "spkiDigest", "ceremony", "custody", "level"];

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "R02")]
    public void OnlyACompletionWithItsQuorumMakesAnythingTrue(bool ofARoot)
    {
        Make(ofARoot);

        Assert.Null(Verdict.Of(world, made => made));
        Assert.Equal("the quorum is not there", Verdict.Of(world, made => made with { Counted = [] }));
        Assert.Equal("the quorum is not there", Verdict.Of(world, made => made with { Counted = [.. made.Counted.Skip(1)] }));
        Assert.Equal(
            "the quorum is not there", Verdict.Of(world, made => made with { Counted = [made.Counted[0], made.Counted[1]] }));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void ACompletionThatCountsAnApprovalThatNobodyGaveIsVoid()
    {
        Make(ofARoot: true);

        Assert.Contains("do not stand", Verdict.Of(world, made => made with
        {
            Counted = [.. made.Counted, made.Counted[0] with { Custodian = "Dave" }],
        }));
        Assert.Contains("do not stand", Verdict.Of(world, made => made with
        {
            Counted = [.. made.Counted.Skip(1), made.Counted[0] with { Statement = Digest.Of([1]) }],
        }));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void ACompletionWithoutTheSharesOfAQuorumKeyIsVoid()
    {
        world.MakeQuorumRoot();
        var ceremony = world.ApproveIntermediate();
        world.Open(ceremony, [0, 1, 2]);
        var (header, completed) = Verdict.Newest(world);
        var first = world.Ask((work, ledger) => Enumerable.Range(0, (int)ledger.Size).First(
            i => ledger.Event<Trstctl.History.Events.LedgerEvent>(work, i).Event is Trstctl.History.Events.KeyOpenRequested));

        // The same completion before anybody was asked.
        Assert.Equal("too few custodians released their shares", Verdict.On(world, header with { Sequence = first }, completed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "R02")]
    [Trait("Conformance", "R12")]
    public void ACertificateWithAByteThatWasNotApprovedIsVoid(bool ofARoot)
    {
        var signer = Make(ofARoot);

        Assert.Null(Verdict.Of(world, made => made with { Artefacts = [Resigned(made.Artefacts[0], signer, tbs => tbs)] }));
        Assert.All(Bytes, part => Assert.NotNull(Verdict.Of(world, made => made with
        {
            Artefacts = [Resigned(made.Artefacts[0], signer, tbs => Edited(tbs, part.Where, part.At))],
        })));

        Assert.Contains("does not verify", Verdict.Of(world, made => made with { Artefacts = [Flipped(made.Artefacts[0])] }));
        Assert.NotNull(Verdict.Of(world, made => made with { Artefacts = [] }));
        Assert.NotNull(Verdict.Of(world, made => made with { Artefacts = [made.Artefacts[0], made.Artefacts[0]] }));
    }

    [Theory]
    [MemberData(nameof(Members))]
    [Trait("Conformance", "R02")]
    [Trait("Conformance", "R16")]
    public void ASealedKeyWhoseHeaderSaysSomethingElseThanWasApprovedIsVoid(string member)
    {
        var existing = world.MakeRoot("CN=Existing");
        Make(ofARoot: true);

        var values = member switch
        {
            "tenant" => [h => h with { Tenant = new string('a', 64) }],
            "authority" => [h => h with { Authority = existing.AuthorityId }, h => h with { Authority = Uuid.Version7(world.Now) }],
            "keyId" => [h => h with { KeyId = existing.KeyId! }, h => h with { KeyId = Digest.Of([1]).Hex }],
            "generation" => [h => h with { Generation = 2 }],
            "algorithm" => [h => h with { Algorithm = KeyAlgorithm.EcdsaP384 }],
            "spkiDigest" => [h => h with { SpkiDigest = Digest.Of([1]) }],
            "ceremony" => [h => h with { Ceremony = existing.Ceremony }],
            "custody" => [h => h with { Custody = "Quorum" }],
            _ => new Func<SealedKeyHeader, SealedKeyHeader>[]
            {
                h => h with { Level = "DualLock" }, h => h with { Level = "HsmQuorum" },
            },
        };

        Assert.All(values, alter => Assert.Equal(
            "the header of a sealed key is not the expected one",
            Verdict.Of(world, made => made with { Keys = [made.Keys[0] with { Header = alter(made.Keys[0].Header) }] })));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AKeyThatIsHeldOtherwiseThanWasApprovedIsVoid()
    {
        world.MakeQuorumRoot("CN=Shared");
        var dealing = Assert.Single(Verdict.Newest(world).Event.Completion.Keys).Header;
        Assert.Equal("a key is held otherwise than was approved", Changed(h => h with { Quorum = null, Sealer = Sealer() }));

        Make(ofARoot: true);
        Assert.Equal("a key is held otherwise than was approved", Changed(h => h with { Quorum = dealing.Quorum, Sealer = null }));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AKeyThatIsDealtToOthersThanTheRostersCustodiansIsVoid()
    {
        world.MakeQuorumRoot("CN=Shared");
        var others = new Func<QuorumHeader, QuorumHeader>[]
        {
            q => q with { Needed = 2 },
            q => q with { Epoch = 2 },
            q => q with { Holders = [.. q.Holders.Take(4)] },
            q => q with { Holders = [.. q.Holders.Skip(1).Prepend(q.Holders[0] with { Custodian = "Mallory" })] },
        };

        Assert.All(others, alter => Assert.Equal(
            "a key was dealt to others than the roster's custodians", Changed(h => h with { Quorum = alter(h.Quorum!) })));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void ASealedRecordThatItsKeyDoesNotProveIsVoid()
    {
        Make(ofARoot: true);
        const string Unproved = "a key does not prove that it is in its record";

        Assert.Equal(Unproved, Verdict.Of(world, m => m with { Keys = [m.Keys[0] with { Record = Digest.Of([1]) }] }));
        Assert.Equal(Unproved, Verdict.Of(world, m => m with { Keys = [m.Keys[0] with { Proof = [1] }] }));
        Assert.Equal(
            "it seals other keys than its plan makes", Verdict.Of(world, m => m with { Keys = [] }));
        Assert.Equal(
            "it seals other keys than its plan makes", Verdict.Of(world, m => m with { Keys = [m.Keys[0], m.Keys[0]] }));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void ACertificateWithAnotherAlgorithmOutsideThanInsideIsVoid()
    {
        var signer = Make(ofARoot: true);

        // The signature covers the inner one alone.
        Assert.NotNull(Verdict.Of(world, made => made with
        {
            Artefacts = [Resigned(made.Artefacts[0], signer, tbs => tbs, KeyAlgorithm.EcdsaP384)],
        }));
        Assert.Null(Verdict.Of(world, made => made with { Artefacts = [Resigned(made.Artefacts[0], signer, tbs => tbs)] }));
    }

    private string Sealer() => world.Ask((_, ledger) => InForce.Sealer(ledger.State).Hex);

    private string? Changed(Func<SealedKeyHeader, SealedKeyHeader> alter) =>
        Verdict.Of(world, made => made with { Keys = [made.Keys[0] with { Header = alter(made.Keys[0].Header) }] });

    // Returns the PKCS#8 of the key that signs what was made.
    private byte[] Make(bool ofARoot)
    {
        world.MakeRoot();
        if (ofARoot)
        {
            return world.Custody.SealedPkcs8[^1];
        }

        var signer = world.Custody.SealedPkcs8[^1];
        world.Service.Execute(world.Approve(world.StartIntermediate(), 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present());
        return signer;
    }

    // One byte of what people read: where it is found, and which of its bytes.
    private static readonly (string What, Func<CertificateParts, DerElement> Where, Index At)[] Bytes =
    [
        ("serial number", parts => parts.Serial, ^1),
        ("notAfter", parts => parts.Validity[1], ^3),
        ("subject", parts => parts.Subject, ^1),
    ];

    private static byte[] Edited(byte[] tbs, Func<CertificateParts, DerElement> where, Index at)
    {
        var (edited, element) = ((byte[])tbs.Clone(), where(CertificateParts.Of(tbs)).Encoded);
        edited[edited.AsSpan().IndexOf(element) + at.GetOffset(element.Length)] ^= 1;
        return edited;
    }

    private static byte[] Resigned(byte[] certificate, byte[] pkcs8, Func<byte[], byte[]> alter, KeyAlgorithm? outer = null)
    {
        using var key = SoftwareKey.FromPkcs8(pkcs8, KeyAlgorithm.EcdsaP256);
        var tbs = alter(CertificateParts.Of(certificate).Tbs.Encoded.ToArray());
        return Der.Sequence(tbs, (outer ?? KeyAlgorithm.EcdsaP256).SignatureIdentifier(), Der.BitString(key.Sign(tbs)));
    }

    private static byte[] Flipped(byte[] certificate) => [.. certificate[..^1], (byte)(certificate[^1] ^ 1)];
}
