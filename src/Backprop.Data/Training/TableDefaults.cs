namespace Backprop.Data;

/// <summary>What is chosen where the user says nothing: the outcome of the measurements in docs/defaults.md.</summary>
public static class TableDefaults
{
    /// <summary>Units of the one hidden layer: 100.</summary>
    public const int Hidden = 100;

    /// <summary>Sweeps at most: 1,000.</summary>
    public const int Sweeps = 1_000;

    /// <summary>Sweeps without a lower validation error: 50.</summary>
    public const int Patience = 50;

    /// <summary>The share of rows that tell when to stop: 0.1.</summary>
    public const double ValidationShare = 0.1;

    /// <summary>The share of rows that the trained net is tested on: 0.2.</summary>
    public const double TestShare = 0.2;

    /// <summary>ε of gradient descent, where that is chosen: 0.003.</summary>
    public const double DescentRate = 0.003;

    /// <summary>Cases a weight change: 32.</summary>
    public static Batch Batch { get; } = Batch.Of(32);

    /// <summary>The unit function of the hidden layers: tanh.</summary>
    public static UnitFunction HiddenFunction => UnitFunction.Tanh;

    /// <summary>The learning rule: Adam with ε 0.002, decay 0.0005.</summary>
    public static Adam Rule { get; } = new() { LearningRate = 0.002, WeightDecay = 0.0005 };
}
