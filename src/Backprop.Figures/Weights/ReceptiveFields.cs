namespace Backprop.Figures;

/// <summary>
/// The weights into each unit of a group, as the paper's Fig. 4: one field per unit, its sending units in rows of a given length,
/// with their names once above and once below.
/// </summary>
public sealed record ReceptiveFields : Figure
{
    private readonly ValueMatrix<double> weights = null!; // required
    private const double Cell = 30, NameSize = 13, Gap = 14, MostName = 150;

    /// <summary>The weights, [to × from].</summary>
    public required double[,] Weights { get => weights.ToArray(); init => weights = new(value); }

    /// <summary>The names of the sending units, first row first.</summary>
    public required IReadOnlyList<string> Names { get; init => field = ValueList.Of(value); }

    /// <summary>Sending units in a row of a field; two rows at the most. Default 12: the paper's persons, English above Italian.</summary>
    public int PerRow { get; init; } = 12;

    internal override string DefaultTitle => "Receptive fields";

    internal override Canvas Draw()
    {
        int units = weights.Items.GetLength(0), from = weights.Items.GetLength(1), perRow = Math.Min(PerRow, from), rows = (from + perRow - 1) / perRow;
        if (Names.Count != from) throw new ArgumentException($"Receptive fields of {from} sending units need as many names, but {Names.Count} came.");
        if (rows > 2) throw new ArgumentException($"{from} sending units do not fit in two rows of {PerRow}.");
        var largest = HintonField.Largest(weights.Items);
        string[] names = [.. Names.Select(name => TextMetrics.Shorten(name, MostName, NameSize))];
        var left = TextMetrics.Width("unit 99", NameSize) + 12;
        double Widest(int row) => names.Skip(row * perRow).Take(perRow).Select(name => TextMetrics.Width(name, NameSize)).DefaultIfEmpty(0).Max() + 8;
        double above = Widest(0), below = rows == 2 ? Widest(1) : 0;
        var canvas = new Canvas(left + Math.Max(perRow * Cell, HintonField.Key(new Canvas(0, 0), default, largest)) + 2, above + (units * ((rows * Cell) + Gap)) - Gap + below + 14 + HintonField.KeyHeight);
        for (var unit = 0; unit < units; unit++)
        {
            var top = above + (unit * ((rows * Cell) + Gap));
            var field = new double[rows, perRow];
            for (var k = 0; k < field.Length; k++) field[k / perRow, k % perRow] = k < from ? weights.Items[unit, k] : double.NaN;
            canvas.Label(new(left - 10, top + (rows * Cell / 2)), "unit " + SvgNumber.Count(unit + 1), NameSize, Anchor.End, Role.Soft);
            HintonField.Draw(canvas, new(left, top), field, Cell, largest);
        }

        var bottom = above + (units * ((rows * Cell) + Gap)) - Gap;
        for (var k = 0; k < from; k++)
        {
            var x = left + ((k % perRow) + 0.5) * Cell + (0.36 * NameSize);
            if (k < perRow) canvas.Text(new(x, above - 6), names[k], NameSize, turned: true);
            else canvas.Text(new(x, bottom + 6), names[k], NameSize, Anchor.End, turned: true);
        }

        HintonField.Key(canvas, new(left, bottom + below + 14), largest);
        return canvas;
    }

    internal override string Describe()
    {
        var largest = HintonField.Largest(weights.Items);
        var units = Enumerable.Range(0, weights.Items.GetLength(0)).Select(unit =>
        {
            var strong = Enumerable.Range(0, Names.Count).OrderByDescending(k => Math.Abs(weights.Items[unit, k])).Take(4).Select(k => $"{Names[k]} {SvgNumber.Value(weights.Items[unit, k])}");
            return $"Unit {unit + 1}, strongest: {string.Join(", ", strong)}.";
        });
        return $"Weights into {weights.Items.GetLength(0)} units from {Names.Count}, area for size, white positive, black negative; largest size {SvgNumber.Value(largest)}. {string.Join(" ", units)}";
    }
}
