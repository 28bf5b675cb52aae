namespace Backprop;

/// <summary>
/// What straight code for E and ∂E/∂w over a block of cases depends on: the steps of a pass through a small net, as far as there is such code. Places are counted in numbers from the first weight.
/// </summary>
/// <param name="Inputs">The units of each input group that is read.</param>
/// <param name="Groups">The groups that are not inputs, in the order of the forward pass.</param>
/// <param name="Error">The error measure of the only group with targets.</param>
/// <param name="HasWeights">Whether the cases have weights in E.</param>
/// <param name="Bundles">The bundles of cases.</param>
internal sealed record SweepShape(ValueList<int> Inputs, ValueList<SweepGroup> Groups, ErrorMeasure Error, bool HasWeights, int Bundles)
{
    /// <summary>
    /// The most bundles of cases, weights and states of units that are not inputs, in bundles, for which code is made. Beyond them there are more variables than the compiler keeps track of,
    /// and the plain way, whose loops keep to the registers, is as fast.
    /// </summary>
    internal const int MostBundles = 4, MostWeights = 64, MostStates = 16;

    /// <summary>The shape of a plan, and the input groups that are read; null where there is no straight code for it.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="plan">What is done over all cases.</param>
    /// <param name="error">The error measure.</param>
    /// <param name="hasWeights">Whether the cases have weights in E.</param>
    /// <param name="bundles">The bundles of cases.</param>
    /// <param name="inputs">The input groups, in the order of <see cref="Inputs"/>.</param>
    internal static SweepShape? Of(Topology topology, PropagationPlan plan, ErrorMeasure error, bool hasWeights, int bundles, out IReadOnlyList<Group> inputs)
    {
        var read = new List<Group>();
        inputs = read;
        if (bundles > MostBundles || error is not SumOfSquares || topology.WeightCount > MostWeights || topology.Blocks.Any(static block => block.Copies > 1) || plan.Key is not { Gradient: GradientLayout.Lanes, IsFresh: true, IsGiven: false } || plan.Error.Length != 1)
            return null;
        var groups = new List<SweepGroup>();
        var numbers = plan.Forward.Select(static (steps, number) => (steps.Group, number)).ToDictionary(static pair => pair.Group, static pair => pair.number);
        foreach (var steps in plan.Forward)
        {
            var back = plan.Backward.SingleOrDefault(other => other.Group == steps.Group);
            if (steps is not { IsShared: false, Steps: [{ Operation: Operation.SumAndValue } forward] } || back is not (null or { IsShared: false, Steps: [{ Operation: Operation.Backward }] }))
                return null;
            var parts = back is null ? [] : back.Steps[0].Parts;
            var group = steps.Group;
            var learned = parts.Where(static part => part.Operation == Operation.DenseGradient).Select(static part => part.Projection!).ToHashSet();
            var senders = new List<SweepLink>();
            foreach (var part in forward.Parts)
            {
                if (part.Projection is { } projection)
                    senders.Add(new SweepLink(Number(projection.From), projection.Weights.Offset, learned.Contains(projection)));
            }
            groups.Add(new SweepGroup(
                group.Size,
                group.UnitFunction,
                group.Biases is null ? -1 : group.Biases.Offset,
                LearnsBiases: parts.Any(static part => part.Biases != BiasUse.None),
                HasTargets: plan.Error[0].Group == group,
                Derives: back is not null,
                new([.. senders]),
                new([.. parts.Where(static part => part.Operation == Operation.DenseBack).Select(part => new SweepLink(numbers[part.Projection!.To], part.Projection.Weights.Offset, false))])));
        }
        return groups.Sum(static group => group.Size) * bundles > MostStates || !groups.TrueForAll(static group => IsShort(group.Function)) ? null : new SweepShape(new([.. read.Select(static group => group.Size)]), new([.. groups]), error, hasWeights, bundles);

        static bool IsShort(UnitFunction function) =>
            function == UnitFunction.Logistic || function == UnitFunction.Tanh || function == UnitFunction.Identity || function == UnitFunction.RectifiedLinear;

        int Number(Group sender)
        {
            if (!sender.IsInput)
                return numbers[sender];
            if (!read.Contains(sender))
                read.Add(sender);
            return ~read.IndexOf(sender);
        }
    }
}

/// <summary>A group.</summary>
/// <param name="Size">The number of its units.</param>
/// <param name="Function">Its unit function.</param>
/// <param name="Biases">The place of the biases; −1 where it has none.</param>
/// <param name="LearnsBiases">Whether ∂E/∂b is computed.</param>
/// <param name="HasTargets">Whether E is of its states.</param>
/// <param name="Derives">Whether E depends on it.</param>
/// <param name="Senders">The projections to it, in the order of the sum.</param>
/// <param name="Receivers">The projections from it over which derivatives come back, in the order of the sum.</param>
internal sealed record SweepGroup(int Size, UnitFunction Function, int Biases, bool LearnsBiases, bool HasTargets, bool Derives, ValueList<SweepLink> Senders, ValueList<SweepLink> Receivers);

/// <summary>A projection.</summary>
/// <param name="Other">The group at its other end: its number, or ~k for the k-th input group.</param>
/// <param name="Weights">The place of its weights, [unit that receives × unit that sends].</param>
/// <param name="Learns">Whether ∂E/∂w is computed.</param>
internal readonly record struct SweepLink(int Other, int Weights, bool Learns);
