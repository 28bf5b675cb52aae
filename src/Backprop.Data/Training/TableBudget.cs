using System.Globalization;

namespace Backprop.Data;

/// <summary>
/// How many nets of how many sweeps fit a time. It is measured once, by weight updates of nets that are then given up, so that the training itself does not
/// depend on a clock: the chosen <see cref="Options"/> give the same bits again, on any machine.
/// </summary>
/// <example>
/// <code>
/// var table = Table.Read("iris.csv", new ColumnChoices { Targets = ["species"] });
/// var budget = TableBudget.Choose(table, new TableTrainingOptions { Within = TimeSpan.FromSeconds(10) });
/// Console.WriteLine(budget);                                    // 8 nets of at most 1,000 sweeps each, …
/// var trained = TableTraining.Train(table, budget.Options);     // the same bits whenever it is repeated
/// </code>
/// </example>
public sealed class TableBudget
{
    /// <summary>
    /// Sweeps that each net can make at least, where several are averaged: 20. Of nets that share a time, more nets of fewer sweeps are worse than
    /// fewer nets of more (docs/defaults.md).
    /// </summary>
    public const int FewestSweeps = 20;

    /// <summary>The time of a row in a forward pass, per time of a row that is learned.</summary>
    private const double ForwardShare = 1.0 / 3;

    /// <summary>The measurement, after what comes before it, takes this share of the time, but at most <see cref="LongestMeasurement"/>.</summary>
    private const double MeasuredShare = 0.05;

    private const int FewestUpdates = 16;

    private static readonly TimeSpan LongestMeasurement = TimeSpan.FromSeconds(2);

    private TableBudget(TableTrainingOptions options, TimeSpan within, TimeSpan sweep, int threads, int membersWithoutLimit) => (Options, Within, SweepTime, Threads, MembersWithoutLimit) = (options, within, sweep, threads, membersWithoutLimit);

    /// <summary>The options with <see cref="TableTrainingOptions.Members"/> and <see cref="TableTrainingOptions.Sweeps"/> that fit the time, and without a time.</summary>
    public TableTrainingOptions Options { get; }

    /// <summary>The time that the training may take.</summary>
    public TimeSpan Within { get; }

    /// <summary>The time of a sweep of one net, its validation rows included, as it was measured.</summary>
    public TimeSpan SweepTime { get; }

    /// <summary>The number of nets that would be averaged without a limit of time.</summary>
    public int MembersWithoutLimit { get; }

    /// <summary>Nets that are trained at a time.</summary>
    private int Threads { get; }

    /// <summary>Whether not even one sweep is expected to end within the time.</summary>
    public bool IsTooShort => SweepTime > Within;

    /// <summary>Measures the first weight updates of a training and chooses the number of nets and the limit of their sweeps.</summary>
    /// <param name="table">A table with at least one target.</param>
    /// <param name="options">
    /// How to train, with <see cref="TableTrainingOptions.Within"/>, which counts from this call. Without <see cref="TableTrainingOptions.Members"/> as many nets
    /// are averaged as by default, or a half, a quarter or an eighth of them, so that each makes at least <see cref="FewestSweeps"/> sweeps. No more than
    /// <see cref="TableTrainingOptions.Sweeps"/> are chosen; at least one net of one sweep is.
    /// </param>
    /// <returns>What was measured and chosen.</returns>
    /// <exception cref="DataException">There is no target, too few rows, or the net of the options does not fit the table.</exception>
    /// <exception cref="ArgumentException">The options have no time, or contradict one another.</exception>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    public static TableBudget Choose(Table table, TableTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        var within = options.Within ?? throw new ArgumentException("The options have no time that the training may take; set it, or train without choosing.", nameof(options));
        var time = options.TimeProvider;
        var start = time.GetTimestamp();
        options = options with { Within = null };
        var training = TableTraining.Prepare(table, options with { Checkpoints = null });
        var prepared = time.GetElapsedTime(start);
        var perRow = SecondsPerRow(training, Shorter(within * MeasuredShare, LongestMeasurement));
        // The training prepares once more.
        var left = (within - time.GetElapsedTime(start) - prepared).TotalSeconds;

