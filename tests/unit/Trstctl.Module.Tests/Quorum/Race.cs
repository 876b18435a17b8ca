namespace Trstctl.Module.Tests.Quorum;

internal static class Race
{
    /// <summary>Runs all at once, each on a thread of its own, and returns what they return.</summary>
    public static T[] Of<T>(params Func<T>[] runners)
    {
        using var line = new Barrier(runners.Length);
        var results = new T[runners.Length];
        var failures = new Exception?[runners.Length];
        var threads = runners.Select((runner, i) => new Thread(() =>
        {
            line.SignalAndWait();
            try
            {
                results[i] = runner();
            }
            catch (Exception e)
            {
                failures[i] = e;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return failures.All(failure => failure is null) ? results : throw new AggregateException(failures.Where(f => f is not null)!);
    }
}
