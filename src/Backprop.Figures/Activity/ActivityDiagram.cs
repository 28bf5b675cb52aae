namespace Backprop.Figures;

/// <summary>The states of one group of units for one case.</summary>
/// <param name="Name">The group.</param>
/// <param name="States">One state per unit.</param>
public sealed record GroupActivity(string Name, IReadOnlyList<double> States)
{
    /// <summary>One state per unit.</summary>
    public IReadOnlyList<double> States { get; init => field = ValueList.Of(value); } = ValueList.Of(States);

    /// <summary>A name for each unit. Default: none.</summary>
    public IReadOnlyList<string>? UnitNames { get; init => field = ValueList.Of(value); }

    /// <summary>Units to mark, such as the right answers. Default: none.</summary>
    public IReadOnlyList<int> Marked { get; init => field = ValueList.Of(value); } = ValueList<int>.Empty;

    /// <summary>Units in a row: 12 shows the paper's 24 persons in two rows. Default: all in one.</summary>
    public int? UnitsPerRow { get; init; }
}

/// <summary>
/// The states of all groups for one case, the input below and the output above, as in the paper's Fig. 3:
/// the area of the white square is the state (black for a negative one), marked units are framed.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// ActivityDiagram.From(net, xor, @case: 1).Save("activity.svg");
/// </code>
/// </example>
public sealed partial record ActivityDiagram : Figure
{
    private const double Cell = 24, Small = 9, NameSize = 13, GroupSize = 14, Gap = 30, MostWidth = 620, MostTitle = 150;

    /// <summary>The layers from the input (first) upwards; a layer is one group or several.</summary>
    public required IReadOnlyList<IReadOnlyList<GroupActivity>> Layers { get; init => field = ValueList.OfLists(value); }

    /// <summary>The state that fills a cell. Default 1.</summary>
    public double Largest { get; init; } = 1;

    /// <summary>What a marked unit means. Default "right answer".</summary>
    public string MarkName { get; init; } = "right answer";

    internal override string DefaultTitle => "Activity of all units for one case";

    internal override Canvas Draw()
    {
        var layers = Layers.Reverse().Select(layer => layer.Select(Part).ToArray()).ToArray();
        var rows = layers.SelectMany(Rows).ToArray();
        var marked = Layers.SelectMany(layer => layer).Any(group => group.Marked.Count > 0);
        var key = marked ? $"framed: {MarkName}" : "";
        var width = Math.Max(rows.Max(row => row.Sum(part => part.Width) + (Gap * (row.Length - 1))), TextMetrics.Width(key, NameSize) + 30);
        var height = rows.Sum(row => row.Max(part => part.Height)) + (16 * (rows.Length - 1)) + (marked ? 30 : 0);
        var canvas = new Canvas(width, height);
        double y = 0;
        foreach (var row in rows)
        {
            var x = (width - row.Sum(part => part.Width) - (Gap * (row.Length - 1))) / 2;
            var tallest = row.Max(part => part.Height);
            foreach (var part in row)
            {
                canvas.Place(part, new(x, y + tallest - part.Height));
                x += part.Width + Gap;
            }

            y += tallest + 16;
        }

        if (marked)
        {
            canvas.Rectangle(new(2, y, 18, 18), Role.HintonGround, new(Role.Mark, 2.5));
            canvas.Label(new(28, y + 9), key, NameSize, Anchor.Start, Role.Soft);
        }

        return canvas;
    }

    internal override string Describe() => "States of the units, from the input upwards. " + string.Join(" ", Layers.SelectMany(layer => layer).Select(group =>
    {
        var active = group.States.Select((state, unit) => (state, unit)).Where(pair => pair.state > Largest / 2).OrderByDescending(pair => pair.state).Take(6)
            .Select(pair => $"{Name(group, pair.unit)} {SvgNumber.Fixed(pair.state, 2)}").ToArray();
        var right = group.Marked.Count == 0 ? "" : $" ({MarkName}: {string.Join(", ", group.Marked.Select(unit => Name(group, unit)))})";
        return $"{group.Name}: {(active.Length == 0 ? "none above half" : string.Join(", ", active))}{right}.";
    }));

    private static string Name(GroupActivity group, int unit) => group.UnitNames?[unit] ?? $"unit {unit + 1}";

    /// <summary>A layer too wide for one line is broken between groups.</summary>
    private static IEnumerable<Canvas[]> Rows(Canvas[] layer)
    {
        var row = new List<Canvas>();
        foreach (var part in layer)
        {
            if (row.Count > 0 && row.Sum(other => other.Width + Gap) + part.Width > MostWidth)
            {
                yield return [.. row];
                row.Clear();
            }

            row.Add(part);
        }

        yield return [.. row];
    }

    private Canvas Part(GroupActivity group)
    {
        if (group.UnitNames is { } names && names.Count != group.States.Count)
            throw new ArgumentException($"Group '{group.Name}' has {group.States.Count} states, but {names.Count} unit names.");
        var cell = group.States.Count > 120 ? Small : Cell;
        var perRow = Math.Clamp(group.UnitsPerRow ?? (group.States.Count > 30 ? (int)Math.Min(MostWidth / cell, Math.Ceiling(Math.Sqrt(group.States.Count * 2.5))) : group.States.Count), 1, Math.Max(1, group.States.Count));
        var rowCount = (group.States.Count + perRow - 1) / perRow;
        var named = group.UnitNames is not null && cell == Cell && rowCount <= 2;
        double Names(int row) => named ? group.UnitNames!.Skip(row * perRow).Take(perRow).Max(name => TextMetrics.Width(Short(name), NameSize)) + 8 : 0;
        double above = Names(0), below = rowCount == 2 ? Names(1) : 0, head = GroupSize * 1.5;
        var title = TextMetrics.Shorten(group.Name, Math.Max(perRow * cell, MostTitle), GroupSize);
        var width = Math.Max(perRow * cell, TextMetrics.Width(title, GroupSize));
        var left = (width - (perRow * cell)) / 2;
        var canvas = new Canvas(width + 2, head + above + (rowCount * cell) + below + 2);
        canvas.Text(new(width / 2, GroupSize), title, GroupSize, Anchor.Middle, bold: false, fill: Role.Soft);
        var states = new double[rowCount, perRow];
        for (var unit = 0; unit < states.Length; unit++) states[unit / perRow, unit % perRow] = unit < group.States.Count ? group.States[unit] : double.NaN;
        HintonField.Draw(canvas, new(left, head + above), states, cell, Largest);
        for (var unit = 0; unit < group.States.Count; unit++)
        {
            var box = new Box(left + (unit % perRow * cell), head + above + (unit / perRow * cell), cell, cell);
            if (group.Marked.Contains(unit)) canvas.Rectangle(box.Grown(-1), Role.None, new(Role.Mark, 2.5));
            if (!named) continue;
            var x = box.Center.X + (0.36 * NameSize);
            if (unit < perRow) canvas.Text(new(x, box.Y - 5), Short(group.UnitNames![unit]), NameSize, turned: true);
            else canvas.Text(new(x, box.Bottom + 5), Short(group.UnitNames![unit]), NameSize, Anchor.End, turned: true);
        }

        return canvas;
    }

    private static string Short(string name) => TextMetrics.Shorten(name, 110, NameSize);
}
