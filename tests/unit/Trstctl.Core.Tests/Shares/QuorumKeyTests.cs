using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Shares;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Shares;

public sealed class QuorumKeyTests
{
    public static TheoryData<string> HeaderEdits => new(Edits.Keys);

    private static IReadOnlyDictionary<string, Func<SealedKeyHeader, SealedKeyHeader>> Edits { get; } =
        new Dictionary<string, Func<SealedKeyHeader, SealedKeyHeader>>
        {
            ["tenant"] = h => h with { Tenant = "bb" },
            ["authority"] = h => h with { Authority = "other" },
            ["keyId"] = h => h with { KeyId = "key-b" },
            ["generation"] = h => h with { Generation = 2 },
            ["algorithm"] = h => h with { Algorithm = KeyAlgorithm.EcdsaP384 },
            ["spkiDigest"] = h => h with { SpkiDigest = Digest.Of([1]) },
            ["ceremony"] = h => h with { Ceremony = "other" },
            ["level"] = h => h with { Level = "SignedApproval" },
            ["threshold lowered"] = h => h with { Quorum = h.Quorum! with { Needed = 2 } },
            ["threshold raised"] = h => h with { Quorum = h.Quorum! with { Needed = 4 } },
            ["epoch"] = h => h with { Quorum = h.Quorum! with { Epoch = 2 } },
            ["a holder left out"] = h => h with { Quorum = h.Quorum! with { Holders = h.Quorum.Holders.Take(4).ToArray() } },
            ["holders exchanged"] = h => h with { Quorum = h.Quorum! with { Holders = Exchanged(h.Quorum.Holders) } },
        };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    [InlineData(9, 16)]
    public void AnyNeededSharesOpenTheKey(int needed, int holders)
    {
        using var dealt = new DealtKey(needed, holders);
        for (var first = 0; first + needed <= holders; first++)
        {
            using var opened = dealt.Open(dealt.Shares.Reverse().Skip(first).Take(needed).ToArray());
            Assert.Equal(dealt.Key.SubjectPublicKeyInfo, opened.SubjectPublicKeyInfo);
            Assert.True(SignatureCheck.Verify(KeyAlgorithm.EcdsaP256, [1, 2], opened.Sign([1, 2]), opened.SubjectPublicKeyInfo));
        }

        using var withAll = dealt.Open([.. dealt.Shares]);
        Assert.Equal(dealt.Key.SubjectPublicKeyInfo, withAll.SubjectPublicKeyInfo);
    }

