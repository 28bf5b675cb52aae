namespace Backprop.Lab;

/// <summary>A trainer whose numbers are read and set in double precision, whatever that of its net.</summary>
internal abstract class LabTrainer
{
    /// <summary>The net.</summary>
    public abstract Topology Net { get; }

    /// <summary>Sweeps made.</summary>
    public int Sweeps => History.Sweeps;

    /// <summary>Weight changes made.</summary>
    public abstract long Changes { get; }

    /// <summary>The number of weight changes that make a sweep.</summary>
    public abstract long ChangesPerSweep { get; }

    /// <summary>The course so far.</summary>
    public abstract History History { get; }

    /// <summary>The number of weights and biases.</summary>
    public int WeightCount => Net.WeightCount;

    /// <summary>Begins with the weights of an opening, or random ones.</summary>
    public static LabTrainer Start(Opening opening) => opening.Training.IsDouble ? LabTrainer<double>.Begin(opening) : LabTrainer<float>.Begin(opening);

    /// <summary>Makes one weight change.</summary>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    public abstract void Change();

    /// <summary>Makes sweeps until a rule says stop, at most so many.</summary>
    /// <returns>Whether a rule other than the number said stop.</returns>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    public abstract bool Run(StopRule stop, int sweeps);

    /// <summary>One weight, by its place in the flat vector.</summary>
    public abstract double this[int weight] { get; set; }

    /// <summary>Copies all weights.</summary>
    public abstract void CopyWeights(Span<float> weights);

    /// <summary>The states of all units in one case: group by group as <see cref="Topology.Groups"/> has them.</summary>
    public abstract double[] States(int @case);

    /// <summary>E and the distances from the targets, with the weights as they are.</summary>
    public abstract Evaluation Evaluate();

    /// <summary>E of each case.</summary>
    public abstract double[] ErrorsByCase();

    /// <summary>A trainer that goes on with these weights by other settings; what the rule remembers goes along where the new rule remembers the same.</summary>
    public abstract LabTrainer With(CaseTraining training);

    /// <summary>The net as it is, as a model.</summary>
    public abstract Model ToModel();

    /// <summary>Everything that the next changes depend on.</summary>
    public abstract object Capture();

    /// <summary>Goes back to what was captured.</summary>
    public abstract void Restore(object state);
}

/// <inheritdoc/>
/// <typeparam name="T">The precision of the net.</typeparam>
internal sealed class LabTrainer<T>(Opening opening, Trainer<T> trainer) : LabTrainer
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Topology Net => trainer.Network.Topology;

    /// <inheritdoc/>
    public override long Changes => trainer.Changes;

    /// <inheritdoc/>
    public override long ChangesPerSweep { get; } = CountChanges(opening, trainer);

    /// <inheritdoc/>
    public override History History => trainer.History;

    /// <inheritdoc/>
    public override double this[int weight]
    {
        get => double.CreateTruncating(trainer.Network.Weights[weight]);
        set => trainer.Network.Weights[weight] = T.CreateTruncating(value);
    }

    /// <summary>A trainer before its first change.</summary>
    public static LabTrainer<T> Begin(Opening opening)
    {
        var training = opening.Training;
        var network = training.CreateNetwork<T>(opening.Net, opening.Seed);
        for (var weight = 0; weight < opening.Weights?.Count; weight++)
            network.Weights[weight] = T.CreateTruncating(opening.Weights[weight]);
        return new(opening, training.CreateTrainer(network, opening.Cases, opening.Seed));
    }

    /// <inheritdoc/>
    public override void Change() => trainer.StepBatch();

    /// <inheritdoc/>
    public override bool Run(StopRule stop, int sweeps)
    {
        var limit = StopWhen.Sweeps(Sweeps + sweeps);
        return trainer.Run(stop | limit).Stopped != limit;
    }

    /// <inheritdoc/>
    public override void CopyWeights(Span<float> weights)
    {
        var all = trainer.Network.Weights;
        for (var weight = 0; weight < all.Length; weight++)
            weights[weight] = float.CreateTruncating(all[weight]);
    }

    /// <inheritdoc/>
    public override double[] States(int @case)
    {
        var activity = trainer.Network.Run(opening.Cases.Subset([@case]));
        var states = new double[Net.Groups.Sum(static group => group.Size)];
        var at = 0;
        foreach (var group in Net.Groups)
        {
            foreach (var state in activity[group, 0])
                states[at++] = double.CreateTruncating(state);
        }
        return states;
    }

    /// <inheritdoc/>
    public override Evaluation Evaluate() => trainer.Evaluate();

    /// <inheritdoc/>
    public override double[] ErrorsByCase()
    {
        var errors = trainer.Network.EvaluateEach(opening.Cases, trainer.ErrorMeasure);
        return [.. Enumerable.Range(0, opening.Cases.Count).Select(@case => errors[@case])];
    }

    /// <inheritdoc/>
    public override LabTrainer With(CaseTraining training)
    {
        var state = trainer.Capture();
        var next = training.CreateTrainer(trainer.Network, opening.Cases, opening.Seed);
        if (next.Problem(state) is null) next.Restore(state);
        return new LabTrainer<T>(opening with { Training = training }, next);
    }

    /// <inheritdoc/>
    public override Model ToModel() => Model.Of(trainer);

    /// <inheritdoc/>
    public override object Capture() => trainer.Capture();

    /// <inheritdoc/>
    public override void Restore(object state) => trainer.Restore((TrainingState<T>)state);

    private static long CountChanges(Opening opening, Trainer<T> trainer)
    {
        var (cases, batch) = (opening.Cases, trainer.Batch);
        var count = batch.Unit == BatchUnit.Cases ? cases.Count : batch.Unit == BatchUnit.Windows ? cases.WindowsOfSequences.Sum() : cases.Sequences!.Value;
        return batch.Size is { } size && batch.Unit != BatchUnit.Windows ? (count + size - 1) / size : batch.Unit == BatchUnit.Windows ? count : 1;
    }
}
