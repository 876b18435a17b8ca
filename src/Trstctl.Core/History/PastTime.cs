namespace Trstctl.History;

/// <summary>The ledger's time from this size on, and before: what is past never changes, so that all branches share it.</summary>
internal sealed class PastTime
{
    private readonly long size;
    private readonly DateTime time;
    private readonly PastTime? before;

    private PastTime(long size, DateTime time, PastTime? before)
    {
        this.size = size;
        this.time = time;
        this.before = before;
    }

    /// <summary>What is known once the ledger has this size and time.</summary>
    public static PastTime? After(long size, DateTime time, PastTime? known) =>
        known is { } last && last.time == time ? known : new PastTime(size, time, known);

    /// <summary>The ledger's time when it had this size.</summary>
    public static DateTime At(long size, PastTime? known)
    {
        while (known is { } later && later.size > size)
        {
            known = later.before;
        }

        return known?.time ?? default;
    }
}