    [Fact]
    [Trait("Conformance", "F08")]
    public void OneShareTooFewOpensNothing()
    {
        using var dealt = new DealtKey(3, 5);
        Refused(ErrorId.ShareInvalid, () => dealt.Open(dealt.Shares[0], dealt.Shares[4]));
        Refused(ErrorId.ShareInvalid, () => dealt.Open());

        var (header, ciphertext) = SealedKey.Parse(dealt.Record);
        using var guess = Shamir.Interpolate(QuorumDealing.Points(dealt.Shares.Take(2)), 0);
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Read(header, ciphertext, (c, a) => AuthenticatedCipher.Open(guess.Bytes, c, a)));
    }

    [Fact]
    [Trait("Conformance", "F08")]
    public void AShareGivenTwiceIsNamed()
    {
        using var dealt = new DealtKey(3, 5);
        var error = Refused(ErrorId.ShareInvalid, () => dealt.Open(dealt.Shares[0], dealt.Shares[3], dealt.Shares[3]));
        Assert.Contains("custodian-4", error.Message);
        Refused(ErrorId.ShareInvalid, () => dealt.Open([.. dealt.Shares, dealt.Shares[0]]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [Trait("Conformance", "F08")]
    public void AWrongShareIsNamedAmongRightOnes(int index)
    {
        using var dealt = new DealtKey(3, 5);
        dealt.Shares[2].Value.Bytes[index] ^= 1;
        var error = Refused(ErrorId.ShareInvalid, () => dealt.Open([.. dealt.Shares]));
        Assert.Contains("custodian-3", error.Message);
        Assert.Contains("commitment", error.Message);
        Refused(ErrorId.ShareInvalid, () => QuorumKey.DemandShare(dealt.Record, dealt.Shares[2]));
        using var opened = dealt.Open(dealt.Shares[0], dealt.Shares[1], dealt.Shares[4]);
        Assert.Equal(dealt.Key.SubjectPublicKeyInfo, opened.SubjectPublicKeyInfo);
    }

    [Theory]
    [InlineData("key-b", 1, "aa", "key key-b")]
    [InlineData("key-a", 2, "aa", "epoch 2")]
    [InlineData("key-a", 1, "bb", "tenant bb")]
    [InlineData("key-a", 1, "aa", "commitment")]
    [Trait("Conformance", "F08")]
    [Trait("Conformance", "N16")]
    public void SharesOfAnotherDealingAreNamed(string keyId, int epoch, string tenant, string reason)
    {
        using var dealt = new DealtKey(3, 5);
        using var other = new DealtKey(3, 5, keyId, epoch, tenant);
        var error = Refused(ErrorId.ShareInvalid, () => dealt.Open(dealt.Shares[0], other.Shares[1], dealt.Shares[2]));
        Assert.Contains("custodian-2", error.Message);
        Assert.Contains(reason, error.Message);
        Refused(ErrorId.ShareInvalid, () => dealt.Open([.. other.Shares]));
        Refused(ErrorId.ShareInvalid, () => QuorumKey.DemandShare(dealt.Record, other.Shares[1]));
        QuorumKey.DemandShare(dealt.Record, dealt.Shares[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(2)]
    [Trait("Conformance", "N16")]
    public void AShareUnderAnotherNumberIsRefused(int x)
    {
        using var dealt = new DealtKey(3, 5);
        using var moved = new KeyShare(
            dealt.Shares[0].Context with { X = x }, SecretBytes.Take((byte[])dealt.Shares[0].Value.Bytes.Clone()));
        var error = Refused(ErrorId.ShareInvalid, () => dealt.Open(moved, dealt.Shares[1], dealt.Shares[2]));
        Assert.Contains("custodian-1", error.Message);
        using var content = moved.ToContent();
        if (x is 0 or 6)
        {
            Refused(ErrorId.FormatInvalid, () => KeyShare.FromContent(content));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(2)]
    [Trait("Conformance", "N16")]
    public void AHolderUnderAnotherNumberIsRefused(int x)
    {
        using var dealt = new DealtKey(3, 5);
        Refused(ErrorId.FormatInvalid, () => QuorumKey.ReadQuorum(dealt.EditedHolder(0, holder => holder with { X = x })));
        Refused(ErrorId.FormatInvalid, () =>
            QuorumKey.ReadQuorum(dealt.EditedHolder(0, holder => holder with { Custodian = "custodian-2" })));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [Trait("Conformance", "N16")]
    public void AShareOfAnotherLengthIsRefused(int length) =>
        Refused(ErrorId.ShareInvalid, () => new KeyShare(
            new ShareContext("aa", "key-a", 1, 3, 5, "custodian-1", 1), new SecretBytes(length)));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [Trait("Conformance", "N16")]
    public void APointOffThePolynomialIsNotDealt(int index)
    {
        using var secret = SecretBytes.Random(KeyShare.Length);
        using var dealing = QuorumDealing.Of(secret, "aa", "key-a", 3, 1, ["a", "b", "c", "d", "e"]);
        Assert.Equal(5, dealing.ToHolders(new byte[]?[5]).Count);
        dealing.Shares[index].Value.Bytes[7] ^= 1;
        Refused(ErrorId.ShareInvalid, () => dealing.ToHolders(new byte[]?[5]));
    }

    [Theory]
    [MemberData(nameof(HeaderEdits))]
    [Trait("Conformance", "F05")]
    public void AnEditedHeaderIsRefusedAlsoWhereItWasExpected(string edit)
    {
        using var dealt = new DealtKey(3, 5);
        KeyShare[] shares = [.. dealt.Shares];
        var edited = dealt.Edited(Edits[edit]);
        Refused(ErrorId.SealedKeyInvalid, () => QuorumKey.Open(edited, dealt.Header, 3, 1, dealt.Custodians, shares));

        var header = SealedKey.ReadHeader(edited);
        var quorum = header.Quorum!;
        var custodians = quorum.Holders.OrderBy(h => h.X).Select(h => h.Custodian).ToArray();
        var error = Assert.Throws<TrstException>(
            () => QuorumKey.Open(edited, header with { Quorum = null }, quorum.Needed, quorum.Epoch, custodians, shares));
        Assert.Contains(error.Id, new[] { ErrorId.SealedKeyInvalid, ErrorId.ShareInvalid });
        Refused(ErrorId.SealedKeyInvalid, () => QuorumKey.Open(
            dealt.Record, header with { Quorum = null }, quorum.Needed, quorum.Epoch, custodians, shares));
    }

    [Fact]
    [Trait("Conformance", "F05")]
    public void AnEditedHolderWhoseShareIsNotUsedIsRefused()
    {
        using var dealt = new DealtKey(3, 5);
        KeyShare[] shares = [.. dealt.Shares.Take(3)];
        byte[][] records =
        [
            dealt.EditedHolder(4, holder => holder with { Commitment = new byte[32] }),
            dealt.EditedHolder(4, holder => holder with { Envelope = [1, 2, 3] }),
        ];
        Assert.All(records, record =>
            Refused(ErrorId.SealedKeyInvalid, () => QuorumKey.Open(record, dealt.Header, 3, 1, dealt.Custodians, shares)));
    }

    [Fact]
    public void ASealerAndAQuorumDoNotOpenEachOthersRecords()
    {
        using var scratch = new Scratch();
        KeyFile.Create(scratch["key"]);
        using var sealer = Sealer.Create("custody", new() { Kind = ProtectorKind.KeyFile, KeyFilePath = scratch["key"] }, null).Sealer;
        using var dealt = new DealtKey(2, 3);
        var dealtHeader = SealedKey.ReadHeader(dealt.Record);
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Open(dealt.Record, null, sealer));
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Open(dealt.Record, dealtHeader, sealer));
        Refused(ErrorId.SealedKeyInvalid, () => SealedKey.Seal(dealtHeader, dealt.Key, sealer));

        var record = SealedKey.Seal(dealt.Header, dealt.Key, sealer);
        Refused(ErrorId.SealedKeyInvalid, () => QuorumKey.ReadQuorum(record));
        Refused(ErrorId.SealedKeyInvalid, () => QuorumKey.Open(record, dealt.Header, 2, 1, dealt.Custodians, [.. dealt.Shares]));
        Refused(ErrorId.SealedKeyInvalid, () => Seal(dealt.Header with { Sealer = sealer.Identity.Hex }, dealt.Key));
        Refused(ErrorId.SealedKeyInvalid, () => Seal(dealtHeader, dealt.Key));
        Refused(ErrorId.SealedKeyInvalid, () => Seal(dealt.Header with { Custody = "Operational" }, dealt.Key));
    }

    [Fact]
    public void AHeaderOfAnotherKeyIsNotSealed()
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        using var other = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        Refused(ErrorId.SealedKeyInvalid, () => Seal(DealtKey.HeaderOf(other), key));
    }

    [Fact]
    public void ACustodianIsNamedOnce()
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        Assert.Throws<ArgumentException>(() => QuorumKey.Seal(DealtKey.HeaderOf(key), key, 2, 1, [new("a", null), new("a", null)]));
    }

    private static void Seal(SealedKeyHeader header, IOpenKey key) => QuorumKey.Seal(header, key, 1, 1, [new("custodian-1", null)]);

    private static QuorumHolder[] Exchanged(IReadOnlyList<QuorumHolder> holders) =>
        [holders[0] with { X = 2 }, holders[1] with { X = 1 }, .. holders.Skip(2)];
}
