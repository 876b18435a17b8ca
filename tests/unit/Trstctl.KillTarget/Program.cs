using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Trstctl.KillTarget;
using Trstctl.KillTarget.Living;
using Trstctl.Storage;

// living KILLS SEED    kills so many processes at one store, one after another, and judges it after each
// life FOLDER SEED     one of them
// judge FOLDER         says what is half done in a store that was killed, a copy that was kept say
// queue LOCK NAME      waits for its place, and writes its name into the file beside the lock
// lock DATABASE        holds a database locked until its input ends
switch (args[0])
{
    case "queue":
        using (WriterQueue.Enter(args[1], CancellationToken.None))
        {
            File.AppendAllLines(args[1] + ".entered", [args[2]]);
        }

        return 0;
    case "lock":
        using (var other = new SqliteConnection($"Data Source={args[1]};Pooling=False"))
        {
            other.Open();
            using var held = other.BeginTransaction(deferred: false);
            Console.WriteLine("held");
            Console.In.ReadToEnd();
        }

        return 0;
    case "living":
        return LivingStore.Run(int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
    case "judge":
        var judge = new Judge(args[1]);
        string[] faults = [.. judge.Faults(), .. judge.AuditFaults()];
        Array.ForEach(faults, Console.WriteLine);
        return faults.Length == 0 ? 0 : 1;
    case "life":
        Life.Live(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        return 0;
}

// folder, operation, ceremony id or "-", what is to happen, and its argument:
//   at N         dies at the persistence point with that number
//   copies F     lives, and copies the folder at every point N to F/N
//   after -      dies after it ended, connected
//   instant F    rehearses on a copy, and dies this fraction of its time after it began, or after it ended
// A rehearsal also leaves the compiler behind: what is killed is the work.
var (folder, operation, ceremony, fate, argument) = (args[0], args[1], args[2], args[3], args[4]);
var fraction = fate == "instant" ? double.Parse(argument, CultureInfo.InvariantCulture) : 0;
var deadly = fate == "at" ? int.Parse(argument, CultureInfo.InvariantCulture) : 0;
var length = TimeSpan.Zero;
if (fate == "instant")
{
    var copy = Path.Combine(folder, "rehearsal");
    Work.Copy(folder, copy);
    using var rehearsal = Work.Prepare(copy, operation, ceremony, new KillPoints(_ => { }));
    var clock = Stopwatch.StartNew();
    rehearsal.Run();
    length = clock.Elapsed;
}

var points = new KillPoints(point =>
{
    if (point == deadly)
    {
        Death.Now();
    }
    else if (fate == "copies")
    {
        Work.Copy(folder, Path.Combine(argument, point.ToString(CultureInfo.InvariantCulture)));
    }
});
using var prepared = Work.Prepare(folder, operation, ceremony, points);
Console.WriteLine("begin");
if (fate == "instant")
{
    Death.After(length * fraction);
}

prepared.Run();
Console.WriteLine($"end {points.Passed}");
if (fate == "after")
{
    Death.Now();
}

Thread.Sleep(fate == "instant" ? Timeout.Infinite : 0);
return 0;
