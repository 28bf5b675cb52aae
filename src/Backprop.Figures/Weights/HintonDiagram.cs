namespace Backprop.Figures;

/// <summary>
/// A matrix as a Hinton diagram: one square per value, area for size, white for positive, black for negative.
/// For weights, rows are the units that receive and columns those that send.
/// </summary>
/// <example>
/// <code>
/// var figure = new HintonDiagram { Values = new[,] { { 0.5, -1 }, { 2, 0.1 } }, RowNames = ["to a", "to b"] };
/// figure.Save("weights.svg");
/// </code>
/// </example>
public sealed record HintonDiagram : Figure
{
    private readonly ValueMatrix<double> values = null!; // required
    private const double NameSize = HintonLabels.Size, AxisSize = 14, MostCells = 30_000, BiasColumns = 1.4, MostTitle = 320;

    /// <summary>The values, [row, column]; NaN for none.</summary>
    public required double[,] Values { get => values.ToArray(); init => values = new(value); }

    /// <summary>A value for each row in a column of its own, such as the biases of the receiving units.</summary>
    public IReadOnlyList<double>? Biases { get; init => field = ValueList.Of(value); }

    /// <summary>A name for each row. Default: numbers from 1, where there is room.</summary>
    public IReadOnlyList<string>? RowNames { get; init => field = ValueList.Of(value); }

    /// <summary>A name for each column. Default: numbers from 1, where there is room.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init => field = ValueList.Of(value); }

    /// <summary>What the rows are, such as "to hidden".</summary>
    public string RowTitle { get; init; } = "";

    /// <summary>What the columns are, such as "from input".</summary>
    public string ColumnTitle { get; init; } = "";

    /// <summary>The size that fills a cell, so that several diagrams share a scale. Default: the largest here.</summary>
    public double? Largest { get; init; }

    /// <summary>The share of the usual width and height that it may take, as one of many.</summary>
    internal double Share { get; init; } = 1;

    internal override string DefaultTitle => "Hinton diagram";

    private double Scale => Largest ?? Math.Max(HintonField.Largest(values.Items), (Biases ?? []).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max());

    internal override Canvas Draw()
    {
        Check();
        var (values, biases, perRow, perColumn) = Pooled();
        int rows = values.GetLength(0), columns = values.GetLength(1);
        var wide = columns + (biases is null ? 0 : BiasColumns);
        var layout = Fitting(rows, wide, perRow, out var rowLabels);
        var (cell, blockRows) = (layout.Cell, layout.RowsPerBlock);
        var columnLabels = HintonLabels.OfColumns(ColumnNames, columns, perColumn, cell);
        var side = Side(rowLabels);
        // A title beside few rows has no room: it joins the one above.
        var height = Math.Min(rows, blockRows) * cell;
        var joined = RowTitle.Length > 0 && TextMetrics.Width(RowTitle, AxisSize) > height;
        var (rowTitle, columnTitle) = joined ? ("", ColumnTitle.Length > 0 ? $"{RowTitle}, {ColumnTitle}" : RowTitle) : (RowTitle, ColumnTitle);
        var left = rowTitle.Length > 0 ? AxisSize * 1.6 : 0;
        var title = columnTitle.Length > 0 ? AxisSize * 1.6 : 0;
        var turned = columnLabels.IsDense && columnLabels.Widest > cell - 4;
        var biasTurned = turned || cell < BiasWidth;
        var names = Math.Max(
            columnLabels.Any ? (turned ? columnLabels.Widest + 8 : NameSize * 1.5) : 0,
            biases is null ? 0 : biasTurned ? BiasWidth + 8 : NameSize * 1.5);
        var top = title + names;
        var step = side + (wide * cell) + HintonLayout.Gap;
        var bottom = top + height + 10;
        string[] notes = [.. Notes(rows, perRow, perColumn, layout)];
        var width = left + (layout.Blocks * step) - HintonLayout.Gap;
        var canvas = new Canvas(
            new[] { width, KeyWidth(), left + Math.Min(MostTitle * Share, TextMetrics.Width(columnTitle, AxisSize)), notes.Select(note => TextMetrics.Width(note, NameSize)).DefaultIfEmpty(0).Max() }.Max(),
            bottom + HintonField.KeyHeight + (notes.Length * 20));
        if (title > 0)
        {
            var text = TextMetrics.Shorten(columnTitle, canvas.Width - left, AxisSize);
            canvas.Text(new(Math.Max(left, Math.Min(left + side + (columns * cell / 2) - (TextMetrics.Width(text, AxisSize) / 2), canvas.Width - TextMetrics.Width(text, AxisSize))), AxisSize), text, AxisSize);
        }

        canvas.Text(new(AxisSize, top + (height / 2)), rowTitle, AxisSize, Anchor.Middle, turned: true);
        for (var block = 0; block < layout.Blocks; block++)
        {
            var (first, at) = (block * blockRows, new Point(left + side + (block * step), top));
            var count = Math.Min(blockRows, rows - first);
            HintonField.Draw(canvas, at, Rows(values, first, count), cell, Scale);
            for (var row = 0; row < count; row++) canvas.Label(new(at.X - 8, top + ((row + 0.5) * cell)), rowLabels[first + row], NameSize, Anchor.End);
            for (var column = 0; column < columns; column++) ColumnName(canvas, columnLabels[column], at.X + ((column + 0.5) * cell), top, turned);
            if (biases is null) continue;
            var beside = new Point(at.X + ((columns + BiasColumns - 1) * cell), top);
            HintonField.Draw(canvas, beside, Rows(biases, first, count), cell, Scale);
            ColumnName(canvas, "bias", beside.X + (cell / 2), top, biasTurned);
        }

        HintonField.Key(canvas, new(Math.Min(left, canvas.Width - KeyWidth()), bottom), Scale);
        for (var note = 0; note < notes.Length; note++) canvas.Text(new(0, bottom + HintonField.KeyHeight + 15 + (note * 20)), notes[note], NameSize, fill: Role.Soft);
        return canvas;
    }

