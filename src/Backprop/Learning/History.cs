namespace Backprop;

/// <summary>What a training has been through, from the trainer's first sweep on.</summary>
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

    /// <summary>E over all cases with the weights at the end of the last run; NaN before.</summary>
    public double Error { get; internal set; } = double.NaN;

    /// <summary>The rule that ended the last run; null before.</summary>
    public StopRule? Stopped { get; internal set; }

    /// <summary>The sweep after which the error (of the validation cases, if there are any) was least so far.</summary>
    public int BestSweep { get; internal set; }

    /// <summary>That least error; +∞ before any was measured.</summary>
    public double BestError { get; internal set; } = double.PositiveInfinity;

    /// <summary>Time in <see cref="Trainer{T}.Run"/>, all runs together.</summary>
    public TimeSpan Elapsed { get; internal set; }

    internal void Add(double error) => errors.Add(error);

    internal void AddValidation(double error) => validationErrors.Add(error);

    /// <summary>Takes over what another has been through, its time apart.</summary>
    internal void Become(History other)
    {
        errors.Clear();
        errors.AddRange(other.errors);
        validationErrors.Clear();
        validationErrors.AddRange(other.validationErrors);
        (Error, BestSweep, BestError, Stopped) = (other.Error, other.BestSweep, other.BestError, other.Stopped);
    }

    /// <summary>Takes note of an error measured after a number of sweeps; true if it is the least so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Note(double error, int sweeps)
    {
        if (!(error < BestError))
            return false;
        BestError = error;
        BestSweep = sweeps;
        return true;
    }
}

/// <summary>A look at a training under way.</summary>
/// <param name="Sweeps">Sweeps made.</param>
/// <param name="Error">E in the last sweep.</param>
/// <param name="ValidationError">E over the validation cases; NaN without such cases.</param>
/// <param name="Elapsed">Time since the run began.</param>
public readonly record struct TrainingProgress(int Sweeps, double Error, double ValidationError, TimeSpan Elapsed);
