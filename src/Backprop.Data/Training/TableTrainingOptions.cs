namespace Backprop.Data;

/// <summary>How a net is trained on a table. What is null is chosen by <see cref="TableDefaults"/>, from measurements (docs/defaults.md).</summary>
public sealed record TableTrainingOptions
{
    /// <summary>Units of each hidden layer, input side first; empty for none. Default: chosen.</summary>
    public IReadOnlyList<int>? Hidden { get; init; }

    /// <summary>The unit function of the hidden layers. Default: chosen.</summary>
    public UnitFunction? HiddenFunction { get; init; }

    /// <summary>Whether the inputs also project to the outputs directly. Default: false.</summary>
    public bool Skip { get; init; }

    /// <summary>A custom net in place of layers; its input and output groups must be those of the encoding. Default: none.</summary>
    public Topology? Net { get; init; }

    /// <summary>The learning rule. Default: chosen.</summary>
    public LearningRule? Rule { get; init; }

    /// <summary>What learning makes small. Default: cross-entropy for classes with softmax or logistic units, the sum of squares for all else.</summary>
    public ErrorMeasure? Error { get; init; }

    /// <summary>Cases a weight change. Default: chosen.</summary>
    public Batch? Batch { get; init; }

    /// <summary>Sweeps after which training ends in any case; 1 or more. Default: chosen.</summary>
    public int? Sweeps { get; init; }

    /// <summary>Sweeps without a lower validation error after which training ends; 1 or more. Default: chosen.</summary>
    public int? Patience { get; init; }

    /// <summary>The share of rows that tell when to stop, 0 … below 1. Default 0.1.</summary>
    public double ValidationShare { get; init; } = TableDefaults.ValidationShare;

    /// <summary>The share of rows that the trained net is tested on, 0 … below 1. Default 0.2.</summary>
    public double TestShare { get; init; } = TableDefaults.TestShare;

    /// <summary>Whether cases are weighted so that every class counts the same. Default: false.</summary>
    public bool BalancedClasses { get; init; }

    /// <summary>Fixes the split, the starting weights and the order of the cases. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// How many nets are trained from different starting weights; 1 or more. The one with the lowest error on the validation rows
    /// (without them, on the training rows) is kept. Default 1.
    /// </summary>
    public int Restarts { get; init; } = 1;

    /// <summary>Threads that share the work; the result has the same bits with any number. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>JSON that is kept in the model as <see cref="Model.Settings"/>, and in checkpoints that have no settings of their own. Default: none.</summary>
    public string? Settings { get; init; }

    /// <summary>Where and how often the state of the training is saved. Default: nowhere.</summary>
    public Checkpoints? Checkpoints { get; init; }
}
