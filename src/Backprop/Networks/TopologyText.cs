using System.Globalization;
using System.Text;

namespace Backprop;

/// <summary>Describes a net in words: one line per group, one per projection, and the number of weights. An unrolled net is described as the iterative net.</summary>
internal static class TopologyText
{
    internal static string Describe(Topology topology)
    {
        var text = new StringBuilder();
        if (topology.Unrolling is { } unrolling)
        {
            Lines(text, unrolling.Net.Groups, unrolling.Net.Projections);
            text.Append(CultureInfo.InvariantCulture, $"unrolled over {unrolling.Iterations} iterations, gradients of shared weights {(unrolling.Sharing == SharedGradient.Mean ? "averaged" : "summed")}\n");
        }
        else
        {
            Lines(text, [.. topology.Groups.Select(static group => group.Description)], [.. topology.Projections.Select(static projection => projection.Description)]);
        }
        var biases = topology.Blocks.Where(static block => block.IsBias).Sum(static block => block.Count);
        var weights = topology.Blocks.Where(static block => !block.IsBias).Sum(static block => block.Count);
        return text.Append(CultureInfo.InvariantCulture, $"{weights + biases} weights, {biases} of them biases").ToString();
    }

    internal static string Describe(IterativeTopology net)
    {
        var text = new StringBuilder();
        Lines(text, net.Groups, net.Projections);
        return text.ToString().TrimEnd('\n');
    }

    private static void Lines(StringBuilder text, IReadOnlyList<GroupDescription> groups, IReadOnlyList<ProjectionDescription> projections)
    {
        var sizes = groups.ToDictionary(static group => group.Name, static group => group.Size, StringComparer.Ordinal);
        var width = groups.Max(static group => group.Name.Length);
        foreach (var group in groups)
            text.Append(CultureInfo.InvariantCulture, $"{group.Name.PadRight(width)}  {group.Size,5} {(group.Size == 1 ? "unit " : "units")}  {Kind(group)}\n");
        width = projections.Select(static projection => projection.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var projection in projections)
            text.Append(CultureInfo.InvariantCulture, $"{projection.Name.PadRight(width)}  {Shape(projection, sizes[projection.To], sizes[projection.From])}\n");
    }

    private static string Kind(GroupDescription group)
    {
        var lesion = group.Lesioned.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $", {group.Lesioned.Count} lesioned") : "";
        if (group.Role == GroupRole.Input)
            return "input" + lesion;
        var kind = $"{(group.Role == GroupRole.Output ? "output" : "hidden")}, {group.UnitFunction.Name}";
        return kind + (group.HasBiases ? group.ShareBiases is { } share ? $", biases '{share}'" : "" : ", no biases") + (group.Frozen ? ", frozen" : group.FrozenBiases.Count(static frozen => frozen) is > 0 and var frozen ? string.Create(CultureInfo.InvariantCulture, $", {frozen} of the biases frozen") : "")
            + (group.IsLeaky ? string.Create(CultureInfo.InvariantCulture, $", leak rate {group.LeakRate}") : "")
            + (group.ClampStrength < 1 ? string.Create(CultureInfo.InvariantCulture, $", clamps of strength {group.ClampStrength}") : "")
            + lesion;
    }

    private static string Shape(ProjectionDescription projection, int to, int from)
    {
        var shape = projection.OneToOne ? string.Create(CultureInfo.InvariantCulture, $"{to} one-to-one") : string.Create(CultureInfo.InvariantCulture, $"{to} × {from}");
        return shape
            + (projection.Mask is { } mask ? string.Create(CultureInfo.InvariantCulture, $", masked to {mask.Cast<bool>().Count(static exists => exists)}") : "")
            + (projection.Share is { } share && share != projection.Name ? $", weights '{share}'" : "")
            + (projection.Delay > 0 ? string.Create(CultureInfo.InvariantCulture, $", delay {projection.Delay}") : "")
            + (projection.Frozen ? ", frozen" : projection.FrozenWeights?.Cast<bool>().Count(static frozen => frozen) is > 0 and var frozen ? string.Create(CultureInfo.InvariantCulture, $", {frozen} frozen") : "");
    }
}
