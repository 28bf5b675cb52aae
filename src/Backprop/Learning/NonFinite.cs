using System.Globalization;

namespace Backprop;

/// <summary>Says where a number stopped being finite, and what to try.</summary>
internal static unsafe class NonFinite
{
    internal static string Describe<T>(Network<T> network, Propagation<T> propagation, CaseBlock<T> block, int sweep, double error, LearningRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (BadWeights(network) is { } bad)
            return Text(sweep, $"the weights '{bad.Name}' are no longer finite", rule);
        var found = 0;
        if (propagation.Find(block, group => (found = BadUnit(propagation.States(block, group), group, block)) >= 0) is { } bearer)
            return Text(sweep, $"the state of {bearer.UnitText(found)} of group '{bearer.Name}' is no longer finite", rule);
        return Text(sweep, string.Create(CultureInfo.InvariantCulture, $"E is {error} though all states are finite: the sum over the groups {Topology.Names(network.Topology.Outputs.Select(static group => group.Name))} overflows"), rule);
    }

    /// <summary>Where the states are those of cases that another rank has.</summary>
    internal static string DescribeElsewhere<T>(Network<T> network, int sweep, int rank, LearningRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Text(sweep, BadWeights(network) is { } bad ? $"the weights '{bad.Name}' are no longer finite" : string.Create(CultureInfo.InvariantCulture, $"a state in the cases of rank {rank} is no longer finite"), rule);

    internal static string DescribeValidation<T>(Network<T> network, int sweep, double error, LearningRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        BadWeights(network) is { } bad
            ? Text(sweep, $"the weights '{bad.Name}' are no longer finite", rule)
            : string.Create(CultureInfo.InvariantCulture, $"Training stopped after sweep {sweep}: E over the validation cases is {error}, though the weights are finite. Look for validation cases with values far outside those of the training cases.");

    /// <summary>Weights can overflow while saturated states still look well.</summary>
    internal static void Check<T>(Network<T> network, int sweep, LearningRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (BadWeights(network) is { } bad)
            throw new TrainingException(Text(sweep, $"the weights '{bad.Name}' are no longer finite", rule));
    }

    internal static bool IsIn<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => BadWeights(network) is not null;

    internal static bool HasNaN<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var value in values)
        {
            if (T.IsNaN(value))
                return true;
        }
        return false;
    }

    /// <summary>The first unit with a state that is not finite; −1 if all are, or if they are given, which is always finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int BadUnit<T>(T* states, Group group, CaseBlock<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var unit = 0; states != null && unit < group.Size; unit++)
        {
            foreach (var state in new ReadOnlySpan<T>(states + ((nint)unit * block.Stride), block.Count))
            {
                if (!T.IsFinite(state))
                    return unit;
            }
        }
        return -1;
    }

    private static WeightBlock? BadWeights<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var block in network.Topology.Blocks)
        {
            foreach (var weight in network[block])
            {
                if (!T.IsFinite(weight))
                    return block;
            }
        }
        return null;
    }

    private static string Text(int sweep, string what, LearningRule rule)
    {
        var advice = rule switch
        {
            GradientDescent descent => string.Create(CultureInfo.InvariantCulture, $"a smaller learning rate (now {descent.PhaseOf(sweep).LearningRate}) or momentum (now {descent.PhaseOf(sweep).Momentum})"),
            Adam adam => string.Create(CultureInfo.InvariantCulture, $"a smaller learning rate (now {adam.LearningRate})"),
            Rprop rprop => string.Create(CultureInfo.InvariantCulture, $"a smaller maximum step (now {rprop.MaximumStep})"),
            _ => "smaller steps",
        };
        return string.Create(CultureInfo.InvariantCulture, $"Training stopped in sweep {sweep}: {what}. Try {advice}, or inputs and targets nearer to 0…1.");
    }
}
