namespace Backprop;

/// <summary>
/// Passes that do not keep all states. Forward, E and what stop rules look at are measured as soon as an output group has its states, and summed in the order of any other pass.
/// Backward, from the last segment to the first, the states of each segment are recomputed before its derivatives, with the same weights, clamps and noise and so with the same bits;
/// what other segments read has memory of its own (<see cref="StateBuffers{T}"/>). That takes one more forward pass, less the last segment.
/// </summary>
internal sealed class SegmentedPass<T>(NoiseBuffers<T>? noise, ThreadTeam? team, bool hasError)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private double[] errors = [];
    private double greatestDistance;
    private bool onRightSide;

    /// <summary>E of the last forward pass.</summary>
    internal double Error
    {
        get
        {
            var sum = 0.0;
            foreach (var error in errors)
                sum += error;
            return sum;
        }
    }

    /// <summary>The greatest |y − d| of the last forward pass.</summary>
    internal double GreatestDistance => greatestDistance;

    /// <summary>Whether every output of the last forward pass was on the right side of 0.5.</summary>
    internal bool IsOnRightSide => onRightSide;

    /// <summary>Computes all states, and measures.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Forward(BoundPlan<T> plan)
    {
        if (errors.Length != plan.Error.Length)
            errors = new double[plan.Error.Length];
        (greatestDistance, onRightSide) = (0, true);
        foreach (var segment in plan.Segments)
        {
            for (var k = 0; k < segment.Forward.Length; k++)
            {
                Run(segment.Forward[k]);
                if (hasError && segment.Outputs[k] is >= 0 and var place)
                    Measure(plan.Error[place], ref errors[place]);
            }
        }
    }

    /// <summary>Computes all states and, if E is a finite number, the gradient.</summary>
    /// <returns>E.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Derive(BoundPlan<T> plan)
    {
        Forward(plan);
        var sum = Error;
        if (!double.IsFinite(sum))
            return sum;
        for (var number = plan.Segments.Length - 1; number >= 0; number--)
        {
            var segment = plan.Segments[number];
            var isThere = number == plan.Segments.Length - 1;
            for (var k = 0; k < segment.Forward.Length; k++)
            {
                if (!isThere)
                    Run(segment.Forward[k]);
                if (segment.Outputs[k] is >= 0 and var place)
                    plan.Error[place].ErrorAndDerivative();
            }
            foreach (var group in segment.Backward)
                group.RunBackward(team);
        }
        return sum;
    }

    /// <summary>Computes all states once more, up to the first group of which <paramref name="isFound"/> holds as soon as it has its states.</summary>
    /// <returns>The group; null if it holds of none.</returns>
    internal Group? Find(BoundPlan<T> plan, Predicate<Group> isFound)
    {
        foreach (var group in plan.Forward)
        {
            Run(group);
            if (isFound(group.Group))
                return group.Group;
        }
        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Run(BoundGroup<T> group)
    {
        noise?.Draw(group.Group);
        group.RunForward(team);
    }

    private void Measure(BoundGroup<T> output, ref double error)
    {
        error = output.Error();
        greatestDistance = Math.Max(greatestDistance, output.GreatestDistance());
        onRightSide &= output.IsOnRightSide();
    }
}
