using Backprop.WebAssembly;

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

    /// <summary>Whether a rule that searches has found in its last sweep that E falls no further.</summary>
    public abstract bool FindsNoDescent { get; }

    /// <summary>Makes sweeps until a rule says stop, at most so many.</summary>
    /// <returns>Whether a rule other than the number said stop.</returns>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    public abstract bool Run(StopRule stop, int sweeps);

    /// <summary>Whether the next change is in a sweep that has begun.</summary>
    public abstract bool IsWithinSweep { get; }

    /// <summary>Writes the module that trains as this trainer does, for an engine whose relaxed multiply-adds round once or not.</summary>
    /// <returns>The module, or why there is none, as the end of a sentence.</returns>
    public abstract (TrainingModule? Module, string? Reason) WriteModule(bool fused);

    /// <summary>Where this trainer is, for its module to go on from there.</summary>
    public abstract byte[] StateFor(TrainingModule module);

    /// <summary>Goes where its module has come.</summary>
    public abstract void GoTo(TrainingModule module, byte[] state);

    /// <summary>One weight, by its place in the flat vector.</summary>
    public abstract double this[int weight] { get; set; }

    /// <summary>Copies all weights.</summary>
    public abstract void CopyWeights(Span<float> weights);

    /// <summary>The states of all units in one case: group by group as <see cref="Topology.Groups"/> has them.</summary>
    public abstract double[] States(int @case);

    /// <summary>The states of groups in cases: [group][case][unit].</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="cases">The cases, those of the training or others.</param>
    /// <param name="weights">The weights, in the order of the flat vector; null: as they are.</param>
    public abstract double[][][] StatesOf(IReadOnlyList<Group> groups, Cases cases, float[]? weights = null);

    /// <summary>E and the distances from the targets, with the weights as they are.</summary>
    public abstract Evaluation Evaluate();

    /// <summary>E of each case.</summary>
    public abstract double[] ErrorsByCase();

    /// <summary>A trainer that goes on by other settings, as <see cref="Trainer{T}.ContinueFrom"/> does.</summary>
    public abstract LabTrainer With(CaseTraining training);

    /// <summary>A trainer that goes on with what a lesion leaves of the net; destroyed links have the weight 0, and what the rule remembers of them is 0.</summary>
    /// <exception cref="TopologyException">The net has no such parts.</exception>
    public abstract LabTrainer WithLesion(Lesion lesion);

    /// <summary>A trainer that goes on with a block frozen or free: <see cref="FrozenNet"/>.</summary>
    public abstract LabTrainer WithFrozen(string block, bool isBias, bool frozen);

    /// <summary>A trainer that goes on with one weight frozen or free: <see cref="FrozenNet"/>.</summary>
    public abstract LabTrainer WithFrozen(int weight, bool frozen);

    /// <summary>Whether the net computes in double precision.</summary>
    public abstract bool IsDouble { get; }

    /// <summary>Every number of the passes forward and back in one case.</summary>
    public abstract CaseReading Read(int @case);

    /// <summary>∂E/∂w over all cases, with the weights as they are (equation 6).</summary>
    public abstract double[] Gradient();

    /// <summary>Δw of the last change by equation 8 or 9; null if the rule does not remember it.</summary>
    public abstract double? LastChange(int weight);

    /// <summary>The net as it is, as a model.</summary>
    public abstract Model ToModel();

    /// <summary>The training as it is, as a checkpoint.</summary>
    /// <param name="settings">What it keeps of how it is trained; null for nothing.</param>
    public abstract byte[] ToCheckpoint(string? settings = null);

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
    /// <summary>What runs the case whose states were read last: a picture reads them in every frame.</summary>
    private (int Case, ActivityRun<T> Run)? shown;

    private bool isSettled = true;

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
        if (opening.State is not { } state) return new(opening, training.CreateTrainer(network, opening.Cases, opening.Seed));
        var resumed = state.Settings.Training.CreateTrainer(new Network<T>(opening.Net), opening.CasesOfFile(), state.Settings.Seed);
        resumed.Resume(new MemoryStream(state.Content, writable: false));
        var next = training.CreateTrainer(network, opening.Cases, opening.Seed);
        next.ContinueFrom(resumed);
        return new(opening, next);
    }

    /// <inheritdoc/>
    public override void Change() => trainer.StepBatch();

    /// <inheritdoc/>
    public override bool IsWithinSweep => trainer.IsWithinSweep;

    /// <inheritdoc/>
    public override (TrainingModule? Module, string? Reason) WriteModule(bool fused) =>
        TrainingModule.TryWrite<T>(Net, opening.Cases, trainer.Rule, trainer.ErrorMeasure, trainer.Options, fused, out var module, out var reason) ? (module, null) : (null, reason);

    /// <inheritdoc/>
    public override byte[] StateFor(TrainingModule module)
    {
        var state = new byte[module.Layout.Errors];
        module.CopyFrom(trainer, state);
        return state;
    }

    /// <inheritdoc/>
    public override void GoTo(TrainingModule module, byte[] state)
    {
        module.CopyTo<T>(state, trainer);
        isSettled = false;
    }

    /// <inheritdoc/>
    public override bool FindsNoDescent => trainer.RuleState is SearchState<T> { HasEnded: true };

    /// <inheritdoc/>
    public override bool Run(StopRule stop, int sweeps)
    {
        var limit = StopWhen.Sweeps(Sweeps + sweeps);
        isSettled = true;
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
        var (cases, index) = Alone(@case);
        if (shown is null || shown.Value.Case != @case) shown = (@case, new ActivityRun<T>(trainer.Network, cases));
        var activity = shown.Value.Run.Run();
        var states = new double[Net.Groups.Sum(static group => group.Size)];
        var at = 0;
        foreach (var group in Net.Groups)
        {
            foreach (var state in activity[group, index])
                states[at++] = double.CreateTruncating(state);
        }
        return states;
    }

    /// <inheritdoc/>
    public override double[][][] StatesOf(IReadOnlyList<Group> groups, Cases cases, float[]? weights = null)
    {
        var network = trainer.Network;
        if (weights is not null)
        {
            network = new Network<T>(Net);
            for (var weight = 0; weight < weights.Length; weight++)
                network.Weights[weight] = T.CreateTruncating(weights[weight]);
        }
        var activity = network.Run(cases);
        return [.. groups.Select(group => Enumerable.Range(0, cases.Count).Select(@case => Doubles(activity[group, @case])).ToArray())];
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
        Settle();
        var next = training.CreateTrainer(trainer.Network, opening.Cases, opening.Seed);
        next.ContinueFrom(trainer);
        return new LabTrainer<T>(opening with { Training = training }, next);
    }

    /// <inheritdoc/>
    public override bool IsDouble => typeof(T) == typeof(double);

    /// <inheritdoc/>
    public override LabTrainer WithLesion(Lesion lesion) => Over(Net.WithLesion(lesion));

    /// <inheritdoc/>
    public override LabTrainer WithFrozen(string block, bool isBias, bool frozen) => Over(FrozenNet.Of(Net, block, isBias, frozen));

    /// <inheritdoc/>
    public override LabTrainer WithFrozen(int weight, bool frozen) => Over(FrozenNet.Of(Net, weight, frozen));

    /// <inheritdoc/>
    public override CaseReading Read(int @case)
    {
        var (cases, index) = Alone(@case);
        return CaseReading.Of(trainer.Network, trainer.Network.Derive(cases, trainer.ErrorMeasure), index, trainer.Network.EvaluateEach(cases, trainer.ErrorMeasure)[index]);
    }

    /// <inheritdoc/>
    public override double[] Gradient() => [.. trainer.Network.Derive(opening.Cases, trainer.ErrorMeasure).ByWeight.ToArray().Select(double.CreateTruncating)];

    /// <inheritdoc/>
    public override double? LastChange(int weight)
    {
        foreach (var vector in trainer.RuleState.Vectors)
        {
            if (vector.Name == "change") return double.CreateTruncating(vector.Values.Span[weight]);
        }
        return null;
    }

    /// <inheritdoc/>
    public override Model ToModel()
    {
        Settle();
        return Model.Of(trainer);
    }

    /// <inheritdoc/>
    public override byte[] ToCheckpoint(string? settings = null)
    {
        Settle();
        using var stream = new MemoryStream();
        // A trainer's own options say what its checkpoints keep, and nothing else here depends on them.
        var kept = opening.Training.CreateTrainer(new Network<T>(Net), opening.CasesOfFile(), opening.Seed, threads: 1, new CheckpointOptions(new CheckpointFile("checkpoint")) { Settings = settings, Encodings = opening.Encodings });
        kept.Restore(trainer.Capture());
        kept.SaveCheckpoint(stream);
        return stream.ToArray();
    }

    /// <inheritdoc/>
    public override object Capture()
    {
        Settle();
        return trainer.Capture();
    }

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        trainer.Restore((TrainingState<T>)state);
        isSettled = true;
    }

    /// <summary>Completes the history where a module has left it between two slices.</summary>
    private void Settle()
    {
        if (isSettled || IsWithinSweep) return;
        trainer.Run(StopWhen.Sweeps(Sweeps));
        isSettled = true;
    }

    /// <summary>Cases of which one is the case meant, and its place among them. Windows of sequences run one after the other, so that all come.</summary>
    private (Cases Cases, int Index) Alone(int @case) => opening.Cases.Sequences is null ? (opening.Cases.Subset([@case]), 0) : (opening.Cases, @case);

    /// <summary>A trainer of a net with the same weights in the same places, which goes on from here; links that do not exist in it have the weight 0.</summary>
    private LabTrainer<T> Over(Topology net)
    {
        Settle();
        var next = opening.Training.CreateTrainer(new Network<T>(net), opening.Cases, opening.Seed);
        next.ContinueFrom(trainer);
        return new LabTrainer<T>(opening, next);
    }

    private static double[] Doubles(ReadOnlySpan<T> states)
    {
        var doubles = new double[states.Length];
        for (var unit = 0; unit < doubles.Length; unit++)
            doubles[unit] = double.CreateTruncating(states[unit]);
        return doubles;
    }

    private static long CountChanges(Opening opening, Trainer<T> trainer)
    {
        var (cases, batch) = (opening.Cases, trainer.Batch);
        var count = batch.Unit == BatchUnit.Cases ? cases.Count : batch.Unit == BatchUnit.Windows ? cases.WindowsOfSequences.Sum() : cases.Sequences!.Value;
        return batch.Size is { } size && batch.Unit != BatchUnit.Windows ? (count + size - 1) / size : batch.Unit == BatchUnit.Windows ? count : 1;
    }
}
