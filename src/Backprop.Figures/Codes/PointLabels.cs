namespace Backprop.Figures;

/// <summary>Where the name of a point stands, and whether it needs a line to its point.</summary>
internal sealed record PointLabel(Box Box, bool Leader);

/// <summary>Finds a free place for the name of each point: beside it where there is room, else further out.</summary>
internal static class PointLabels
{
    private static readonly double[] Angles = [0, 180, -90, 90, -45, 45, -135, 135, -20, 20, 160, -160];

    /// <summary>One label per point, none of which meets a point or another label; null where no place was left.</summary>
    public static PointLabel?[] Place(IReadOnlyList<Point> points, IReadOnlyList<string> names, Box within, double size, double radius)
    {
        var taken = points.Select(point => new Box(point.X - radius, point.Y - radius, 2 * radius, 2 * radius)).ToList();
        var labels = new PointLabel?[points.Count];
        for (var i = 0; i < points.Count; i++)
        {
            labels[i] = Candidates(points[i], TextMetrics.Width(names[i], size), size, radius)
                .FirstOrDefault(label => within.Contains(label.Box) && !taken.Exists(box => box.Overlaps(label.Box.Grown(1))));
            if (labels[i] is { } label) taken.Add(label.Box);
        }

        return labels;
    }

    private static IEnumerable<PointLabel> Candidates(Point point, double width, double size, double radius)
    {
        var height = (TextMetrics.Ascent + TextMetrics.Descent) * size;
        foreach (var distance in (double[])[3, 14, 26, 40, 58, 80, 110])
        {
            foreach (var angle in Angles)
            {
                var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
                // The box touches the circle of this distance with the side that faces the point.
                var x = point.X + ((radius + distance) * cos) + (width / 2 * Math.Clamp(1.6 * cos, -1, 1));
                var y = point.Y + ((radius + distance) * sin) + (height / 2 * Math.Clamp(1.6 * sin, -1, 1));
                yield return new(new(x - (width / 2), y - (height / 2), width, height), distance > 10);
            }
        }
    }
}
