namespace Backprop.Lab;

/// <summary>A stop rule as a line of the curve: across at an E per case, or upright at a sweep.</summary>
/// <param name="Value">E per case, or the sweep.</param>
/// <param name="IsUpright">Whether it stands at a sweep.</param>
/// <param name="Distance">The distance from the targets that it stands for; null for a rule that says E itself, or a sweep.</param>
internal sealed record StopLine(double Value, bool IsUpright, double? Distance = null)
{
    /// <summary>The lines of the stop rules of a training.</summary>
    /// <param name="training">The training.</param>
    /// <param name="net">Its net.</param>
    /// <param name="weight">The total weight of the cases.</param>
    public static IReadOnlyList<StopLine> Of(CaseTraining training, Topology net, double weight)
    {
        var lines = new List<StopLine>();
        // By equation 3 an output that is d off adds ½d²: all of a case are nearer only where its E is below the sum of that.
        var isPlain = training.Error == new CaseError();
        foreach (var condition in training.Until)
        {
            if (condition.Error is { } error) lines.Add(new(error / weight, IsUpright: false));
            else if (condition.Distance is { } distance && isPlain) lines.Add(new(0.5 * distance * distance * net.Outputs.Sum(static group => group.Size), IsUpright: false, distance));
        }
        return [.. lines, new(training.Sweeps, IsUpright: true)];
    }
}
