namespace Backprop.WebAssembly;

/// <summary>
/// Where a <see cref="TrainingModule"/> has its numbers: byte addresses in the memory that it exports as <c>memory</c>, all multiples of 8. Numbers of the net are
/// <see cref="NumberBytes"/> long, 4 for <see cref="float"/> and 8 for <see cref="double"/>.
/// </summary>
public sealed record ModuleLayout
{
    /// <summary>The bytes from the beginning of the memory that hold all that a training remembers, E of the sweeps last (<see cref="TrainingModule.CopyFrom"/>, <see cref="TrainingModule.CopyTo"/>).</summary>
    public required int StateBytes { get; init; }

    /// <summary>The bytes of a number of the net: 4 (a <c>Float32Array</c>) or 8 (a <c>Float64Array</c>).</summary>
    public required int NumberBytes { get; init; }

    /// <summary>The number of weights, those of the topology's flat vector.</summary>
    public required int WeightCount { get; init; }

    /// <summary>The weights, which the page writes before the first run and may change between runs; 0 at the beginning.</summary>
    public required int Weights { get; init; }

    /// <summary>∂E/∂w as the last change used it.</summary>
    public required int Gradient { get; init; }

    /// <summary>What the rule remembers, as long as the weights each, by the names of <see cref="RuleState{T}.Vectors"/>; a fresh state at the beginning.</summary>
    public required IReadOnlyList<RuleVectorAddress> RuleVectors { get; init; }

    /// <summary>E of the sweeps, as <see cref="History.Errors"/> has them: a ring of doubles, sweep k (from 0) at k mod <see cref="ErrorCapacity"/>.</summary>
    public required int Errors { get; init; }

    /// <summary>The length of the ring, a power of two.</summary>
    public required int ErrorCapacity { get; init; }

    /// <summary>The number of weight changes made, 8 bytes.</summary>
    public required int Changes { get; init; }

    /// <summary>The number of sweeps made, 4 bytes.</summary>
    public required int Sweeps { get; init; }

    /// <summary>E over the cases of the last change, a double; +∞ before the first.</summary>
    public required int PreviousError { get; init; }

    /// <summary>The order in which the last sweep took the cases, 4 bytes each, which the next one shuffles; null where the cases are taken as they are given.</summary>
    public int? Order { get; init; }

    /// <summary>The four words of the generator that shuffles, 8 bytes each; null where nothing is shuffled.</summary>
    public int? Generator { get; init; }

    /// <summary>Why the last run ended, 4 bytes: a <see cref="RunEnd"/>.</summary>
    public required int End { get; init; }

    /// <summary>E over all cases when it was last measured, a double: by <c>evaluate</c>, before each sweep that has conditions to stop, and in every sweep that is one change.</summary>
    public required int Error { get; init; }

    /// <summary>The greatest distance of an output from its target, a double, when it was last measured: by <c>evaluate</c>, and before each sweep that has a condition to stop.</summary>
    public required int GreatestDistance { get; init; }

    /// <summary>Whether all outputs were on the right side of 0.5 then: 0 or 1, 4 bytes.</summary>
    public required int AllOnRightSide { get; init; }

    /// <summary><see cref="Noise.Seed"/>, 8 bytes; null where the training has no noise.</summary>
    public int? NoiseSeed { get; init; }

    /// <summary><see cref="History.BestSweep"/>, 4 bytes.</summary>
    internal int BestSweep { get; init; }

    /// <summary><see cref="History.BestError"/>, a double.</summary>
    internal int BestError { get; init; }

    /// <summary>E of the last sweep, a double; NaN before the first.</summary>
    internal int LastError { get; init; }
}

/// <summary>The address of a vector that a rule remembers.</summary>
/// <param name="Name">The name of the vector in the rule's state.</param>
/// <param name="Address">The byte address of its first number.</param>
public sealed record RuleVectorAddress(string Name, int Address);

/// <summary>Why a run of a <see cref="TrainingModule"/> ended.</summary>
public enum RunEnd
{
    /// <summary>It made all its sweeps.</summary>
    Sweeps = 0,

    /// <summary>Every output is within the distance.</summary>
    Within = 1,

    /// <summary>E is below the bound.</summary>
    ErrorBelow = 2,

    /// <summary>Every output is on the right side of 0.5.</summary>
    RightSide = 3,

    /// <summary>E is not a finite number, where <see cref="Trainer{T}.Step"/> throws; the weights are those before that change. Let a trainer make the sweep: it says what is not finite, or goes on where a sine or cosine has an angle above 10⁵ (10⁹ in double), which no module reduces.</summary>
    NotFinite = 4,
}
