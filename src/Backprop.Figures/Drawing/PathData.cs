using System.Text;

namespace Backprop.Figures;

/// <summary>The data of an SVG path, built move by move in fixed precision.</summary>
internal sealed class PathData
{
    private readonly StringBuilder data = new();

    public bool IsEmpty => data.Length == 0;

    /// <summary>A polyline through all points.</summary>
    public static PathData Through(IEnumerable<Point> points, bool closed = false)
    {
        var path = new PathData();
        foreach (var point in points)
        {
            if (path.IsEmpty) path.Move(point);
            else path.Line(point);
        }

        return closed ? path.Close() : path;
    }

    /// <summary>Path data that its caller wrote, in <see cref="SvgNumber"/> precision.</summary>
    public static PathData Raw(string data)
    {
        var path = new PathData();
        path.data.Append(data);
        return path;
    }

    public PathData Move(Point to) => Add('M', to);

    public PathData Line(Point to) => Add('L', to);

    public PathData Curve(Point control1, Point control2, Point to) => Add('C', control1, control2, to);

    public PathData Close()
    {
        data.Append('Z');
        return this;
    }

    public override string ToString() => data.ToString();

    private PathData Add(char command, params ReadOnlySpan<Point> points)
    {
        data.Append(command);
        for (var i = 0; i < points.Length; i++)
        {
            if (i > 0) data.Append(' ');
            data.Append(SvgNumber.OnPath(points[i].X)).Append(' ').Append(SvgNumber.OnPath(points[i].Y));
        }

        return this;
    }
}
