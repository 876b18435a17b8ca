namespace Trstctl.Storage.Sqlite;

/// <summary>
/// One writer of a tenant at a time, across processes: an exclusively opened lock file in front of SQLite, whose own busy
/// waiting lets one writer starve the others.
/// </summary>
internal static class WriterQueue
{
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
            catch (IOException) when (File.Exists(lockFile))
            {
                cancellation.WaitHandle.WaitOne(Step);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new TrstException(ErrorId.StoreUnavailable, e, null, e.Message);
            }
        }
    }
}
