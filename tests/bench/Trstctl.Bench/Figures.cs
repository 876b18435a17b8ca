using System.Diagnostics;
using System.Globalization;

namespace Trstctl.Bench;

/// <summary>Times work and prints a line a figure.</summary>
internal static class Figures
{
    public static TimeSpan Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed;
    }

    public static void Rate(string what, TimeSpan time, int count) => Print(
        "{0,-40} {1,6} in {2,7:0.00} s  {3,8:0} a second", what, count, time.TotalSeconds, count / time.TotalSeconds);

    /// <summary>Repeats the work and prints the least, the median and the most of it, in milliseconds.</summary>
    public static void Spread(string what, int times, Action work)
    {
        var taken = Enumerable.Range(0, times).Select(_ => Time(work).TotalMilliseconds).Order().ToArray();
        Print("{0,-40} {1,6} times, {2:0} to {3:0} ms, median {4:0} ms", what, times, taken[0], taken[^1], taken[times / 2]);
    }

    /// <summary>Repeats the work and prints the median of its processor time, in milliseconds, since others compute meanwhile too; and
    /// what it allocated.</summary>
    public static void Processor(string what, int times, Action work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var taken = Enumerable.Range(0, times).Select(_ => Processor(work).TotalMilliseconds).Order().ToArray();
        var allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / times / 1024;
        Print("{0,-40} {1,6} times, {2:0.0} ms of the processor (median), {3} KB", what, times, taken[times / 2], allocated);
    }

    /// <summary>The processor's time, the garbage collector's share in it.</summary>
    public static TimeSpan Processor(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return Environment.CpuUsage.TotalTime - before;
    }

    private static void Print(string format, params object[] values) =>
        Console.WriteLine(string.Format(CultureInfo.InvariantCulture, format, values));
}
