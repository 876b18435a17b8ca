namespace Trstctl.Storage;

/// <summary>One writer of a tenant at a time, across processes: an exclusively opened lock file in front of SQLite, whose own
/// busy waiting lets one writer starve the others.</summary>
internal static class WriterQueue
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);
    private const int LinuxWouldBlock = 11;
    private const int DarwinWouldBlock = 35;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(3);

    public static FileStream Enter(string lockFile, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException e) when (IsTaken(e))
            {
                cancellation.WaitHandle.WaitOne(Step);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new TrstException(ErrorId.StoreUnavailable, e, null, e.Message);
            }
        }
    }

    // Anything else does not pass by waiting: a file system that became read-only would be waited for without end.
    private static bool IsTaken(IOException e) =>
        e.HResult is WindowsSharingViolation or WindowsLockViolation or LinuxWouldBlock or DarwinWouldBlock;
}
