namespace Backprop.Figures;

/// <summary>An arrow between two boxes of a net diagram: curves through the points that it passes, upwards.</summary>
internal sealed class NetArrow
{
    private const double HeadSize = 9;
    private readonly Point[] way;
    private readonly Point[][] pieces;
    private readonly Point[] samples;

    public NetArrow(Point[] way)
    {
        this.way = way;
        pieces = [.. Enumerable.Range(1, way.Length - 1).Select(Piece)];
        samples = [.. pieces.SelectMany(piece => Bezier.Samples(piece))];
    }

    /// <summary>What the head covers.</summary>
    public Box Head => new(way[^1].X - (HeadSize / 2), way[^1].Y, HeadSize, HeadSize);

    public void Draw(Canvas canvas, Stroke stroke)
    {
        var path = new PathData().Move(way[0]);
        foreach (var piece in pieces) path.Curve(piece[1], piece[2], piece[3]);
        canvas.Path(path, Role.None, stroke);
        canvas.ArrowHead(way[^1] + new Point(0, 10), way[^1], stroke.Role, HeadSize);
    }

    /// <summary>Whether the line passes through a box.</summary>
    public bool Crosses(Box box) => samples.Any(point => box.Contains(new(point.X, point.Y, 0, 0)));

    /// <summary>Points for a label, the best first: the middle of the last piece, then further out and on earlier pieces.</summary>
    public IEnumerable<Point> LabelPlaces() =>
        from piece in pieces.Reverse() from share in (double[])[0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78] select Bezier.At(piece, share);

    private Point[] Piece(int to)
    {
        var end = to == way.Length - 1 ? way[to] + new Point(0, 6) : way[to];
        var bend = (way[to - 1].Y - end.Y) * 0.45;
        return [way[to - 1], way[to - 1] - new Point(0, bend), end + new Point(0, bend), end];
    }
}
