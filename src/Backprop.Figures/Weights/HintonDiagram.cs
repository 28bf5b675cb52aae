namespace Backprop.Figures;

/// <summary>
/// A matrix as a Hinton diagram: one square a value, area for size, white for positive, black for negative.
/// For weights, rows are the units that receive and columns those that send.
/// </summary>
public sealed record HintonDiagram : Figure
{
    private const double MostWidth = 720, MostHeight = 1500, MostCell = 30, LeastCell = 4, NameSize = 13, AxisSize = 14, MostCells = 30_000;

    /// <summary>The values, [row, column]; NaN for none.</summary>
    public required double[,] Values { get; init; }

    /// <summary>A value for each row in a column of its own, such as the biases of the receiving units.</summary>
    public IReadOnlyList<double>? Biases { get; init; }

    /// <summary>A name for each row. Default: numbers from 1, where there is room.</summary>
    public IReadOnlyList<string>? RowNames { get; init; }

    /// <summary>A name for each column. Default: numbers from 1, where there is room.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>What the rows are, such as "to hidden".</summary>
    public string RowTitle { get; init; } = "";

    /// <summary>What the columns are, such as "from input".</summary>
    public string ColumnTitle { get; init; } = "";

    /// <summary>The size that fills a cell, so that several diagrams share a scale. Default: the largest here.</summary>
    public double? Largest { get; init; }

    internal override string DefaultTitle => "Hinton diagram";

    private double Scale => Largest ?? Math.Max(HintonField.Largest(Values), (Biases ?? []).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max());

    internal override Canvas Draw()
    {
        Check();
        var (values, perRow, perColumn) = Pooled(Values);
        int rows = values.GetLength(0), columns = values.GetLength(1);
        var cell = Math.Clamp(Math.Min((MostWidth - 120) / (columns + (Biases is null ? 0 : 1.4)), MostHeight / rows), LeastCell, MostCell);
        var rowNames = Names(RowNames, rows, perRow, cell, NameSize + 2);
        var columnNames = Names(ColumnNames, columns, perColumn, cell, NameSize + 2);
        var left = (RowTitle.Length > 0 ? AxisSize * 1.6 : 0) + Widest(rowNames) + (rowNames.Count > 0 ? 8 : 0);
        var turned = Widest(columnNames) > cell - 4;
        var top = (ColumnTitle.Length > 0 ? AxisSize * 1.6 : 0) + (columnNames.Count == 0 ? 0 : turned ? Math.Max(Widest(columnNames), BiasWidth) + 8 : NameSize * 1.5);
        if (Biases is not null) top = Math.Max(top, (ColumnTitle.Length > 0 ? AxisSize * 1.6 : 0) + (cell > BiasWidth ? NameSize * 1.5 : BiasWidth + 8));
        var biasLeft = left + ((columns + 0.4) * cell);
        var width = Biases is null ? left + (columns * cell) : biasLeft + cell;
        var bottom = top + (rows * cell) + 10;
        var note = perRow * perColumn > 1 ? $"each square: the largest of {perRow} × {perColumn} values" : "";
        var canvas = new Canvas(Math.Max(width, Math.Max(KeyWidth(), TextMetrics.Width(note, NameSize))), bottom + HintonField.KeyHeight + (note.Length > 0 ? 20 : 0));
        if (ColumnTitle.Length > 0) canvas.Text(new(Math.Max(left, left + (columns * cell / 2) - (TextMetrics.Width(ColumnTitle, AxisSize) / 2)), AxisSize), Fit(ColumnTitle, canvas.Width - left), AxisSize);
        if (RowTitle.Length > 0) canvas.Text(new(AxisSize, top + (rows * cell / 2)), Fit(RowTitle, rows * cell + Math.Min(top, 40)), AxisSize, Anchor.Middle, turned: true);
        for (var row = 0; row < rowNames.Count; row++) canvas.Label(new(left - 8, top + ((row + 0.5) * cell)), rowNames[row], NameSize, Anchor.End);
        for (var column = 0; column < columnNames.Count; column++) ColumnName(canvas, columnNames[column], left + ((column + 0.5) * cell), top, turned);
        HintonField.Draw(canvas, new(left, top), values, cell, Scale);
        if (Biases is not null)
        {
            ColumnName(canvas, "bias", biasLeft + (cell / 2), top, turned || cell < BiasWidth);
            var biases = new double[rows, 1];
            for (var row = 0; row < rows; row++) biases[row, 0] = Biases[row];
            HintonField.Draw(canvas, new(biasLeft, top), biases, cell, Scale);
        }

        HintonField.Key(canvas, new(Math.Min(left, canvas.Width - KeyWidth()), bottom), Scale);
        if (note.Length > 0) canvas.Text(new(0, bottom + HintonField.KeyHeight + 15), note, NameSize, fill: Role.Soft);
        return canvas;
    }

