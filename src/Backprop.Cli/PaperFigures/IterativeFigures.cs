using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>Fig. 5: an iterative net beside the layered net that it unrolls to.</summary>
internal static class IterativeFigures
{
    public static IEnumerable<PaperFigure> Of(PaperRuns runs)
    {
        var three = Topology.Iterative(net =>
        {
            var units = net.Output("units", 3, biases: false);
            units.From(units, delay: 1, mask: new[,] { { false, true, true }, { true, false, false }, { false, true, true } });
        }).Unroll(iterations: 3);
        yield return new("figure-5", new Panels
        {
            Title = "Fig. 5: an iterative net, and the layered net that it is",
            Subtitle = "Three units over three iterations; arcs that look alike are copies of one weight.",
            Parts = [UnitDiagram.Iterative(three) with { Title = "Iterative" }, UnitDiagram.Unrolled(three) with { Title = "Layered, time upwards" }],
        });
        var sequence = Topology.Iterative(net =>
        {
            var letters = net.Input("letters", 5);
            var hidden = net.Group("hidden", 30);
            hidden.From(letters).From(hidden, delay: 1);
            net.Output("digits", 3).From(hidden);
        }).Unroll(iterations: 3);
        yield return new("sequence-net", new Panels
        {
            Title = "A net for sequences, group by group",
            Subtitle = "Unrolled for three iterations; projections of the same color share their weights.",
            Parts = [NetDiagram.Folded(sequence) with { Title = "Iterative" }, NetDiagram.From(sequence) with { Title = "Layered" }],
        });
    }
}
