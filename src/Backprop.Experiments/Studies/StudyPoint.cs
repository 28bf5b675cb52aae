namespace Backprop.Experiments;

/// <summary>The settings of one point of a study: every seed trains a net with them.</summary>
internal sealed record StudyPoint
{
    /// <summary>The net.</summary>
    public required Topology Topology { get; init; }

    /// <summary>How weights change.</summary>
    public required LearningRule Rule { get; init; }

    /// <summary>Where the derivatives come from; back-propagation by default. What it draws follows from the seed of the net.</summary>
    public GradientMethod Gradient { get; init; } = new Backpropagation();

    /// <summary>The error measure that training minimizes.</summary>
    public required ErrorMeasure Error { get; init; }

    /// <summary>Weights and biases start uniformly within ± this.</summary>
    public required double Range { get; init; }
}

/// <summary>The net of a point and a seed.</summary>
/// <param name="Point">The point, from 0.</param>
/// <param name="Seed">Fixes the starting weights.</param>
internal readonly record struct StudyNet(int Point, ulong Seed);

/// <summary>How the training of one net of a study ended.</summary>
/// <param name="Net">The net.</param>
/// <param name="Sweeps">Sweeps made.</param>
/// <param name="Learned">Whether it met the goal.</param>
/// <param name="Stopped">The name of the stop rule that held; null where a number was no longer finite.</param>
/// <param name="Error">E over the cases at the end; null where it was not finite.</param>
internal readonly record struct StudyRun(StudyNet Net, int Sweeps, bool Learned, string? Stopped, double? Error);
