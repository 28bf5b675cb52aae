namespace Backprop.Figures;

/// <summary>A case on the plane of two inputs.</summary>
/// <param name="Across">The first input.</param>
/// <param name="Up">The second input.</param>
/// <param name="Desired">Whether the desired output is 1.</param>
public sealed record PlaneCase(double Across, double Up, bool Desired);

/// <summary>
/// The regions where the output of a net of two inputs is above 0.5 (shaded) and below, with the boundary
/// at 0.5.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// DecisionRegions.From(net, xor).Save("regions.svg");
/// </code>
/// </example>
public sealed partial record DecisionRegions : Figure
{
    private const double Side = 256;
    private const int Samples = 65;
    private const string OuterDash = "4 3";
    private static readonly double[] Outer = [0.2, 0.8];

    /// <summary>The output over the two inputs.</summary>
    public required Surface Output { get; init; }

    /// <summary>The cases. Default none.</summary>
    public IReadOnlyList<PlaneCase> Cases { get; init => field = ValueList.Of(value); } = ValueList<PlaneCase>.Empty;

    /// <summary>The title of the horizontal axis. Default "Input 1".</summary>
    public string AcrossAxis { get; init; } = "Input 1";

    /// <summary>The title of the vertical axis. Default "Input 2".</summary>
    public string UpAxis { get; init; } = "Input 2";

    /// <summary>What the key says: where the output is above 0.5, the line, both kinds of cases, the outer lines.</summary>
    internal IReadOnlyList<string> KeyNames { get; init => field = ValueList.Of(value); } = ValueList.Of<string>(["answer 1", "0.5", "desired 1", "desired 0", "0.2, 0.8"])!;

    internal override string DefaultTitle => "Decision regions";

    private int Wrong => Cases.Count(item => Output.Value(item.Across, item.Up) > 0.5 != item.Desired);

    internal override Canvas Draw()
    {
        var grid = Output.Sampled(Samples);
        // As high whatever it shows, so that figures in a row align.
        var head = Legend.Height(Side, KeyNames) + 8;
        var canvas = new Canvas(Side, Side + head);
        int[] shown = [.. Enumerable.Range(0, KeyNames.Count).Where(key => IsShown(key, grid))];
        Legend.Draw(canvas, default, Side, [.. shown.Select(key => KeyNames[key])], (i, at) => Sample(canvas, shown[i], at));
        var plot = PlotArea.Draw(canvas, new(0, head, Side, Side),
            new(new LinearScale(Output.Left, Output.Right), AcrossAxis), new(new LinearScale(Output.Bottom, Output.Top), UpAxis), square: true);
        plot.Canvas.Path(PathData.Raw(Shaded(plot, grid)), Role.Strong, opacity: 0.25);
        Output.DrawContour(plot, grid, 0.5, new(Role.Ink, 2));
        foreach (var level in Outer) Output.DrawContour(plot, grid, level, new(Role.Soft, 1, OuterDash));
        foreach (var item in Cases) Mark(canvas, plot.At(item.Across, item.Up), item.Desired);
        return canvas;
    }

    internal override string Describe() =>
        $"The plane of two inputs, shaded where the net answers 1. {Cases.Count - Wrong} of {Cases.Count} cases lie on their side of the line.";

    /// <summary>Whether the plane has what a key explains.</summary>
    private bool IsShown(int key, double[,] grid) => key switch
    {
        0 => grid.Cast<double>().Any(output => output > 0.5),
        1 => Contour.Lines(grid, 0.5).Count > 0,
        4 => Outer.Any(level => Contour.Lines(grid, level).Count > 0),
        _ => Cases.Any(item => item.Desired == (key == 2)),
    };

    private static void Sample(Canvas canvas, int key, Point at)
    {
        if (key == 0) canvas.Rectangle(new(at.X - 11, at.Y - 7, 22, 14), Role.Strong, opacity: 0.25);
        else if (key is 1 or 4) canvas.Line(at - new Point(12, 0), at + new Point(12, 0), key == 1 ? new(Role.Ink, 2) : new(Role.Soft, 1, OuterDash));
        else Mark(canvas, at, key == 2);
    }

    private static void Mark(Canvas canvas, Point at, bool desired) =>
        canvas.Circle(at, 6.5, desired ? Role.Ink : Role.Paper, new(desired ? Role.Paper : Role.Ink, desired ? 1.5 : 2));

    /// <summary>Cells above 0.5 as one path, neighbors in a row joined.</summary>
    private string Shaded(PlotArea plot, double[,] grid)
    {
        var data = new System.Text.StringBuilder();
        for (var row = 0; row < Samples; row++)
        {
            for (var column = 0; column < Samples; column++)
            {
                if (!(grid[row, column] > 0.5)) continue;
                var first = column;
                while (column + 1 < Samples && grid[row, column + 1] > 0.5) column++;
                Point low = Corner(plot, first - 0.5, row - 0.5), high = Corner(plot, column + 0.5, row + 0.5);
                data.Append(PathData.Through([low, new(high.X, low.Y), high, new(low.X, high.Y)], closed: true));
            }
        }

        return data.ToString();
    }

    private Point Corner(PlotArea plot, double column, double row) =>
        plot.Within(Output.AcrossAt(column, Samples), Output.UpAt(row, Samples));
}
