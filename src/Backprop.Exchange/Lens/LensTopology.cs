namespace Backprop.Exchange;

/// <summary>A network of Lens as one of ours: a context is a group of identity units that copies another, and what was computed in the tick before comes with a delay of 1.</summary>
internal static class LensTopology
{
    /// <param name="file">The script that messages name.</param>
    /// <param name="net">The network.</param>
    public static Topology Of(ForeignText file, LensNet net)
    {
        if (!net.IsRecurrent) return Topology.Build(builder => Describe(builder, file, net, isIterative: false));
        return Topology.Iterative(builder => Describe(builder, file, net, isIterative: true)).Unroll(ReachBack(net), SharedGradient.Sum);
    }

    /// <summary>Through how many ticks derivatives reach back.</summary>
    public static int ReachBack(LensNet net) => net.ReachesBack ? net.Intervals * net.Ticks : Math.Clamp((int)net.Setting("backpropTicks", 1), 1, LensNet.MostTicks);

    private static void Describe(TopologyBuilder builder, ForeignText file, LensNet net, bool isIterative)
    {
        var made = new Dictionary<LensGroup, GroupBuilder>();
        foreach (var group in net.Groups) made[group] = Make(builder, file, net, group, isIterative);
        foreach (var context in net.Groups.Where(static group => group.IsContext))
        {
            var source = context.Source ?? throw file.Problem($"the ELMAN group '{DisplayText.Name(context.Name)}' copies no group; elmanConnect says which", context.Line);
            made[context].From(made[source], oneToOne: true, frozen: true, initial: Initialization.Constant(1), delay: isIterative ? net.Delay(source, context) : 0);
        }
        foreach (var link in net.Links)
        {
            var isOneToOne = link.IsOneToOne && link.From.Size == link.To.Size;
            made[link.To].From(made[link.From], mask: isOneToOne ? null : Mask(link), oneToOne: isOneToOne, frozen: link.IsFrozen,
                initial: link.Range is not { } range ? null : range == 0 ? Initialization.Constant(link.Mean) : Initialization.Uniform(Math.Abs(range)),
                delay: isIterative ? net.Delay(link.From, link.To) : 0);
        }
    }

    private static GroupBuilder Make(TopologyBuilder builder, ForeignText file, LensNet net, LensGroup group, bool isIterative)
    {
        if (group.IsInput) return builder.Input(group.Name, group.Size);
        var (initial, leak) = (isIterative ? group.InitialState : 0, net.IsContinuous && group.IntegratesInput ? 1.0 / net.Ticks : 1);
        if (leak < 1 && group.Function == UnitFunction.Softmax) throw file.Problem($"group '{DisplayText.Name(group.Name)}' integrates the total inputs of SOFT_MAX units, which cannot leak here", group.Line);
        return group.IsOutput ? builder.Output(group.Name, group.Size, group.Function, biases: group.HasBias, initialState: initial, leakRate: leak)
            : builder.Group(group.Name, group.Size, group.Function, biases: group.HasBias, initialState: initial, leakRate: leak);
    }

    // Which links a random pattern has is another draw there at every start.
    private static bool[,]? Mask(LensLinks link)
    {
        if (!link.IsOneToOne && link.Strength >= 1) return null;
        var (mask, random) = (new bool[link.To.Size, link.From.Size], new RandomSource(1));
        for (var to = 0; to < link.To.Size; to++)
            for (var from = 0; from < link.From.Size; from++) mask[to, from] = link.IsOneToOne ? to == from : random.NextDouble() < link.Strength;
        return mask;
    }
}
