namespace Backprop.Figures;

/// <summary>Points on a cubic curve, given as its two ends and the two control points between them.</summary>
internal static class Bezier
{
    /// <summary>The point at a share of the way, 0 at the first and 1 at the last control point.</summary>
    public static Point At(ReadOnlySpan<Point> curve, double t)
    {
        var s = 1 - t;
        return (s * s * s * curve[0]) + (3 * s * s * t * curve[1]) + (3 * s * t * t * curve[2]) + (t * t * t * curve[3]);
    }

    /// <summary>Points along the curve, both ends included.</summary>
    public static Point[] Samples(Point[] curve, int steps = 40) => [.. Enumerable.Range(0, steps + 1).Select(step => At(curve, (double)step / steps))];
}
