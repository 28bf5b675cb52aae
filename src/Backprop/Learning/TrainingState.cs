namespace Backprop;

/// <summary>
/// A training between two weight changes: a copy of everything that its next changes depend on. <see cref="Trainer{T}.Capture"/> makes it,
/// <see cref="Trainer{T}.Restore"/> goes back to it; checkpoints hold it.
/// </summary>
/// <typeparam name="T">The precision of the net.</typeparam>
public sealed class TrainingState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal TrainingState(
        long changes,
        int position,
        T[] weights,
        IReadOnlyDictionary<string, T[]> ruleVectors,
        double[] ruleNumbers,
        T[]? bestWeights,
        Batch batch,
        bool shuffles,
        int[] order,
        ulong[] generator,
        double sweepError,
        double previousError,
        IReadOnlyDictionary<string, T[]> carried,
        History history)
    {
        (Changes, Position) = (changes, position);
        (WeightArray, RuleVectors, RuleNumbers, BestWeights) = (weights, ruleVectors, ruleNumbers, bestWeights);
        (Batch, Shuffles) = (batch, shuffles);
        (Order, Generator) = (order, generator);
        (SweepError, PreviousError) = (sweepError, previousError);
        (Carried, History) = (carried, history);
    }

    /// <summary>Weight changes made.</summary>
    public long Changes { get; }

    /// <summary>Sweeps made.</summary>
    public int Sweeps => History.Sweeps;

    /// <summary>The number of cases of the current sweep that are done, of sequences the number of windows; 0 between two sweeps.</summary>
    public int Position { get; }

    /// <summary>All weights, in the order of the flat vector.</summary>
    public ReadOnlyMemory<T> Weights => WeightArray;

    internal T[] WeightArray { get; }

    /// <summary>What the rule remembers: a vector as long as the weights by each name of <see cref="RuleState{T}.Vectors"/>.</summary>
    internal IReadOnlyDictionary<string, T[]> RuleVectors { get; }

    /// <summary>What the rule remembers besides: <see cref="RuleState{T}.Numbers"/>.</summary>
    internal double[] RuleNumbers { get; }

    /// <summary>The weights that were best on the validation cases; null where there are none yet.</summary>
    internal T[]? BestWeights { get; }

    /// <summary>The batch, with a size that the cases have.</summary>
    internal Batch Batch { get; }

    /// <summary>Whether each sweep has a new order.</summary>
    internal bool Shuffles { get; }

    /// <summary>The order of the cases in this sweep; of the sequences where a batch counts them or their windows.</summary>
    internal int[] Order { get; }

    /// <summary>The four words of the generator of orders.</summary>
    internal ulong[] Generator { get; }

    /// <summary>E so far in this sweep.</summary>
    internal double SweepError { get; }

    /// <summary>E over the cases of the last change; +∞ before the first.</summary>
    internal double PreviousError { get; }

    /// <summary>Within a sweep over windows of sequences: by group, the states [unit, column] that the last window passes on.</summary>
    internal IReadOnlyDictionary<string, T[]> Carried { get; }

    internal History History { get; }
}