    /// <summary>The layout, and the labels of rows that it has room for: their width and the size of cells depend on each other.</summary>
    private HintonLayout Fitting(int rows, double columns, int perRow, out HintonLabels labels)
    {
        labels = HintonLabels.OfRows(RowNames, rows, perRow, HintonLayout.MostCell);
        var layout = HintonLayout.Of(rows, columns, Side(labels), Share);
        if (layout.Cell >= HintonLabels.Line) return layout;
        labels = HintonLabels.OfRows(null, rows, perRow, HintonLayout.MostCell);
        layout = HintonLayout.Of(rows, columns, Side(labels), Share);
        labels = HintonLabels.OfRows(null, rows, perRow, layout.Cell);
        return layout;
    }

    private static double Side(HintonLabels labels) => labels.Any ? labels.Widest + 8 : 0;

    private static IEnumerable<string> Notes(int rows, int perRow, int perColumn, HintonLayout layout)
    {
        if (perRow * perColumn > 1) yield return $"each square: the largest of {perRow} × {perColumn} values";
        if (layout.Blocks > 1) yield return $"rows go on from block to block, {SvgNumber.Count(Math.Min(rows, layout.RowsPerBlock))} in each";
    }

    private static double[,] Rows(double[,] values, int first, int count)
    {
        var part = new double[count, values.GetLength(1)];
        for (var row = 0; row < count; row++)
            for (var column = 0; column < part.GetLength(1); column++) part[row, column] = values[first + row, column];
        return part;
    }

    internal override string Describe() =>
        $"Hinton diagram of {values.Items.GetLength(0)} rows{Of(RowTitle)} by {values.Items.GetLength(1)} columns{Of(ColumnTitle)}: the area of a square is the size of the value, white positive, black negative. Largest size {SvgNumber.Value(Scale)}.";

    private static string Of(string title) => title.Length == 0 ? "" : $" ({title})";

    private static double BiasWidth => TextMetrics.Width("bias", NameSize);

    private static void ColumnName(Canvas canvas, string name, double x, double top, bool turned)
    {
        if (name.Length == 0) return;
        if (turned) canvas.Text(new(x + (0.36 * NameSize), top - 6), name, NameSize, turned: true);
        else canvas.Text(new(x, top - 7), name, NameSize, Anchor.Middle);
    }

    private double KeyWidth() => HintonField.Key(new Canvas(0, 0), default, Scale);

    private void Check()
    {
        if (values.Items.Length == 0) throw new ArgumentException("A Hinton diagram needs at least one value.");
        Count(RowNames?.Count, values.Items.GetLength(0), "row names");
        Count(ColumnNames?.Count, values.Items.GetLength(1), "column names");
        Count(Biases?.Count, values.Items.GetLength(0), "biases");
    }

    private void Count(int? came, int expected, string what)
    {
        if (came is { } count && count != expected)
            throw new ArgumentException($"A Hinton diagram of {values.Items.GetLength(0)} × {values.Items.GetLength(1)} values needs {expected} {what}, but has {count}.");
    }

    /// <summary>Where cells would be too small or too many, the value of greatest size stands for its neighbors.</summary>
    private (double[,] Values, double[,]? Biases, int PerRow, int PerColumn) Pooled()
    {
        int rows = values.Items.GetLength(0), columns = values.Items.GetLength(1);
        var room = ((Share * HintonLayout.MostWidth) - 60) / HintonLayout.LeastCell;
        var perColumn = (int)Math.Ceiling(columns / room);
        var shown = Math.Ceiling((double)columns / perColumn);
        var perRow = (int)Math.Ceiling(Math.Max(rows / (MostCells / shown), (double)rows / HintonLayout.MostRows(shown + BiasColumns, 40, Share)));
        var biases = Biases is null ? null : new double[rows, 1];
        for (var row = 0; row < rows && biases is not null; row++) biases[row, 0] = Biases![row];
        return perRow * perColumn == 1 ? (values.Items, biases, 1, 1) : (Pooled(values.Items, perRow, perColumn), biases is null ? null : Pooled(biases, perRow, 1), perRow, perColumn);
    }

    private static double[,] Pooled(double[,] values, int perRow, int perColumn)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        var pooled = new double[(rows + perRow - 1) / perRow, (columns + perColumn - 1) / perColumn];
        // Where no connection exists at all, none is shown.
        foreach (ref var place in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref pooled[0, 0], pooled.Length)) place = double.NaN;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                ref var place = ref pooled[row / perRow, column / perColumn];
                if (double.IsNaN(place) || Math.Abs(values[row, column]) > Math.Abs(place)) place = values[row, column];
            }
        }

        return pooled;
    }
}
