namespace Backprop.Experiments;

/// <summary>How the nets of a study are trained, with one update per sweep.</summary>
internal sealed record GallerySettings : ExperimentSettings
{
    /// <summary>ε of gradient descent; null: <see cref="Rprop"/>, which finds the step of each weight itself.</summary>
    public required double? LearningRate { get; init; }

    /// <summary>α of gradient descent; 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weights and biases start uniformly within ± this; 0.3.</summary>
    public double Range { get; init; } = 0.3;

    /// <summary>The learning rule.</summary>
    public LearningRule ToRule() => LearningRate is { } rate ? new GradientDescent { LearningRate = rate, Momentum = Momentum } : new Rprop();
}
