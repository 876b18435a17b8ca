namespace Trstctl.Storage;

/// <summary>One writer at a time, across processes, in order of arrival: an exclusively opened lock file, and before it a ticket for each
/// who waits. SQLite's own busy waiting lets luck decide, and one writer starve the others.</summary>
internal static class WriterQueue
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);
    private const int LinuxWouldBlock = 11;
    private const int DarwinWouldBlock = 35;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(3);

    /// <summary>Waits for those who came before; <see cref="ErrorId.StoreBusy"/> after the limit.</summary>
    public static FileStream Enter(string lockFile, CancellationToken cancellation, WaitLimit? limit = null)
    {
        cancellation.ThrowIfCancellationRequested();
        var queue = TicketsOf(lockFile);
        if (WriterTicket.IsEmpty(queue) && TryOpen(lockFile) is { } free)
        {
            return free;
        }

        limit ??= new WaitLimit(WaitLimit.Default);
        using var ticket = WriterTicket.Take(queue);
        while (true)
        {
            if (ticket?.IsFirst() != false && TryOpen(lockFile) is { } place)
            {
                return place;
            }

            limit.Pause(Step, Who, cancellation);
        }

        string Who() => ticket?.CountBefore() is > 0 and var before
            ? $"so many waited before it: {before}"
            : $"another process holds \"{lockFile}\"";
    }

    /// <summary>The folder of those who wait for a lock.</summary>
    public static string TicketsOf(string lockFile) => lockFile + ".queue";

    // Anything else does not pass by waiting: a file system that became read-only would be waited for without end.
    public static bool IsTaken(IOException e) =>
        e.HResult is WindowsSharingViolation or WindowsLockViolation or LinuxWouldBlock or DarwinWouldBlock;

    private static FileStream? TryOpen(string lockFile)
    {
        try
        {
            return OwnerOnly.OpenAlone(lockFile);
        }
        catch (IOException e) when (IsTaken(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrstException(ErrorId.StoreUnavailable, e, null, e.Message);
        }
    }
}
