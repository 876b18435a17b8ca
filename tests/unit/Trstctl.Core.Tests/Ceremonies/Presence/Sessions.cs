using Microsoft.Data.Sqlite;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Shares;
using Trstctl.State;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

/// <summary>Keys under the quorum, and every step of opening one by hand, as a program of the attacker's own would take it.</summary>
internal static class Sessions
{
    private static readonly string[] Names = ["Alice", "Bob", "Carol", "Dave", "Erin"];

    public static AuthorityRecord MakeQuorumRoot(this World world, string subject = "CN=Root")
    {
        var spec = new CASpecInput { Subject = subject, Validity = "10y", KeyAlgorithm = "ECDSA-P256" }.Build();
        var ceremony = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "Root", Spec = spec }, World.Ops), 0, 1, 2);
        return (AuthorityRecord)world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()).Single();
    }

    /// <summary>An approved plan that opens the issuer's key.</summary>
    public static CeremonyRecord ApproveIntermediate(this World world, string issuer = "Root") => world.Approve(
        world.Service.Start(
            new CeremonyRequest { Operation = "Intermediate", Spec = World.IntermediateSpec(), Issuer = issuer }, World.Ops), 0, 1, 2);

    public static ShareHolder Holder(int who) => new(World.Custodians[who], [], []);

    /// <summary>
    /// Executes with these custodians at the console and waits for nobody else; whatever else happens, happens once in
    /// <paramref name="meanwhile"/>, while they wait. Who gives up looks once more after that.
    /// </summary>
    public static IReadOnlyList<Document> Open(
        this World world,
        CeremonyRecord ceremony,
        int[] who,
        Action? meanwhile = null,
        Action<OpeningProgress>? progress = null,
        bool givesUp = false)
    {
        ExecutionOptions? options = null;
        options = new ExecutionOptions
        {
            Executor = World.Ops,
            ShareHolders = who.Select(Holder).ToArray(),
            Timeout = meanwhile is null ? TimeSpan.Zero : World.Patience,
            Progress = state =>
            {
                progress?.Invoke(state);
                if (meanwhile is null && givesUp)
                {
                    EndWaiting(options!);
                }

                (var act, meanwhile) = (meanwhile, null);
                act?.Invoke();
            },
        };
        return world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), options);
    }

    public static void Release(this World world, CeremonyRecord ceremony, params int[] who)
    {
        foreach (var i in who)
        {
            new ShareReleases(world.Connection).Release(ceremony.CeremonyId, Holder(i));
        }
    }

    /// <summary>Erin leaves; every Quorum key is shared anew.</summary>
    public static void ChangeRoster(this World world)
    {
        var draft = World.Draft();
        var change = world.Service.Start(
            new CeremonyRequest
            {
                Operation = "Roster",
                Roster = draft with
                {
                    Base = world.Ask((_, ledger) => Trstctl.Rosters.RosterRecord.Current(ledger.State)!.Roster.Digest),
                    Principals = [.. draft.Principals.Where(p => p.Name != "Erin")],
                },
            },
            World.Ops);
        world.Open(world.Approve(change, 0, 1, 2), [0, 1, 2]);
    }

    public static KeyRecord Key(this World world, string keyId) =>
        world.Ask((_, ledger) => ledger.State.Find<KeyRecord>(KeyRecord.KindName, keyId)!);

    public static byte[] SealedRecord(this World world, string keyId) => world.Ask((work, ledger) =>
        work.SealedKey(keyId, ledger.State.Find<KeyRecord>(KeyRecord.KindName, keyId)!.Generation)!);

    /// <summary>A request as the ceremony's true session would make it; the test alters what it likes.</summary>
    public static OpenRequest Request(this World world, CeremonyRecord ceremony, KeySession session, params string[] keyIds)
    {
        var plan = world.PlanOf(ceremony);
        var keys = keyIds.Select(world.Key).Select(k => new RequestedKey(k.KeyId, k.Generation, k.RecordDigest)).ToArray();
        return new OpenRequest(
            plan.Tenant, plan.Ceremony, plan.Digest, session.PublicKey, keys, "ops", plan.Quorum.Epoch,
            world.Ask((_, ledger) => ledger.Head), Actors.Host, world.Now);
    }

    /// <summary>A process that asks, and may die: nothing of it is left but its event.</summary>
    public static void Ask(this World world, CeremonyRecord ceremony, OpenRequest request, SigningIdentity signer) => world.Forge(
        ceremony.CeremonyId, new KeyOpenRequested(SignedStatement.Sign(signer, ContentTypes.OpenRequest, request.ToBytes(), world.Now)));

    /// <summary>The session that the ceremony's newest request names.</summary>
    public static OpenRequest Newest(this World world, CeremonyRecord ceremony) => world.Ask((work, ledger) => OpenRequest.FromSigned(
        ledger.Event<KeyOpenRequested>(
            work, ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremony.CeremonyId)!.OpeningAt!.Value).Event.Request));

    public static KeyShare ShareOf(this World world, string keyId, int who) =>
        QuorumKey.OpenEnvelope(world.SealedRecord(keyId), Names[who], World.Custodians[who]);

    /// <summary>What a custodian's own program would say: these shares, in his name, to that session.</summary>
    public static byte[] ReleaseOf(this World world, OpenRequest request, int who, params KeyShare[] shares)
    {
        var context = new ReleaseContext(request.Tenant, request.Ceremony, request.PlanDigest, request.SessionDigest, Names[who]);
        var items = shares.Select(share => ShareRelease.Seal(share, context, request.SessionKey)).ToArray();
        var release = new ShareRelease(
            request.Tenant, request.Ceremony, request.PlanDigest, request.SessionDigest, Names[who], world.Now, items);
        return release.ToBytes();
    }

    /// <summary>Stores a release and its custodian's statement.</summary>
    public static void Put(this World world, OpenRequest request, int who, byte[] release) => world.Connection.Write(
        (writer, ledger) =>
        {
            var statement = new ReleaseStatement(
                request.Tenant, request.Ceremony, request.PlanDigest, Names[who], request.Epoch, request.SessionDigest, Digest.Of(release),
                ledger.Head, world.Now);
            writer.Work.PutRelease(request.Ceremony, Names[who], release);
            var signed = SignedStatement.Sign(World.Custodians[who], ContentTypes.ShareRelease, statement.ToBytes(), world.Now);
            return writer.Append(new KeyShareReleased(signed), Actors.Principal(Names[who]), request.Ceremony);
        },
        default);

    public static IReadOnlyList<byte[]> Releases(this World world, CeremonyRecord ceremony) =>
        world.Ask((work, _) => work.Releases(ceremony.CeremonyId).ToArray());

    /// <summary>A copy of a share under another context, or with other bytes.</summary>
    public static KeyShare Altered(KeyShare share, ShareContext? context = null, Action<byte[]>? edit = null)
    {
        var value = new SecretBytes(share.Value.Length);
        share.Value.Bytes.CopyTo(value.Bytes, 0);
        edit?.Invoke(value.Bytes);
        return new KeyShare(context ?? share.Context, value);
    }

    public static void Sql(this World world, string sql, params (string Name, object Value)[] values)
    {
        using var connection = new SqliteConnection($"Data Source={world.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        Assert.True(command.ExecuteNonQuery() > 0);
    }

    // The time is over after so many looks, not after so much time; the timeout is fixed for everybody else.
    private static void EndWaiting(ExecutionOptions options) =>
        typeof(ExecutionOptions).GetProperty(nameof(ExecutionOptions.Timeout))!.SetValue(options, TimeSpan.Zero);
}