        var most = training.Options.Members!.Value;
        var cap = options.Sweeps ?? TableDefaults.Sweeps;
        for (var members = most; ; members /= 2)
        {
            var sweep = RowsOf(training, members) * perRow;
            // Each net is tested alone, and the pack once more.
            var tests = training.Split.Test.Length * ForwardShare * perRow * (members > 1 ? 2 * members : 1);
            var rounds = Math.Max(options.Restarts, (members + options.Threads - 1) / options.Threads);
            var fitting = (left - tests) / (rounds * sweep);
            if (members == 1 || options.Members is not null || fitting >= Math.Min(FewestSweeps, cap))
            {
                var sweeps = (int)Math.Clamp(fitting, 1, cap); // also where no time is left
                return new(options with { Members = members, Sweeps = sweeps }, within, TimeSpan.FromSeconds(sweep), Math.Min(options.Threads, members), most);
            }
        }
    }

    /// <summary>The choice and its reason, such as "4 nets of at most 26 sweeps each, since a sweep takes 0.71 s and 2 nets are trained at a time".</summary>
    /// <returns>Text without a full stop.</returns>
    public override string ToString()
    {
        var (members, sweeps) = (Options.Members!.Value, Options.Sweeps!.Value);
        var nets = members == 1 ? "one net" : string.Create(CultureInfo.InvariantCulture, $"{members} nets");
        var each = members == 1 ? "" : " each";
        var atATime = members > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {(Threads == 1 ? "one net is" : $"{Threads} nets are")} trained at a time") : "";
        var fewer = members < MembersWithoutLimit ? string.Create(CultureInfo.InvariantCulture, $"; more nets would have less than {FewestSweeps} each") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{nets} of at most {sweeps:N0} {(sweeps == 1 ? "sweep" : "sweeps")}{each}, since a sweep takes {Seconds(SweepTime)}{atATime}{fewer}");
    }

    private static string Seconds(TimeSpan time) =>
        time.TotalSeconds >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:N1} s")
        : time.TotalMilliseconds >= 10 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F2} ms");

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>The rows of a sweep of one of so many nets, as rows that are learned: those that stop it count by <see cref="ForwardShare"/>.</summary>
    private static double RowsOf(TableTraining training, int members)
    {
        var rows = training.Split.Training.Length;
        var options = training.Options;
        if (options.Members == 1 || options.ValidationFile is not null || options.ValidationShare == 0)
            return rows + (ForwardShare * (training.Validation?.Count ?? 0));
        // A net of a pack holds out its part of the rows, one by itself a share of the table.
        var held = members > 1 ? (double)rows / members : options.ValidationShare * training.Table.Count;
        return rows - held + (ForwardShare * held);
    }

    /// <summary>The time of a row that is learned, while as many nets are trained at a time as later.</summary>
    private static double SecondsPerRow(TableTraining training, TimeSpan limit)
    {
        var members = training.Options.Members!.Value;
        var trainers = Enumerable.Range(0, members > 1 ? Math.Min(training.Options.Threads, members) : 1).Select(net => training.CreateTrainer(net)).ToArray();
        var seconds = new double[trainers.Length];
        try
        {
            Parallel.For(0, trainers.Length, net => seconds[net] = SecondsPerRow(trainers[net], training.Options.TimeProvider, limit));
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        return seconds.Average();
    }

    private static double SecondsPerRow(Trainer<float> trainer, TimeProvider time, TimeSpan limit)
    {
        // What is done only once, such as the compilation of the code, is not in the measurement: a sweep comes first, or some updates of a long one.
        var start = time.GetTimestamp();
        var updates = 0;
        while (!trainer.StepBatch() && time.GetElapsedTime(start) is var warm && warm < 4 * limit && (++updates < FewestUpdates || warm < limit))
        {
        }
        start = time.GetTimestamp();
        var before = trainer.Changes;
        TimeSpan elapsed;
        do
        {
            _ = trainer.StepBatch();
            elapsed = time.GetElapsedTime(start);
        }
        while (elapsed < limit);
        var batch = trainer.Options.Batch.Size ?? trainer.Cases.Count;
        var changesPerSweep = (trainer.Cases.Count + batch - 1) / batch;
        return elapsed.TotalSeconds / ((trainer.Changes - before) * ((double)trainer.Cases.Count / changesPerSweep));
    }
}
