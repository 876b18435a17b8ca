using Microsoft.Data.Sqlite;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.Storage;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Storage;

/// <summary>Who stops while he waits for others waits no longer, and is in nobody's way.</summary>
[Trait("Conformance", "P07")]
public sealed class StoppedWaitTests : IDisposable
{
    // A wait that hears no stop ends in another error.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("another act of its connection")]
    [InlineData("a writer before it")]
    [InlineData("another program")]
    public void AWriterHearsIt(string waitsFor)
    {
        OwnerOnly.CreateFile(scratch["a.db"]).Dispose();
        using var store = SqliteTenantStore.Open(scratch["a.db"], readOnly: false, Limit, isNew: true);
        using var stop = new CancellationTokenSource();
        Exception? thrown = null;
        var waiting = new Thread(() => thrown = Record.Exception(() => store.Write(stop.Token)));
        using (Hold(waitsFor, store))
        {
            waiting.Start();
            SpinWait.SpinUntil(() => Waits(waitsFor, waiting));
            stop.Cancel();
            waiting.Join();
        }

        Assert.IsAssignableFrom<OperationCanceledException>(thrown);
        using var work = store.Write(CancellationToken.None);
        Assert.Equal(-1, work.LastSequence());
    }

    private string LockFile => scratch["a.db.lock"];

    private IDisposable Hold(string what, SqliteTenantStore store)
    {
        switch (what)
        {
            case "another act of its connection":
                return store.Read();
            case "a writer before it":
                return WriterQueue.Enter(LockFile, CancellationToken.None);
            default:
                var other = new SqliteConnection($"Data Source={scratch["a.db"]};Pooling=False");
                other.Open();
                using (var begin = other.CreateCommand())
                {
                    begin.CommandText = "BEGIN IMMEDIATE";
                    begin.ExecuteNonQuery();
                }

                return other;
        }
    }

    private bool Waits(string waitsFor, Thread waiting) => waitsFor switch
    {
        "another act of its connection" => waiting.ThreadState.HasFlag(ThreadState.WaitSleepJoin),
        "a writer before it" => Directory.Exists(WriterQueue.TicketsOf(LockFile))
            && Directory.GetFiles(WriterQueue.TicketsOf(LockFile)).Length > 0,
        _ => File.Exists(LockFile) && IsHeld(),
    };

    private bool IsHeld()
    {
        try
        {
            new FileStream(LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
