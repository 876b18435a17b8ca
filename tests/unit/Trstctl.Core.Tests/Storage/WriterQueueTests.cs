using Trstctl.Core.Tests.Custody;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Storage;

public sealed class WriterQueueTests : IDisposable
{
    private const int Waiters = 8;
    private readonly Scratch scratch = new();

    private string LockFile => scratch["default.db.lock"];

    private string Queue => WriterQueue.TicketsOf(LockFile);

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void WhoWaitsEntersInOrderOfArrival()
    {
        var entered = new List<int>();
        var held = Enter();
        var waiting = Enumerable.Range(0, Waiters).Select(i => StandBehind(i, () =>
        {
            using (Enter())
            {
                entered.Add(i);
            }
        })).ToArray();

        held.Dispose();
        Array.ForEach(waiting, thread => thread.Join());

        Assert.Equal(Enumerable.Range(0, Waiters), entered);
        Assert.Empty(Tickets());
    }

    [Fact]
    public void WhoComesLateDoesNotPassThoseWhoWait()
    {
        var entered = new List<int>();
        Directory.CreateDirectory(Queue);
        var living = Hold("0000000000000000-00000000000000000000000000000000");

        // The lock is free all the time.
        var waiting = new[] { 1, 2 }.Select(i => StandBehind(i, () =>
        {
            using (Enter())
            {
                entered.Add(i);
            }
        })).ToArray();
        Assert.Empty(entered);
        living.Dispose();
        Array.ForEach(waiting, thread => thread.Join());

        Assert.Equal([1, 2], entered);
    }

    [Fact]
    public void TheTicketOfADeadWaiterIsRemoved()
    {
        Plant("0000000000000001-0123456789abcdef0123456789abcdef", "0000000000000002-0123456789abcdef0123456789abcdef");

        Enter().Dispose();

        Assert.Empty(Tickets());
    }

    /// <summary>Whoever fills the folder with names of tickets costs those who wait so much and no more.</summary>
    [Fact]
    public void OfAFolderThatIsFullSoManyNamesAreReadAndNoMore()
    {
        const int Names = 4096, More = 100;
        Plant([.. Enumerable.Range(0, Names + More).Select(i => $"{i:D16}-0123456789abcdef0123456789abcdef")]);

        Enter().Dispose();

        Assert.InRange(Tickets().Length, More, Names);
    }

    [Theory]
    [InlineData("9999999999999999-ffffffffffffffffffffffffffffffff")]
    [InlineData("99999999999999999-ffffffffffffffffffffffffffffffff")]
    [InlineData("000000000000000x-ffffffffffffffffffffffffffffffff")]
    [InlineData("-1")]
    [InlineData("notes.txt")]
    public void AForeignNameBarsNobody(string name)
    {
        Plant(name);
        var held = Enter();
        var waiting = Enumerable.Range(1, 3).Select(i => StandBehind(i, () => Enter().Dispose())).ToArray();

        held.Dispose();

        Array.ForEach(waiting, thread => thread.Join());
        Assert.All(Tickets(), path => Assert.Equal(name, Path.GetFileName(path)));
    }

    [Fact]
    public void AFileInTheQueuesPlaceCostsTheOrderAlone()
    {
        File.WriteAllText(Queue, string.Empty);
        var held = Enter();
        var waiting = new Thread(() => Enter().Dispose());
        waiting.Start();

        held.Dispose();

        waiting.Join();
    }

    [Fact]
    [Trait("Conformance", "S04")]
    public void TheWaitHasTheBoundThatIsSet()
    {
        using var held = Enter();

        var error = Assert.Throws<TrstException>(() => WriterQueue.Enter(LockFile, default, new WaitLimit(TimeSpan.Zero)));

        Assert.Equal(ErrorId.StoreBusy, error.Id);
        Assert.Contains(LockFile, error.Message, StringComparison.Ordinal);
        Assert.Empty(Tickets());
    }

    [Fact]
    public void WhoGivesUpLeavesHisPlace()
    {
        using var stop = new CancellationTokenSource();
        using var held = Enter();
        Exception? thrown = null;
        var waiting = StandBehind(0, () => thrown = Record.Exception(() => WriterQueue.Enter(LockFile, stop.Token)));

        stop.Cancel();
        waiting.Join();

        Assert.IsAssignableFrom<OperationCanceledException>(thrown);
        Assert.Empty(Tickets());
    }

    private FileStream Enter() => WriterQueue.Enter(LockFile, CancellationToken.None);

    private FileStream Hold(string name) => new(Path.Combine(Queue, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

    private void Plant(params string[] names)
    {
        Directory.CreateDirectory(Queue);
        names.ToList().ForEach(name => File.WriteAllText(Path.Combine(Queue, name), string.Empty));
    }

    private string[] Tickets() => Directory.Exists(Queue) ? Directory.GetFiles(Queue) : [];

    // Returns once its ticket is there and held, so that the next one comes after it and does not take it for a dead one's.
    private Thread StandBehind(int place, Action act)
    {
        var before = Tickets();
        var thread = new Thread(() => act()) { Name = $"waiter {place}" };
        thread.Start();
        SpinWait.SpinUntil(() => Tickets().Except(before).Any(IsHeld));
        return thread;
    }

    private static bool IsHeld(string ticket)
    {
        try
        {
            using var file = new FileStream(ticket, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
