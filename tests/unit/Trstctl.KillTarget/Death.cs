using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Trstctl.KillTarget;

/// <summary>Ends this process as <c>kill -9</c> does.</summary>
internal static class Death
{
    private const int SigKill = 9;

    public static void Now()
    {
        _ = Kill(Environment.ProcessId, SigKill);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Beside whatever this process does by then. Spinning: a sleep is as coarse as the work is long.</summary>
    public static void After(TimeSpan delay)
    {
        using var ready = new ManualResetEventSlim();
        new Thread(() =>
        {
            ready.Set();
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < delay;)
            {
                Thread.SpinWait(50);
            }

            Now();
        }).Start();
        ready.Wait();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
