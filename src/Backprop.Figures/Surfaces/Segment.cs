namespace Backprop.Figures;

/// <summary>A straight piece of line, cut at the edges of a rectangle.</summary>
internal static class Segment
{
    /// <summary>The part inside the box (Liang and Barsky's method), or null where none is.</summary>
    public static (Point From, Point To)? Clip(Point from, Point to, Box box)
    {
        double enter = 0, leave = 1;
        var way = to - from;
        ReadOnlySpan<(double Towards, double Room)> edges =
            [(-way.X, from.X - box.X), (way.X, box.Right - from.X), (-way.Y, from.Y - box.Y), (way.Y, box.Bottom - from.Y)];
        foreach (var (towards, room) in edges)
        {
            if (towards == 0 && room < 0) return null;
            if (towards < 0) enter = Math.Max(enter, room / towards);
            if (towards > 0) leave = Math.Min(leave, room / towards);
        }

        return enter > leave ? null : (Point.Between(from, to, enter), Point.Between(from, to, leave));
    }
}
