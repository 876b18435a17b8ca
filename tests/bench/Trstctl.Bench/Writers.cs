using System.Diagnostics;
using System.Globalization;
using Trstctl.Authorities;

namespace Trstctl.Bench;

/// <summary>So many processes at one store, each with 20 ceremonies from opening to execution: how long one waits, at most and on
/// average. The time of an act is nearly all waiting for the others.</summary>
internal static class Writers
{
    private const int Ceremonies = 20;
    private const int Needed = 3;
    private const int Voters = 5;

    public static void Run(int processes)
    {
        using var bench = new Bench(Needed, Voters);
        var writers = Enumerable.Range(1, processes).Select(i => Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [typeof(Writers).Assembly.Location, "writer", bench.Folder, $"Writer {i}"])
        {
            RedirectStandardOutput = true,
        })!).ToArray();
        var lines = writers.Select(writer => writer.StandardOutput.ReadToEndAsync()).ToArray();
        var times = lines
            .SelectMany(line => line.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => line.Split(' '))
            .ToLookup(part => part[0], part => double.Parse(part[1], CultureInfo.InvariantCulture));
        Array.ForEach(writers, writer => writer.Dispose());
        foreach (var kind in times)
        {
            Console.WriteLine(string.Format(
                CultureInfo.InvariantCulture, "{0,-40} {1,6} times, mean {2:0.000} s, most {3:0.000} s: {4:0.0} times the mean",
                kind.Key, kind.Count(), kind.Average(), kind.Max(), kind.Max() / kind.Average()));
        }
    }

    public static void Work(string folder, string name)
    {
        using var bench = new Bench(folder, Needed, Voters);
        for (var i = 0; i < Ceremonies; i++)
        {
            var root = $"{name} Root {i}";
            Print("ceremony", Figures.Time(() =>
            {
                var ceremony = Timed("opening", () => bench.StartRoot(root, CustodyKind.Operational));
                for (var custodian = 0; custodian < Needed; custodian++)
                {
                    ceremony = Timed("approval", () => bench.ApproveAs(custodian, ceremony));
                }

                Timed("execution", () =>
                {
                    bench.Execute(ceremony);
                    return ceremony;
                });
            }));
        }
    }

    private static T Timed<T>(string what, Func<T> act)
    {
        T result = default!;
        Print(what, Figures.Time(() => result = act()));
        return result;
    }

    private static void Print(string what, TimeSpan time) =>
        Console.WriteLine(what + " " + time.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
}
