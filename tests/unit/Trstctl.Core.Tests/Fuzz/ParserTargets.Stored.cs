using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Shares;
using Trstctl.Statements;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Fuzz;

internal static partial class ParserTargets
{
    private static IEnumerable<(string, Func<string, FuzzTarget>)> OfStores()
    {
        (string, Func<string, FuzzTarget>) On(string name, Func<byte[][]> seeds, Action<byte[]> read, int bounded = 120) =>
            (name, n =>
            {
                // Made before the first case, whose memory is counted.
                _ = Rich();
                return FuzzTarget.Of(n, read, seeds()) with { Bounded = bounded };
            });

        static RichHistory Rich() => RichHistory.One.Value;
        static byte[][] Json() => [.. Rich().Documents.Where(d => d[0] == '{').GroupBy(d => d.Length / 256).Select(d => d.First())];
        static byte[][] Cms() => Taken(cms => SignedStatement.Read(cms));
        static byte[][] Sealed() => [.. Rich().Rows.SealedKeys.Values];
        static byte[][] Sealers() => [.. Rich().Rows.Settings.Concat(Rich().Before.Settings)
            .Where(row => row.Key.StartsWith("sealer.", StringComparison.Ordinal)).Select(row => row.Value)];

        yield return On("CanonicalJson.Read", Json, bytes => CanonicalJson.Read(bytes, "x", 1 << 22), 400);
        foreach (var type in EventCatalogue.Types)
        {
            yield return On("EventCatalogue.Read " + type, () => EventsOf(type), data => EventCatalogue.Read(type, data));
        }

        yield return On("HighWaterMark.TenantOf", () => [.. Rich().Rows.Events.Values.Take(5).Select(item => item.Header)], header =>
            HighWaterMark.TenantOf(new StoredEvent(header, new byte[32], [])));
        yield return On("SignedStatement.Read", Cms, cms => SignedStatement.Read(cms));
        yield return On("CmsParts.Find", Cms, cms => CmsParts.Find(cms, reason => new TrstException(ErrorId.FormatInvalid, "x", reason)));
        yield return On("SignedStatement.Verify", () => [SignedStatement.Sign(Alice.Value, ContentTypes.Approval, [1, 2, 3], Person.Now)],
            cms => Assert.Equal<byte>([1, 2, 3], SignedStatement.Verify(cms, ContentTypes.Approval, Alice.Value.Certificate, "Alice")));
        yield return On("SignedStatement.Verify of a certificate", () => Some.Value, der => SignedStatement.Verify(
            SignedStatement.Sign(Alice.Value, ContentTypes.Approval, [1, 2, 3], Person.Now), ContentTypes.Approval, der, "Alice"), 40);
        var rsa = new Lazy<SigningIdentity>(() => Person.Create("rsa", Trstctl.Keys.KeyAlgorithm.Rsa3072));
        yield return On("StatementEnvelope.Open EC", () => [StatementEnvelope.Create(Alice.Value.Certificate, [1, 2, 3])],
            der => StatementEnvelope.Open(der, Alice.Value));
        yield return On("StatementEnvelope.Open RSA", () => [StatementEnvelope.Create(rsa.Value.Certificate, [1, 2, 3])],
            der => StatementEnvelope.Open(der, rsa.Value), 60);
        yield return On("PossessionChallenge.Answer", () => [PossessionChallenge.Create(Alice.Value.Certificate, [1]).Envelope],
            der => PossessionChallenge.Answer(der, Alice.Value));
        yield return On("PossessionChallenge.Check", () => [new byte[32]], answer => PossessionChallenge.Check(answer, [1], Digest(1)));
        yield return On("SignedNote.Open", Notes, bytes => SignedNote.Open(
            Text(bytes), Rich().Rows.Checkpoints.Values[^1].Split('\n')[0], Rich().Restored.Connection.LedgerPublicKey));
        yield return On("Checkpoint.Parse", Notes, bytes => Checkpoint.Parse(Text(bytes)));
        yield return On("Checkpoint.Open", Notes, bytes => Checkpoint.Open(
            Text(bytes), Rich().Restored.Connection.TenantId!, Rich().Restored.Connection.LedgerPublicKey));
        yield return On("LedgerKeys.Open", Notes, bytes => LedgerKeys.Open(
            Text(bytes), Rich().Restored.Connection.TenantId!, [Rich().Restored.Connection.LedgerPublicKey]));
        yield return On("LedgerKey.Verify of a key", () => [Rich().Restored.Connection.LedgerPublicKey], key =>
            LedgerKey.Verify(key, [1], new byte[64]));
        yield return On("LedgerKey.Verify of a signature", () => [new byte[64]], signature =>
            LedgerKey.Verify(Rich().Restored.Connection.LedgerPublicKey, [1], signature));
        yield return On("SealerRecord.Read", Sealers, record => SealerRecord.Read(record));
        yield return On("Sealer.Describe", Sealers, record => Sealer.Describe(record));
        yield return On("Sealer.Open", Sealers, record => Sealer.Open(record, Rich().Secret).Dispose(), 100);
        yield return On("SealedKey.ReadHeader", Sealed, record => SealedKey.ReadHeader(record));
        yield return On("SealedKey.Parse", Sealed, record => SealedKey.Parse(record));
        yield return On("QuorumKey.ReadQuorum", Sealed, record => QuorumKey.ReadQuorum(record));
        yield return On("QuorumKey.DemandTerms", Sealed, record => QuorumKey.DemandTerms(
            record, Rich().Request.Tenant, Rich().Share.Context.KeyId, 3, 2, ["Alice", "Bob", "Carol", "Dave"]));
        yield return On("QuorumKey.OpenEnvelope", Sealed, record =>
            QuorumKey.OpenEnvelope(record, "Alice", World.Custodians[0]).Dispose(), 60);
        yield return On("QuorumKey.DemandShare", Sealed, record => QuorumKey.DemandShare(record, Rich().Share));
        yield return On("KeyShare.Verify", () => [Rich().Share.Commitment()], commitment => KeyShare.Verify(commitment, [1], new byte[64]));
        yield return On("StoreFolder.Open", () => [System.IO.File.ReadAllBytes(Path.Combine(Rich().World.Folder, "new", "store.json"))],
            Marker);
        yield return On("ClientState", Clients, Client());
    }

