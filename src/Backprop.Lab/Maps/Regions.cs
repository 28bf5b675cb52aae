using Backprop.Figures;

namespace Backprop.Lab;

/// <summary>What one output answers over two inputs, the others as in a case.</summary>
internal static class Regions
{
    private const int Fine = 65, Coarse = 33, MostFineWeights = 2000;

    /// <summary>An input of the net: the group of values and the unit.</summary>
    internal readonly record struct Input(int Values, int Unit);

    /// <summary>All inputs, in the order of the case file.</summary>
    public static IReadOnlyList<Input> Inputs(Cases cases) => [.. cases.Inputs.SelectMany(static (values, index) => Enumerable.Range(0, values.Size).Select(unit => new Input(index, unit)))];

    /// <summary>The regions.</summary>
    /// <param name="session">The lab; its cases are not windows of sequences.</param>
    /// <param name="case">The case that says all other inputs.</param>
    /// <param name="across">The input along the lower edge.</param>
    /// <param name="up">The other input.</param>
    /// <param name="output">The output group.</param>
    /// <param name="unit">Its unit.</param>
    public static DecisionRegions Of(LabSession session, int @case, Input across, Input up, Group output, int unit)
    {
        var (cases, trainer) = (session.Opening.Cases, session.Trainer);
        var ((left, right), (bottom, top)) = (Span(cases, across), Span(cases, up));
        var points = trainer.WeightCount > MostFineWeights ? Coarse : Fine;
        var grid = new double[points][];
        for (var row = 0; row < points; row++)
        {
            var line = Line(cases, @case, points, across, (left, right), up, bottom + ((top - bottom) * row / (points - 1)));
            grid[row] = [.. trainer.StatesOf([output], line)[0].Select(states => states[unit])];
        }
        double Value(double x, double y) => Between(grid, (x - left) / (right - left) * (points - 1), (y - bottom) / (top - bottom) * (points - 1));
        return new DecisionRegions
        {
            Output = new Surface(Value, left, right, bottom, top),
            Cases = [.. OnPlane(cases, @case, across, up).Select(each => new PlaneCase(At(cases, each, across), At(cases, each, up), Target(trainer.Net, cases, each, output, unit) > 0.5))],
        };
    }

    /// <summary>The cases that differ from a case in no other input.</summary>
    public static IEnumerable<int> OnPlane(Cases cases, int @case, Input across, Input up)
    {
        Input[] others = [.. Inputs(cases).Where(input => input != across && input != up)];
        return Enumerable.Range(0, cases.Count).Where(each => Array.TrueForAll(others, input => At(cases, each, input) == At(cases, @case, input)));
    }

    private static double At(Cases cases, int @case, Input input) => cases.Inputs[input.Values][@case, input.Unit];

    private static double Target(Topology net, Cases cases, int @case, Group output, int unit)
    {
        foreach (var (group, values) in CaseRows.With(net, net.Outputs, cases.Targets))
        {
            if (group == output) return values[@case, unit];
        }
        return Cases.DontCare;
    }

    /// <summary>The range of an input over the cases, with room around it.</summary>
    private static (double Low, double High) Span(Cases cases, Input input)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var @case = 0; @case < cases.Count; @case++)
            (low, high) = (Math.Min(low, At(cases, @case, input)), Math.Max(high, At(cases, @case, input)));
        var room = high > low ? 0.25 * (high - low) : 1;
        return (low - room, high + room);
    }

    /// <summary>A row of the plane as cases.</summary>
    private static Cases Line(Cases cases, int @case, int points, Input across, (double Low, double High) span, Input up, double height)
    {
        var line = new CasesBuilder(points);
        foreach (var (index, values) in cases.Inputs.Index())
        {
            var all = Copies(values, @case, points);
            for (var point = 0; point < points; point++)
            {
                if (up.Values == index) all[(point * values.Size) + up.Unit] = height;
                if (across.Values == index) all[(point * values.Size) + across.Unit] = span.Low + ((span.High - span.Low) * point / (points - 1));
            }
            line.Input(values.Group, all, values.Size);
        }
        foreach (var values in cases.Clamps)
            line.Clamp(values.Group!, Copies(values, @case, points), values.Size);
        return line.ToCases();
    }

    private static double[] Copies(CaseValues values, int @case, int points)
    {
        var all = new double[points * values.Size];
        for (var k = 0; k < all.Length; k++)
            all[k] = values[@case, k % values.Size];
        return all;
    }

    /// <summary>A value between the points of a grid.</summary>
    private static double Between(double[][] grid, double column, double row)
    {
        var (i, j) = (Math.Clamp((int)row, 0, grid.Length - 2), Math.Clamp((int)column, 0, grid.Length - 2));
        var (u, v) = (row - i, column - j);
        return ((1 - u) * (((1 - v) * grid[i][j]) + (v * grid[i][j + 1]))) + (u * (((1 - v) * grid[i + 1][j]) + (v * grid[i + 1][j + 1])));
    }
}
