using System.Diagnostics;

namespace Backprop.Cli;

/// <summary>A benchmark: prepared, run a few times to warm up, then run and timed.</summary>
/// <param name="Name">W1 to W11.</param>
/// <param name="Description">What a run does.</param>
/// <param name="Operations">Floating-point operations of the matrix products in a run; a fused multiply-add counts as two.</param>
/// <param name="Prepare">Prepares a run from a fresh start and returns it. Not timed.</param>
internal sealed record Work(string Name, string Description, double Operations, Func<Action> Prepare)
{
    /// <summary>The number of threads that the run uses.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The number of calls per run, for calls that are too short to time; results are per call.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>The bytes that a run reads and writes, for work that memory bounds and not arithmetic; 0 for other work.</summary>
    public double Bytes { get; init; }

    /// <summary>Runs of 0.2 s or longer are warmed up by one run.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.2);

    /// <summary>Times runs for about <paramref name="budget"/>, at least three after a warm-up, each from a fresh start.</summary>
    public WorkTiming Measure(TimeSpan budget)
    {
        var warmUp = Stopwatch.StartNew();
        do
            Prepare()();
        while (warmUp.Elapsed < WarmUp);
        var seconds = new List<double>();
        var total = Stopwatch.StartNew();
        while (seconds.Count < 3 || (total.Elapsed < budget && seconds.Count < 101))
        {
            var run = Prepare();
            var start = Stopwatch.GetTimestamp();
            run();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / Calls);
        }
        seconds.Sort();
        return new WorkTiming(this, Quantile.Of([.. seconds], 0.5), seconds[0], seconds.Count);
    }
}

/// <summary>The time of one run.</summary>
internal sealed record WorkTiming(Work Work, double Median, double Fastest, int Repetitions)
{
    /// <summary>Floating-point operations per second, by the median time.</summary>
    public double OperationsPerSecond => Work.Operations / Median;

    /// <summary>Bytes read and written per second, by the median time; 0 for work that arithmetic bounds.</summary>
    public double BytesPerSecond => Work.Bytes / Median;
}
