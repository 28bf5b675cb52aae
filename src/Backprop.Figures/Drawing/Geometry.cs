namespace Backprop.Figures;

/// <summary>A place in a figure, in figure units, y downwards.</summary>
internal readonly record struct Point(double X, double Y)
{
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(double scale, Point p) => new(scale * p.X, scale * p.Y);

    /// <summary>Distance from the origin.</summary>
    public double Length => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>The point a share of the way from <paramref name="from"/> (0) to <paramref name="to"/> (1).</summary>
    public static Point Between(Point from, Point to, double share) => from + (share * (to - from));
}

/// <summary>An upright rectangle.</summary>
internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public Point Center => new(X + (Width / 2), Y + (Height / 2));

    public Box Shifted(double dx, double dy) => new(X + dx, Y + dy, Width, Height);

    public Box Grown(double by) => new(X - by, Y - by, Width + (2 * by), Height + (2 * by));

    /// <summary>Whether the two share more than <paramref name="slack"/> units in both directions.</summary>
    public bool Overlaps(Box other, double slack = 0) =>
        Math.Min(Right, other.Right) - Math.Max(X, other.X) > slack
        && Math.Min(Bottom, other.Bottom) - Math.Max(Y, other.Y) > slack;

    public bool Contains(Box other, double slack = 0) =>
        other.X >= X - slack && other.Y >= Y - slack && other.Right <= Right + slack && other.Bottom <= Bottom + slack;
}
