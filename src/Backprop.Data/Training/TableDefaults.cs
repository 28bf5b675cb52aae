namespace Backprop.Data;

/// <summary>What is chosen where the user says nothing: the outcome of the measurements in docs/defaults.md.</summary>
public static class TableDefaults
{
    /// <summary>Units of the one hidden layer: 32.</summary>
    public const int Hidden = 32;

    /// <summary>Sweeps at most: 1,000.</summary>
    public const int Sweeps = 1_000;

    /// <summary>Sweeps without a lower validation error: 50.</summary>
    public const int Patience = 50;

    /// <summary>Cases a weight change: 32.</summary>
    public static Batch Batch { get; } = Batch.Of(32);

    /// <summary>The unit function of the hidden layers: tanh.</summary>
    public static UnitFunction HiddenFunction => UnitFunction.Tanh;

    /// <summary>The learning rule: Adam.</summary>
    public static LearningRule Rule { get; } = new Adam { LearningRate = 0.003, WeightDecay = 0.0001 };
}
