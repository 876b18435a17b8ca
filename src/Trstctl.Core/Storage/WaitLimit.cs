using System.Diagnostics;

namespace Trstctl.Storage;

/// <summary>How long an act waits for others who use the same files, from now on.</summary>
internal sealed class WaitLimit(TimeSpan limit)
{
    /// <summary>Of a client that says nothing else.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);
    private readonly Stopwatch clock = Stopwatch.StartNew();

    // The platform waits for 24 days at most.
    private readonly TimeSpan limit = limit < Longest ? limit : Longest;

    public TimeSpan Rest => clock.Elapsed < limit ? limit - clock.Elapsed : TimeSpan.Zero;

    /// <summary>Pauses; <see cref="ErrorId.StoreBusy"/> where the time is over.</summary>
    /// <param name="who">Whom the act waits for.</param>
    public void Pause(TimeSpan step, Func<string> who, CancellationToken cancellation)
    {
        if (Rest == TimeSpan.Zero)
        {
            throw Over(who());
        }

        cancellation.WaitHandle.WaitOne(step < Rest ? step : Rest);
        cancellation.ThrowIfCancellationRequested();
    }

    public TrstException Over(string who) =>
        new(ErrorId.StoreBusy, (int)Math.Round(limit.TotalSeconds), who);
}
