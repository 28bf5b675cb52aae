namespace Backprop.Data;

/// <summary>The defaults of a training on a table, from the measurements in docs/defaults.md.</summary>
public static class TableDefaults
{
    /// <summary>Units of the single hidden layer: 100.</summary>
    public const int Hidden = 100;

    /// <summary>Maximum number of sweeps: 1,000.</summary>
    public const int Sweeps = 1_000;

    /// <summary>Sweeps without a lower validation error after which training stops: 50.</summary>
    public const int Patience = 50;

    /// <summary>The share of rows for early stopping: 0.1.</summary>
    public const double ValidationShare = 0.1;

    /// <summary>The share of rows that the trained net is tested on: 0.2.</summary>
    public const double TestShare = 0.2;

    /// <summary>Learning rate of gradient descent on tables: 0.003.</summary>
    public const double DescentRate = 0.003;

    /// <summary>Cases per weight update: 32; see <see cref="BatchFor"/>.</summary>
    public static Batch Batch { get; } = Batch.Of(32);

    /// <summary>The unit function of the hidden layers: tanh.</summary>
    public static UnitFunction HiddenFunction => UnitFunction.Tanh;

    /// <summary>The learning rule: Adam with learning rate 0.002 and weight decay 0.0005.</summary>
    public static Adam Rule { get; } = new() { LearningRate = 0.002, WeightDecay = 0.0005 };

    /// <summary>Cases per weight update for a rule: all for iRPROP+, which needs the gradient over all cases, otherwise 32.</summary>
    /// <param name="rule">The learning rule.</param>
    /// <returns>The batch.</returns>
    public static Batch BatchFor(LearningRule rule) => rule is Rprop ? Batch.All : Batch;
}
