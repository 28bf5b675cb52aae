using System.Globalization;
using System.Text;

namespace Backprop;

/// <summary>A net in words: one line a group, one a projection, and the count of weights.</summary>
internal static class TopologyText
{
    internal static string Describe(Topology topology)
    {
        var text = new StringBuilder();
        var names = topology.Groups.Max(static group => group.Name.Length);
        foreach (var group in topology.Groups)
            text.Append(CultureInfo.InvariantCulture, $"{group.Name.PadRight(names)}  {group.Size,5} {(group.Size == 1 ? "unit " : "units")}  {Kind(group)}\n");
        names = topology.Projections.Max(static projection => projection.Name.Length);
        foreach (var projection in topology.Projections)
            text.Append(CultureInfo.InvariantCulture, $"{projection.Name.PadRight(names)}  {Shape(projection)}\n");
        var biases = topology.Blocks.Where(static block => block.IsBias).Sum(static block => block.Count);
        var weights = topology.Blocks.Where(static block => !block.IsBias).Sum(static block => block.Count);
        return text.Append(CultureInfo.InvariantCulture, $"{weights + biases} weights, {biases} of them biases").ToString();
    }

    private static string Kind(Group group)
    {
        if (group.IsInput)
            return "input";
        var kind = $"{(group.IsOutput ? "output" : "hidden")}, {group.UnitFunction.Name}";
        if (group.Biases is not { } biases)
            return $"{kind}, no biases";
        return kind + (biases.Name == group.Name ? "" : $", biases '{biases.Name}'") + (biases.Frozen ? ", frozen" : "");
    }

    private static string Shape(Projection projection)
    {
        var weights = projection.Weights;
        var shape = weights.IsOneToOne ? "one-to-one"
            : string.Create(CultureInfo.InvariantCulture, $"{projection.To.Size} × {projection.From.Size}{(weights.MaskArray is null ? "" : $", masked to {weights.Count}")}");
        return shape
            + (weights.Name == projection.Name ? "" : $", weights '{weights.Name}'")
            + (projection.Skips && projection.Delay == 0 ? ", skips" : "")
            + (weights.Frozen ? ", frozen" : "");
    }
}
