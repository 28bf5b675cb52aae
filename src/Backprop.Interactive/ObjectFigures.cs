using System.Globalization;
using System.Numerics;
using Backprop.Data;
using Backprop.Figures;

namespace Backprop.Interactive;

/// <summary>The figure that shows an object which is not a figure.</summary>
internal static class ObjectFigures
{
    /// <summary>A small net unit by unit with its weights, another one by its groups.</summary>
    public static Figure Of<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        HasLegibleWeights(network.Topology)
            ? UnitDiagram.From(network) with { Subtitle = "Weights on the arcs, biases in the units; dashed: negative." }
            : Of(network.Topology);

    public static Figure Of(Topology topology) => topology.Unrolling is { } unrolling
        ? NetDiagram.Folded(topology) with { Subtitle = string.Create(CultureInfo.InvariantCulture, $"Iterative; its {unrolling.Iterations:N0} iterations are copies of this net.") }
        : NetDiagram.From(topology);

    public static Figure Of(IterativeTopology topology) => NetDiagram.Folded(topology.Unroll(Math.Max(1, topology.LongestDelay)));

    public static Figure Of(Model model)
    {
        var net = model.IsDouble ? Of(model.Network<double>()) : Of(model.Network<float>());
        return model.History is { Sweeps: > 0 } history ? new Panels { Title = "A model", Parts = [net with { Title = "The net" }, ErrorCurves.From(history)] } : net;
    }

    /// <summary>The test and the course of the training.</summary>
    public static Figure Of(TableTrainingResult result) => new Panels
    {
        Title = "A training on a table",
        Subtitle = ObjectTexts.Of(result).ReplaceLineEndings(" · "),
        Parts = [.. Matrices(result.Scores), ErrorCurves.From(result.History)],
    };

    /// <summary>A confusion matrix for each target of classes; the scores of targets of numbers in words.</summary>
    public static Figure Of(TableScores scores)
    {
        Figure[] matrices = [.. Matrices(scores)];
        return matrices.Length == 1 && scores.Numbers.Count == 0 ? matrices[0] : new Panels { Title = "Scores", Subtitle = ObjectTexts.Of(scores).ReplaceLineEndings(" · "), Parts = matrices };
    }

    private static IEnumerable<Figure> Matrices(TableScores? scores) =>
        scores is null ? [] : scores.Classes.Where(static target => target.Value.Count > 0).Select(static target => ConfusionMatrix.From(target.Value) with { Title = target.Key });

    /// <summary>Whether a net unit by unit has a number on each arc.</summary>
    private static bool HasLegibleWeights(Topology topology) =>
        topology.Unrolling is null
        && topology.Projections.Sum(static projection => projection.Weights.Length) <= UnitDiagram.MostLabels
        && topology.Groups.GroupBy(static group => group.Depth).All(static layer => layer.Sum(static group => group.Size) <= UnitDiagram.MostAbreast);
}
