namespace Backprop;

/// <summary>The course of a training, from the trainer's first sweep on.</summary>
public sealed class History
{
    private readonly List<double> errors;
    private readonly List<double> validationErrors;

    internal History(IEnumerable<double>? errors = null, IEnumerable<double>? validationErrors = null)
    {
        this.errors = [.. errors ?? []];
        this.validationErrors = [.. validationErrors ?? []];
    }

    /// <summary>Sweeps made.</summary>
    public int Sweeps => errors.Count;

    /// <summary>
    /// E in each sweep: entry k is summed over the cases of sweep k + 1, each with the weights as they then were.
    /// Where a batch is all cases this is E of the weights after k sweeps, exactly.
    /// </summary>
    public IReadOnlyList<double> Errors => errors;

    /// <summary>E over the validation cases: entry k of the weights after k sweeps; empty without such cases.</summary>
    public IReadOnlyList<double> ValidationErrors => validationErrors;

    /// <summary>
    /// Total weight of the training cases (<see cref="Cases.TotalWeight"/>), which is their number where none has a weight of its own.
    /// Null in a model file that was saved before it was recorded; errors per case are then not known.
    /// </summary>
    public double? TrainingWeight { get; internal set; }

    /// <summary>Total weight of the validation cases; null without such cases, and where it was not recorded.</summary>
    public double? ValidationWeight { get; internal set; }

    /// <summary>
    /// <see cref="Errors"/> divided by <see cref="TrainingWeight"/>: the mean error per case, comparable with <see cref="ValidationErrorsPerCase"/>.
    /// Empty where the weight was not recorded.
    /// </summary>
    public IReadOnlyList<double> ErrorsPerCase => PerCase(errors, TrainingWeight);

    /// <summary><see cref="ValidationErrors"/> divided by <see cref="ValidationWeight"/>; empty without validation cases and where the weight was not recorded.</summary>
    public IReadOnlyList<double> ValidationErrorsPerCase => PerCase(validationErrors, ValidationWeight);

    /// <summary>E over all training cases with the weights at the end of the last run; NaN before.</summary>
    public double Error { get; internal set; } = double.NaN;

    /// <summary><see cref="Error"/> per training case; NaN where the weight was not recorded.</summary>
    public double ErrorPerCase => PerCase(Error, TrainingWeight);

    /// <summary>
    /// Whether E has risen where it should fall, though it is finite: in each of the last 10 sweeps it was more than 1.5 times what it
    /// was in the first. Steps that are too large do this. False for fewer than 20 sweeps, in which E may rise for a while.
    /// </summary>
    public bool IsDiverging => Sweeps >= 20 && errors.Skip(Sweeps - 10).All(error => error > 1.5 * errors[0]);

    /// <summary>The rule that ended the last run; null before.</summary>
    public StopRule? Stopped { get; internal set; }

    /// <summary>The sweep after which the error (of the validation cases, if there are any) was least so far.</summary>
    public int BestSweep { get; internal set; }

    /// <summary>That least error; +∞ before any was measured.</summary>
    public double BestError { get; internal set; } = double.PositiveInfinity;

    /// <summary><see cref="BestError"/> per case of those that it was measured on; NaN where their weight was not recorded.</summary>
    public double BestErrorPerCase => PerCase(BestError, validationErrors.Count > 0 ? ValidationWeight : TrainingWeight);

    /// <summary>Time in <see cref="Trainer{T}.Run"/>, all runs together.</summary>
    public TimeSpan Elapsed { get; internal set; }

    internal void Add(double error) => errors.Add(error);

    internal void Add(ReadOnlySpan<double> more) => errors.AddRange(more);

    internal void AddValidation(double error) => validationErrors.Add(error);

    /// <summary>An error as its mean over cases of a total weight. Cases that all weigh 0 have no error.</summary>
    internal static double PerCase(double error, double? weight) => weight switch
    {
        null => double.NaN,
        0 => 0,
        _ => error / weight.Value,
    };

    private static double[] PerCase(List<double> errors, double? weight) => weight is null ? [] : [.. errors.Select(error => PerCase(error, weight))];

    /// <summary>
    /// The history of several nets that were trained beside one another: errors and weights of the cases are sums over the nets, each with the last
    /// error that it had where it made fewer sweeps. A validation error is that of the weights that a net would keep, the best so far.
    /// </summary>
    internal static History Sum(IReadOnlyList<History> nets)
    {
        var most = nets.Max(static net => net.Sweeps);
        var sum = new History(
            Sums(nets, static net => net.errors, most),
            nets.All(static net => net.validationErrors.Count > 0) ? Sums(nets, static net => BestSoFar(net.validationErrors), nets.Max(static net => net.validationErrors.Count)) : null)
        {
            TrainingWeight = nets.Sum(static net => net.TrainingWeight),
            ValidationWeight = nets[0].ValidationWeight is null ? null : nets.Sum(static net => net.ValidationWeight),
            Error = nets.Sum(static net => net.Error),
            Stopped = nets.MaxBy(static net => net.Sweeps)!.Stopped,
            BestSweep = nets.Max(static net => net.BestSweep),
            BestError = nets.Sum(static net => net.BestError),
            Elapsed = nets.Aggregate(TimeSpan.Zero, static (sum, net) => sum + net.Elapsed),
        };
        return sum;
    }

    private static double[] Sums(IReadOnlyList<History> nets, Func<History, IReadOnlyList<double>> errors, int count)
    {
        var curves = nets.Select(errors).ToArray();
        return Array.Exists(curves, static curve => curve.Count == 0) ? []
            : [.. Enumerable.Range(0, count).Select(sweep => curves.Sum(curve => curve[Math.Min(sweep, curve.Count - 1)]))];
    }

    private static double[] BestSoFar(List<double> errors)
    {
        var best = errors.ToArray();
        for (var sweep = 1; sweep < best.Length; sweep++)
            best[sweep] = Math.Min(best[sweep], best[sweep - 1]);
        return best;
    }

    /// <summary>A history of its own with the same content.</summary>
    internal History Copy()
    {
        var copy = new History { TrainingWeight = TrainingWeight, ValidationWeight = ValidationWeight, Elapsed = Elapsed };
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Replaces the content by that of another, except the time and the weights of the cases.</summary>
    internal void CopyFrom(History other)
    {
        errors.Clear();
        errors.AddRange(other.errors);
        validationErrors.Clear();
        validationErrors.AddRange(other.validationErrors);
        (Error, BestSweep, BestError, Stopped) = (other.Error, other.BestSweep, other.BestError, other.Stopped);
    }

    /// <summary>Records an error measured with the current weights if it is the least so far; of equal ones the first stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool RecordIfBest(double error)
    {
        if (!(error < BestError))
            return false;
        BestError = error;
        BestSweep = Sweeps;
        return true;
    }
}

/// <summary>The progress of a running training.</summary>
/// <param name="Sweeps">Sweeps made.</param>
/// <param name="Error">E in the last sweep, summed over the cases.</param>
/// <param name="ValidationError">E summed over the validation cases; NaN without such cases.</param>
/// <param name="Elapsed">Time since the run began.</param>
public readonly record struct TrainingProgress(int Sweeps, double Error, double ValidationError, TimeSpan Elapsed)
{
    /// <summary><see cref="Error"/> divided by the total weight of the training cases: the mean error per case.</summary>
    public double ErrorPerCase { get; init; }

    /// <summary><see cref="ValidationError"/> divided by the total weight of the validation cases; NaN without such cases.</summary>
    public double ValidationErrorPerCase { get; init; } = double.NaN;
}
