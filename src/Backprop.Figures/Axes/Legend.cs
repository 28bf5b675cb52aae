namespace Backprop.Figures;

/// <summary>A row (or rows) of keys above a plot: a sample of each mark with its name.</summary>
internal static class Legend
{
    private const double Size = 13, Sample = 26, Gap = 18, Row = 20;

    /// <summary>Draws the keys from the left, breaking into rows, and returns the height they took.</summary>
    /// <param name="canvas">The surface.</param>
    /// <param name="at">Top left.</param>
    /// <param name="width">Where rows break.</param>
    /// <param name="names">One for each key, in order.</param>
    /// <param name="sample">Draws the sample of a key around its center.</param>
    public static double Draw(Canvas canvas, Point at, double width, IReadOnlyList<string> names, Action<int, Point> sample)
    {
        double x = 0, y = 0;
        for (var i = 0; i < names.Count; i++)
        {
            var name = TextMetrics.Shorten(names[i], width - Sample, Size);
            var needed = Sample + 6 + TextMetrics.Width(name, Size);
            if (x > 0 && x + needed > width) (x, y) = (0, y + Row);
            sample(i, new(at.X + x + (Sample / 2), at.Y + y + (Row / 2)));
            canvas.Label(new(at.X + x + Sample + 6, at.Y + y + (Row / 2)), name, Size, Anchor.Start);
            x += needed + Gap;
        }

        return names.Count == 0 ? 0 : y + Row;
    }

    /// <summary>The height that <see cref="Draw"/> will take.</summary>
    public static double Height(double width, IReadOnlyList<string> names) =>
        Draw(new Canvas(width, 0), default, width, names, (_, _) => { });
}
