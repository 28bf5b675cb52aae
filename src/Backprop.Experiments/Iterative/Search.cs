namespace Backprop.Experiments;

/// <summary>
/// A small task of iterative search: a row of cells is open or closed, one open cell is the start; which cells can be reached from it
/// through open neighbors? Each iteration can go one cell further, so a row of n cells needs up to n iterations.
/// </summary>
internal static class Search
{
    /// <summary>Cells in the row.</summary>
    public const int Cells = 7;

    /// <summary>Every arrangement of open cells with every open cell as the start, 448 in all: inputs are the open cells and then the start, targets the cells that can be reached.</summary>
    public static Patterns All { get; } = Arrangements();

    /// <summary>The farthest reachable cell's distance from the start, in each arrangement.</summary>
    public static IReadOnlyList<int> Distances { get; } = [.. All.Inputs.Select((input, c) => Distance(input[Cells..], All.Targets[c]))];

    /// <summary>The row's cells, each connected to all cells of the time step before; every iteration has the open cells and the start as inputs.</summary>
    /// <param name="iterations">T, 1 or more.</param>
    public static Topology Net(int iterations) => Topology.Iterative(net =>
    {
        var open = net.Input("open", Cells);
        var start = net.Input("start", Cells);
        var reached = net.Output("reached", Cells);
        reached.From(open, start).From(reached, delay: 1);
    }).Unroll(iterations);

    /// <summary>Chosen arrangements as cases of the net; the reachable cells are the targets at the last iteration.</summary>
    public static Cases ToCases(int iterations, IReadOnlyList<int> chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        var builder = new SequencesBuilder(Net(iterations), chosen.Count);
        foreach (var (place, number) in chosen.Index())
        {
            builder.Input(place, "open", [.. Enumerable.Repeat(All.Inputs[number][..Cells], iterations)]);
            builder.Input(place, "start", [.. Enumerable.Repeat(All.Inputs[number][Cells..], iterations)]);
            builder.Target(place, "reached", [All.Targets[number]], first: iterations);
        }
        return builder.ToCases();
    }

    private static Patterns Arrangements()
    {
        var inputs = new List<double[]>();
        var targets = new List<double[]>();
        foreach (var open in Patterns.OfAllBinary(Cells, vector => vector).Inputs)
        {
            for (var start = 0; start < Cells; start++)
            {
                if (open[start] == 0) continue;
                var reached = new double[Cells];
                for (var cell = start; cell < Cells && open[cell] == 1; cell++) reached[cell] = 1;
                for (var cell = start; cell >= 0 && open[cell] == 1; cell--) reached[cell] = 1;
                inputs.Add([.. open, .. Enumerable.Range(0, Cells).Select(cell => cell == start ? 1.0 : 0.0)]);
                targets.Add(reached);
            }
        }
        return new Patterns(inputs, targets);
    }

    private static int Distance(double[] start, double[] reached)
    {
        var from = Array.IndexOf(start, 1.0);
        return Enumerable.Range(0, Cells).Where(cell => reached[cell] == 1).Max(cell => Math.Abs(cell - from));
    }
}
