namespace Backprop.Figures;

/// <summary>Several figures as one: from left to right while they fit, then in the next row.</summary>
public sealed record Panels : Figure
{
    private const double Gap = 28, PartTitle = 14.5;

    /// <summary>The parts, in reading order; each keeps its heading in smaller letters.</summary>
    public required IReadOnlyList<Figure> Parts { get; init => field = ValueList.Of(value); }

    /// <summary>Where a row ends, in figure units. Default 800.</summary>
    public double RowWidth { get; init; } = 800;

    internal override string DefaultTitle => Parts.Count == 1 ? Parts[0].ShownTitle : $"{Parts.Count} figures";

    internal override Canvas Draw()
    {
        double x = 0, y = 0, rowHeight = 0, width = 0;
        var placed = new List<(Canvas Part, Point At)>();
        foreach (var canvas in Parts.Select(part => part.Compose(PartTitle, margin: 0)))
        {
            if (x > 0 && x + canvas.Width > RowWidth) (x, y, rowHeight) = (0, y + rowHeight + Gap, 0);
            placed.Add((canvas, new(x, y)));
            x += canvas.Width + Gap;
            rowHeight = Math.Max(rowHeight, canvas.Height);
            width = Math.Max(width, x - Gap);
        }

        var whole = new Canvas(width, y + rowHeight);
        foreach (var (part, at) in placed) whole.Place(part, at);
        return whole;
    }

    internal override string Describe() => string.Join(" ", Parts.Select(part => $"{part.ShownTitle}: {part.ShownDescription}"));
}