    internal override string Describe() =>
        $"Hinton diagram of {Values.GetLength(0)} rows{Of(RowTitle)} by {Values.GetLength(1)} columns{Of(ColumnTitle)}: the area of a square is the size of the value, white positive, black negative. Largest size {SvgNumber.Value(Scale)}.";

    private static string Of(string title) => title.Length == 0 ? "" : $" ({title})";

    private static double BiasWidth => TextMetrics.Width("bias", NameSize);

    private static string Fit(string text, double width) => TextMetrics.Shorten(text, width, AxisSize);

    private static double Widest(IReadOnlyList<string> names) => names.Select(name => TextMetrics.Width(name, NameSize)).DefaultIfEmpty(0).Max();

    private static void ColumnName(Canvas canvas, string name, double x, double top, bool turned)
    {
        if (turned) canvas.Text(new(x + (0.36 * NameSize), top - 6), name, NameSize, turned: true);
        else canvas.Text(new(x, top - 7), name, NameSize, Anchor.Middle);
    }

    /// <summary>The names that are drawn: none where a cell is too narrow for a line of text.</summary>
    private static IReadOnlyList<string> Names(IReadOnlyList<string>? given, int count, int pooled, double cell, double needed)
    {
        if (pooled > 1 || cell < needed) return [];
        return given is null
            ? [.. Enumerable.Range(1, count).Select(number => SvgNumber.Count(number))]
            : [.. given.Select(name => TextMetrics.Shorten(name, 150, NameSize))];
    }

    private double KeyWidth() => HintonField.Key(new Canvas(0, 0), default, Scale);

    private void Check()
    {
        if (Values.Length == 0) throw new ArgumentException("A Hinton diagram needs at least one value.");
        Count(RowNames?.Count, Values.GetLength(0), "row names");
        Count(ColumnNames?.Count, Values.GetLength(1), "column names");
        Count(Biases?.Count, Values.GetLength(0), "biases");
    }

    private void Count(int? came, int expected, string what)
    {
        if (came is { } count && count != expected)
            throw new ArgumentException($"A Hinton diagram of {Values.GetLength(0)} × {Values.GetLength(1)} values needs {expected} {what}, but has {count}.");
    }

    /// <summary>Where cells would be too small or too many, the value of greatest size stands for its neighbours.</summary>
    private (double[,] Values, int PerRow, int PerColumn) Pooled(double[,] values)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        var perColumn = (int)Math.Ceiling(columns * LeastCell / (MostWidth - 120));
        var perRow = Biases is not null ? 1 : (int)Math.Ceiling(rows / (MostCells / Math.Ceiling((double)columns / perColumn)));
        if (perRow * perColumn == 1) return (values, 1, 1);
        var pooled = new double[(rows + perRow - 1) / perRow, (columns + perColumn - 1) / perColumn];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                ref var place = ref pooled[row / perRow, column / perColumn];
                if (Math.Abs(values[row, column]) > Math.Abs(place)) place = values[row, column];
            }
        }

        return (pooled, perRow, perColumn);
    }
}
