namespace Backprop;

/// <summary>One net of an <see cref="Ensemble{T}"/>: its seed, and what it has of its own.</summary>
/// <param name="Seed">Fixes its weights at the start.</param>
public sealed record EnsembleNet(ulong Seed)
{
    /// <summary>Weights start uniformly within ± this; 0.3 by default.</summary>
    public double Range { get; init; } = 0.3;

    /// <summary>The value that biases start with; null, the default: they are drawn like other weights.</summary>
    public double? InitialBiases { get; init; }

    /// <summary>How its weights change; null, the default: as those of the others. Nets with rates and momenta of their own are trained side by side too.</summary>
    public LearningRule? Rule { get; init; }
}
