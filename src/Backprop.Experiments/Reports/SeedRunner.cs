using System.Runtime.ExceptionServices;

namespace Backprop.Experiments;

/// <summary>Runs a function for consecutive seeds on several threads. Results are in the order of the seeds, whichever thread computed them.</summary>
internal static class SeedRunner
{
    /// <summary>Calls <paramref name="run"/> once for each of <paramref name="count"/> seeds and returns the results in the order of the seeds.</summary>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="count">The number of seeds.</param>
    /// <param name="threads">The number of runs at a time, at least 1.</param>
    /// <param name="run">From a seed to its result; called from several threads at once.</param>
    /// <param name="done">Receives the number of runs that have ended, one call at a time, never the same number twice.</param>
    /// <param name="cancellationToken">Cancels before the next seed.</param>
    /// <exception cref="Exception">What <paramref name="run"/> threw for the least seed that failed.</exception>
    public static TRun[] Run<TRun>(ulong firstSeed, int count, int threads, Func<ulong, TRun> run, Action<int>? done = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentNullException.ThrowIfNull(run);
        var results = new TRun[count];
        var failures = new Exception?[count];
        var counting = new Lock();
        int next = -1, ended = 0, failed = 0;

        // Runs differ much in length, so each thread takes the next seed when it is free; only the order of execution depends on that.
        Parallel.For(0, Math.Min(threads, Math.Max(1, count)), new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            int index;
            while (Volatile.Read(ref failed) == 0 && !cancellationToken.IsCancellationRequested && (index = Interlocked.Increment(ref next)) < count)
            {
                try
                {
                    results[index] = run(firstSeed + (ulong)index);
                }
                catch (Exception exception)
                {
                    failures[index] = exception;
                    Volatile.Write(ref failed, 1);
                    continue;
                }
                lock (counting) done?.Invoke(++ended);
            }
        });
        // Seeds are taken in order, so every seed below the first failure has run to its end: the lowest failing seed is the same every time.
        if (Array.Find(failures, failure => failure is not null) is { } first) ExceptionDispatchInfo.Throw(first);
        cancellationToken.ThrowIfCancellationRequested();
        return results;
    }
}
