using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

/// <summary>
/// An attacker with the database, the ledger key and an operator's key: he names in the ledger whatever record he likes. No share
/// may leave a custodian for it.
/// </summary>
public sealed class ForgedRecordTests : IDisposable
{
    private readonly World world = new();
    private readonly AuthorityRecord root;

    public ForgedRecordTests()
    {
        root = world.MakeQuorumRoot();
    }

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("needed")]
    [InlineData("epoch")]
    [InlineData("tenant")]
    [InlineData("keyId")]
    [InlineData("commitment")]
    [InlineData("custodian")]
    [Trait("Conformance", "F05")]
    public void AnEditedHeaderThatTheLedgerNamesGetsNoShare(string member)
    {
        var ceremony = world.ApproveIntermediate();
        var record = Edit(world.SealedRecord(root.KeyId!), header =>
        {
            var holders = header["quorum"]!["holders"]!.AsArray();
            switch (member)
            {
                case "needed" or "epoch":
                    header["quorum"]![member] = 2;
                    break;
                case "tenant":
                    header[member] = new string('a', 64);
                    break;
                case "keyId":
                    header[member] = Guid.NewGuid().ToString();
                    break;
                default:
                    var values = holders.Select(holder => holder![member]!.DeepClone()).ToArray();
                    foreach (var (holder, i) in holders.Select((holder, i) => (holder!, i)))
                    {
                        holder[member] = values[(i + 1) % values.Length].DeepClone();
                    }

                    break;
            }
        });

        DemandNothingLeaves(ceremony, record);
    }

    [Fact]
    [Trait("Conformance", "N02")]
    public void EnvelopesOfOneKeyUnderTheHeaderOfAnotherGetNoShare()
    {
        var other = world.MakeQuorumRoot("CN=Other");
        var ceremony = world.ApproveIntermediate();
        var theirs = JsonNode.Parse(world.SealedRecord(other.KeyId!))!["quorum"]!.DeepClone();

        DemandNothingLeaves(ceremony, Edit(world.SealedRecord(root.KeyId!), header => header["quorum"] = theirs));
    }

    [Fact]
    [Trait("Conformance", "N02")]
    public void AWholeRecordOfAnotherKeyGetsNoShare()
    {
        var other = world.MakeQuorumRoot("CN=Other");
        var ceremony = world.ApproveIntermediate();

        DemandNothingLeaves(ceremony, world.SealedRecord(other.KeyId!));
    }

    [Fact]
    [Trait("Conformance", "N02")]
    public void AnAuthorityThatPointsAtAnotherOnesKeyDoesNotExist()
    {
        var lab = world.Approve(world.StartRoot("CN=Laboratory"), 0, 1);
        var header = SealedKey.ReadHeader(world.SealedRecord(root.KeyId!)).Public();
        world.Forge(lab.CeremonyId, world.Completed(lab, new Completion(lab.PlanDigest, [])
        {
            Artefacts = [root.Certificate], Keys = [new KeySealing(header, world.Key(root.KeyId!).RecordDigest, [1])],
        }));

        Assert.Equal("the quorum is not there", world.Void());
        Scratch.Refused(ErrorId.AuthorityNotFound, () => world.ApproveIntermediate("Laboratory"));
    }

    [Fact]
    [Trait("Conformance", "N09")]
    [Trait("Conformance", "F05")]
    public void AnOlderRecordThatTheLedgerNamesAgainGetsNoShare()
    {
        var old = world.SealedRecord(root.KeyId!);
        world.ChangeRoster();
        var ceremony = world.ApproveIntermediate();

        DemandNothingLeaves(ceremony, old);
    }

    [Fact]
    [Trait("Conformance", "N09")]
    public void SharesOfTheOldEpochDoNotOpenTheNewRecord()
    {
        KeyShare[] old = [.. Enumerable.Range(0, 3).Select(i => world.ShareOf(root.KeyId!, i))];
        world.ChangeRoster();
        var (record, names) = (world.SealedRecord(root.KeyId!), new[] { "Alice", "Bob", "Carol", "Dave" });
        var header = SealedKey.ReadHeader(record) with { Quorum = null };

        var plain = Scratch.Refused(ErrorId.ShareInvalid, () => QuorumKey.Open(record, header, 3, 2, names, old));
        var relabelled = old.Select(s => Sessions.Altered(s, s.Context with { Epoch = 2, Holders = 4 })).ToArray();
        var dressed = Scratch.Refused(ErrorId.ShareInvalid, () => QuorumKey.Open(record, header, 3, 2, names, relabelled));

        Assert.Contains("epoch 1", plain.Message);
        Assert.Contains("commitment", dressed.Message);

        // Nor through a session: whoever kept his old share and releases it is named.
        var ceremony = world.ApproveIntermediate();
        var refusal = Scratch.Refused(ErrorId.SharesMissing, () => world.Open(ceremony, [0, 1], () =>
        {
            var request = world.Newest(ceremony);
            world.Put(request, 2, world.ReleaseOf(request, 2, relabelled[2]));
        }, givesUp: true));
        Assert.Contains("2 of 3", refusal.Message);
        Assert.Contains("Carol", refusal.InnerException!.Message);
    }

    [Fact]
    [Trait("Conformance", "N09")]
    public void AnOlderRecordPutBackIsStaleForEverybody()
    {
        var old = world.SealedRecord(root.KeyId!);
        world.ChangeRoster();
        var ceremony = world.ApproveIntermediate();
        world.Sql("UPDATE sealed_keys SET record = $r", ("$r", old));
        using var session = new KeySession();
        world.Ask(ceremony, world.Request(ceremony, session, root.KeyId!), World.Ops);

        Scratch.Refused(ErrorId.SealedKeyStale, () => world.Release(ceremony, 0));
        Scratch.Refused(ErrorId.SealedKeyStale, () => world.Open(ceremony, [0, 1, 2]));

        Assert.Empty(world.Releases(ceremony));
        Assert.False(new LedgerAudit(world.Connection).Run().IsValid);
    }

    /// <summary>The executor has the key, so that it proves whatever record he likes; he tells of other commitments.</summary>
    [Fact]
    [Trait("Conformance", "R04")]
    public void ARecordThatWasDealtOtherwiseThanItsCompletionSaysGetsNoShare()
    {
        var spec = new CASpecInput { Subject = "CN=Other", Validity = "10y", KeyAlgorithm = "ECDSA-P256" }.Build();
        var making = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "Root", Spec = spec }, World.Ops), 0, 1, 2);
        using var keys = new OpenKeys();
        world.Connection.Write(
            (writer, ledger) =>
            {
                var gate = new Gate(ledger, writer.Work, writer.Now);
                var passed = gate.Pass(making.CeremonyId);
                keys.AddRange(passed.Operation.NewKeys(passed.Plan.Subject).Select(world.Connection.Custody.Generate));
                using var custody = new CustodyOfKind(world.Connection.Custody, null);
                var execution = ExecutionStatement.Sign(passed, World.Ops, keys, null, ledger.Head, ledger.State, writer.Now);
                var scope = new OperationScope(gate, passed, writer, custody, keys, null, [], execution);
                passed.Operation.Make(scope);
                var dealt = scope.Completion.Keys[0];
                var holders = dealt.Header.Quorum!.Holders;
                var told = dealt.Header.Quorum with
                {
                    Holders = [.. holders.Select((h, i) => h with { Commitment = holders[(i + 1) % holders.Count].Commitment })],
                };
                var made = scope.Completion with { Keys = [dealt with { Header = dealt.Header with { Quorum = told } }] };
                return writer.Append(new CeremonyCompleted(made), Actors.Principal("ops"), making.CeremonyId);
            },
            default);
        var other = world.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).Single(a => a.Name == "Other"));
        var ceremony = world.ApproveIntermediate("Other");
        using var session = new KeySession();
        world.Ask(ceremony, world.Request(ceremony, session, other.KeyId!), World.Ops);

        Assert.Contains("not as it was dealt", Scratch.Refused(ErrorId.SealedKeyInvalid, () => world.Release(ceremony, 0)).Message);
        Assert.Empty(world.Releases(ceremony));
    }

    // He says that the ceremony sealed it so, and puts it into the true one's place.
    private void DemandNothingLeaves(CeremonyRecord ceremony, byte[] record)
    {
        var (key, opened, left) = (world.Key(root.KeyId!), world.Custody.Opened, world.Events<KeyShareReleased>().Count);
        world.Forge(ceremony.CeremonyId, world.Completed(ceremony, new Completion(ceremony.PlanDigest, [])
        {
            Keys = [new KeySealing(SealedKey.ReadHeader(record).Public(), Digest.Of(record), [1])],
        }));
        Assert.NotEmpty(world.Void());
        Assert.Equal(key.RecordDigest, world.Key(root.KeyId!).RecordDigest);
        world.Sql("UPDATE sealed_keys SET record = $r WHERE key_id = $k", ("$r", record), ("$k", root.KeyId!));
        using var session = new KeySession();
        world.Ask(ceremony, world.Request(ceremony, session, root.KeyId!), World.Ops);

        for (var who = 0; who < 4; who++)
        {
            Scratch.Refused(ErrorId.SealedKeyStale, () => world.Release(ceremony, who));
        }

        Scratch.Refused(ErrorId.SealedKeyStale, () => world.Open(ceremony, [0, 1, 2]));
        Assert.Empty(world.Releases(ceremony));
        Assert.Equal((opened, left), (world.Custody.Opened, world.Events<KeyShareReleased>().Count));
    }

    // The members keep their order, so that what is written is canonical again.
    private static byte[] Edit(byte[] record, Action<System.Text.Json.Nodes.JsonObject> edit)
    {
        var header = JsonNode.Parse(record)!.AsObject();
        edit(header);
        var edited =
            Encoding.UTF8.GetBytes(header.ToJsonString(
                new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.NotEqual(record, edited);
        SealedKey.ReadHeader(edited);
        return edited;
    }
}
