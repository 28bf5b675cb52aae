namespace Backprop;

/// <summary>Measures E over the validation cases after each sweep and keeps the weights that gave the least.</summary>
/// <param name="network">The net.</param>
/// <param name="evaluate">Measures the current weights over the validation cases.</param>
internal sealed class BestWeights<T>(Network<T> network, Func<Evaluation> evaluate)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The weights of <see cref="History.BestSweep"/>; null before the first measurement.</summary>
    internal T[]? Weights { get; set; }

    /// <summary>Measures the current weights. Records the error and, if it is the least so far, keeps the weights.</summary>
    /// <exception cref="TrainingException">The error is not finite.</exception>
    internal double Measure(History history, LearningRule rule)
    {
        var measured = evaluate().Error;
        if (!double.IsFinite(measured))
            throw new TrainingException(NonFinite.DescribeValidation(network, history.Sweeps, measured, rule));
        // A second run begins with the measurement that ended the first.
        if (history.ValidationErrors.Count == history.Sweeps)
            history.AddValidation(measured);
        if (history.RecordIfBest(measured))
            network.Weights.CopyTo(Weights ??= new T[network.Weights.Length]);
        return measured;
    }
}
