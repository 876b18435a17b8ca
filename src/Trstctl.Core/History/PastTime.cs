namespace Trstctl.History;

/// <summary>The ledger's time from this size on, and before: what is past never changes, so that all branches share it.</summary>
internal sealed class PastTime
{
    private readonly long size;
    private readonly DateTime time;
    private readonly PastTime? before;
    private readonly Func<long, DateTime>? earlier;

    private PastTime(long size, DateTime time, PastTime? before, Func<long, DateTime>? earlier)
    {
        this.size = size;
        this.time = time;
        this.before = before;
        this.earlier = earlier;
    }

    /// <summary>What is known where everything up to a size is asked elsewhere.</summary>
    public static PastTime From(long size, Func<long, DateTime> earlier) => new(size, earlier(size), null, earlier);

    /// <summary>What is known once the ledger has this size and time.</summary>
    public static PastTime? After(long size, DateTime time, PastTime? known) =>
        known is { } last && last.time == time ? known : new PastTime(size, time, known, null);

    /// <summary>The ledger's time when it had this size.</summary>
    public static DateTime At(long size, PastTime? known)
    {
        while (known is { } later && later.size > size)
        {
            if (later.earlier is { } asked)
            {
                return asked(size);
            }

            known = later.before;
        }

        return known?.time ?? default;
    }

    /// <summary>Where it changed after a size, up to another.</summary>
    public static IEnumerable<(long Size, DateTime Time)> Between(long after, long last, PastTime? known)
    {
        for (; known is { } later && later.size > after; known = later.before)
        {
            if (later.size <= last)
            {
                yield return (later.size, later.time);
            }
        }
    }
}
