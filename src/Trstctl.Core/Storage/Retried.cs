namespace Trstctl.Storage;

/// <summary>What another process may be in the way of for a moment: tried again, so many times and no more.</summary>
internal static class Retried
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <param name="passes">True of a failure that may pass by waiting.</param>
    public static T Do<T>(Func<T> act, int attempts, Func<Exception, bool> passes)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return act();
            }
            catch (Exception e) when (attempt < attempts && passes(e))
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
