using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.Storage;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Storage;

/// <summary>Of whatever is erased nothing stays, in the file or in the log in which it stood first.</summary>
[Trait("Conformance", "S04")]
public sealed class ErasedRowTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly byte[] secret = new byte[200];

    public ErasedRowTests() => new Random(1).NextBytes(secret);

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("sealed key")]
    [InlineData("release")]
    [InlineData("all releases")]
    [InlineData("setting")]
    public void ItWaitsForWhoReadsAndIsGoneFromTheFileAndItsLogThen(string row)
    {
        OwnerOnly.CreateFile(scratch["a.db"]).Dispose();
        using var store = SqliteTenantStore.Open(scratch["a.db"], readOnly: false, isNew: true);
        Write(store, work =>
        {
            work.InsertSealedKey("id", 1, row == "sealed key" ? secret : [1]);
            work.PutRelease("ceremony", "Alice", row.Contains("release") ? secret : [1]);
            work.PutSetting("name", row == "setting" ? secret : [1]);
        });
        using (var other = SqliteTenantStore.Open(scratch["a.db"], readOnly: true))
        using (var reader = other.Read())
        {
            _ = reader.Setting("name");
            Write(store, work => Erase(work, row));

            Assert.True(Stands());
            Assert.True(store.ErasureWaits);
        }

        Write(store, work => work.PutSetting("other", [2]));

        Assert.False(Stands());
        Assert.False(store.ErasureWaits);
    }

    private static void Erase(IUnitOfWork work, string row)
    {
        switch (row)
        {
            case "sealed key":
                work.DeleteSealedKey("id", 1);
                break;
            case "release":
                work.DeleteReleases("ceremony");
                break;
            case "all releases":
                work.DropReleases();
                break;
            default:
                work.DropSetting("name");
                break;
        }
    }

    private static void Write(SqliteTenantStore store, Action<IUnitOfWork> act)
    {
        using var work = store.Write(CancellationToken.None);
        act(work);
        work.Commit();
    }

    private bool Stands() => new[] { "a.db", "a.db-wal" }.Select(name => scratch[name]).Where(File.Exists).Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray().AsSpan().IndexOf(secret) >= 0;
    });
}
