using System.Buffers.Binary;
using System.Text;
using Microsoft.Data.Sqlite;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>What is destroyed is gone from the file and from its log, or the user is told that it waits.</summary>
[Trait("Conformance", "S04")]
public sealed class ErasureTests : IDisposable
{
    private readonly World world = new();
    private readonly CeremonyRecord ceremony;
    private readonly byte[] record;

    public ErasureTests()
    {
        var root = world.MakeRoot();
        record = world.Ask((work, _) => work.SealedKey(root.KeyId!, 1))!;
        ceremony = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "DestroyKey", Authority = "Root" }, World.Ops), 0, 1, 2);
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public void NothingOfTheRecordStaysInTheFileOrItsLog()
    {
        Assert.True(Stands());
        Destroy();

        Assert.False(Stands());
        Assert.Empty(world.Connection.TakeWarnings());
    }

    [Fact]
    public void WhereSomebodyReadsItWaitsIsSaidAndIsMadeGoodByTheNextAct()
    {
        using (var reader = new SqliteConnection($"Data Source={world.Database};Pooling=False"))
        {
            reader.Open();
            using var view = reader.BeginTransaction(deferred: true);
            using var look = reader.CreateCommand();
            look.CommandText = "SELECT count(*) FROM events";
            look.ExecuteScalar();
            Destroy();
        }

        Assert.Contains("still stands in the write-ahead log", Assert.Single(world.Connection.TakeWarnings()), StringComparison.Ordinal);
        Assert.Equal(CeremonyStatus.Completed, world.Look(ceremony).Status);
        Assert.True(Stands());
        world.StartRoot("CN=Next");
        Assert.False(Stands());
        Assert.Empty(world.Connection.TakeWarnings());
    }

    [Fact]
    public void TheNextConnectionErasesWhatAProcessLeftThatEnded()
    {
        using var view = new SqliteConnection($"Data Source={world.Database};Pooling=False");
        view.Open();
        using (var transaction = view.BeginTransaction(deferred: true))
        {
            using var look = view.CreateCommand();
            look.CommandText = "SELECT count(*) FROM events";
            look.ExecuteScalar();
            Destroy();
        }

        Assert.True(Stands());
        world.Connect();
        Assert.False(Stands());
    }

    /// <summary>SQLite leaves bytes of a row that it moves; who dies before the file is written anew leaves them too.</summary>
    [Fact]
    public void TheNextConnectionWritesTheFileAnewWhereTheLastOneCouldNot()
    {
        var image = Path.Combine(world.Folder, "killed.db");
        var connection = world.ConnectWatched(_ => { }, method =>
        {
            if (method == nameof(IUnitOfWork.Commit))
            {
                Copy(world.Database, image);
            }
        });
        new CeremonyService(connection).Execute(
            ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions { Executor = World.Ops, Witnesses = [World.Custodians[3]] });
        world.Disconnect();
        Copy(image, world.Database);
        using (var log = new SqliteConnection($"Data Source={world.Database};Pooling=False"))
        {
            log.Open();
            using var write = log.CreateCommand();
            write.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            write.ExecuteNonQuery();
        }

        LeaveInAGap(Sealed());
        Assert.True(Stands());
        world.Connect();
        Assert.False(Stands());

        world.Disconnect();
        LeaveInAGap(Sealed());
        world.Connect();
        Assert.True(Stands(), "a file that nothing was erased from is not written anew");
    }

    private static void Copy(string from, string to)
    {
        foreach (var suffix in new[] { string.Empty, "-wal" }.Where(suffix => File.Exists(from + suffix)))
        {
            File.Copy(from + suffix, to + suffix, overwrite: true);
        }
    }

    // Between a page's cell pointers and its cells (SQLite's file format, 1.6).
    private void LeaveInAGap(string text)
    {
        var bytes = File.ReadAllBytes(world.Database);
        for (var page = 4096; page < bytes.Length; page += 4096)
        {
            var from = page + 8 + (2 * BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(page + 3)));
            var to = page + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(page + 5));
            if (bytes[page] == 0x0d && to - from > text.Length)
            {
                Encoding.ASCII.GetBytes(text, bytes.AsSpan(from));
                File.WriteAllBytes(world.Database, bytes);
                return;
            }
        }

        Assert.Fail("there is no gap");
    }

    private void Destroy() =>
        world.Service.Execute(
            ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions { Executor = World.Ops, Witnesses = [World.Custodians[3]] });

    // The sealed private key, as base64url in the record: what else of it stands in the ledger is its header.
    private string Sealed()
    {
        var text = Encoding.ASCII.GetString(record);
        return text.Substring(text.IndexOf("\"ciphertext\":\"", StringComparison.Ordinal) + 14, 40);
    }

    private bool Stands()
    {
        var sealedKey = Sealed();
        return new[] { world.Database, world.Database + "-wal" }.Where(File.Exists).Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return Encoding.Latin1.GetString(bytes.ToArray()).Contains(sealedKey, StringComparison.Ordinal);
        });
    }
}