    private static byte[][] EventsOf(string type)
    {
        var found = RichHistory.One.Value.Rows.Events.Values.Where(item => EventHeader.FromBytes(item.Header).Type == type)
            .Select(item => item.Data).ToArray();
        return found.Length > 0 ? found : [[.. "{\"$format\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(type + "/1\",\"a\":1}")]];
    }

    private static byte[][] Notes() =>
        [.. RichHistory.One.Value.Rows.Checkpoints.Values.TakeLast(4).Select(System.Text.Encoding.UTF8.GetBytes)];

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    private static void Marker(byte[] bytes)
    {
        Directory.CreateDirectory(Folder["place"]);
        File(Path.Combine("place", "store.json"), _ => StoreFolder.Open(Folder["place"]))(bytes);
    }

    // All that a client keeps, each read as each of the others would be.
    private static byte[][] Clients()
    {
        var folder = Path.Combine(RichHistory.One.Value.World.Folder, "client");
        byte[][] turns = [.. Directory.GetFiles(folder, "mark-*").Select(System.IO.File.ReadAllBytes)];
        return
        [
            .. Directory.GetFiles(folder, "*.json").Select(System.IO.File.ReadAllBytes),
            .. turns,
            TurnFile.Newest("mark", turns)!.Content,
        ];
    }

    private static Action<byte[]> Client()
    {
        var client = new ClientState(new ClientFolder(Folder["client"], new Warnings()));
        var point = new LedgerPoint(1, Digest(1));
        var mark = new ClientMark(point, "x", []);
        var place = ClientState.KeyOf("/place", "default");
        client.Keep(
            "aa",
            marks => marks.RaiseAt(place, null, mark).Raise(mark, _ => true).GiveUp(mark, new ClientMark(point, "y", [])),
            ["/place"],
            "default");
        var files = Directory.GetFiles(Folder["client"], "*.json").Select(file => File(file, _ => { })).ToArray();
        var turn = File(Path.Combine("client", "mark-aa.1"), _ => client.Marks("aa"));
        return bytes =>
        {
            Array.ForEach(files, write => write(bytes));
            foreach (var read in new Action[]
            {
                () => client.PinnedTenant("/place", "default"), () => turn(bytes), () => turn(TurnFile.Next(null, bytes).ToBytes()),
            })
            {
                try
                {
                    read();
                }
                catch (TrstException)
                {
                }
            }
        };
    }
}
