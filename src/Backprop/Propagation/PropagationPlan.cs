using System.Collections.Immutable;

namespace Backprop;

/// <summary>Which gradient a plan is for.</summary>
internal enum GradientLayout
{
    /// <summary>None: forward only.</summary>
    None,

    /// <summary>One number per weight.</summary>
    Flat,

    /// <summary>One bundle of lanes per weight (<see cref="Gradient{T}.Lanes"/>).</summary>
    Lanes,
}

/// <summary>What a plan depends on besides the net, the error measure and the threads.</summary>
/// <param name="Shape">What the block gives each group.</param>
/// <param name="Count">The number of cases.</param>
/// <param name="Gradient">Which gradient is wanted.</param>
/// <param name="IsFresh">Whether a new gradient begins with this block, in place of what it holds.</param>
/// <param name="IsGiven">Whether ∂E/∂x is there already, so that the backward pass is equation 6 alone.</param>
internal readonly record struct PlanKey(BlockShape Shape, int Count, GradientLayout Gradient = GradientLayout.None, bool IsFresh = false, bool IsGiven = false);

/// <summary>
/// What is to be done with a block of cases, apart from doing it: for each group in turn its steps, forward, then E, then backward.
/// It has no numbers and no addresses; <see cref="Propagation{T}"/> carries it out. <see cref="PropagationPlanner"/> makes it.
/// </summary>
/// <param name="Key">What it is for.</param>
/// <param name="Forward">Equations 1 and 2: the groups that are not inputs, each after all from which it receives.</param>
/// <param name="Error">Equations 3 and 4: the output groups with desired states, in the order in which E is summed.</param>
/// <param name="Backward">Equations 5 to 7: the groups on which E depends, each after all to which it sends. Empty for a plan without a gradient.</param>
internal sealed record PropagationPlan(PlanKey Key, ImmutableArray<GroupSteps> Forward, ImmutableArray<GroupSteps> Error, ImmutableArray<GroupSteps> Backward)
{
    public bool Equals(PropagationPlan? other) => other is not null && Key == other.Key
        && Forward.SequenceEqual(other.Forward) && Error.SequenceEqual(other.Error) && Backward.SequenceEqual(other.Backward);

    public override int GetHashCode() => Key.GetHashCode();

    /// <summary>One step per line.</summary>
    public override string ToString() => string.Join('\n', (IEnumerable<string>)["forward", .. Lines(Forward), "error", .. Lines(Error), "backward", .. Lines(Backward)]);

    private static IEnumerable<string> Lines(ImmutableArray<GroupSteps> groups) => groups.Select(static group => group.ToString());
}
