namespace Backprop.Figures;

/// <summary>One axis of a plot: its scale and what it measures, with the unit.</summary>
internal sealed record Axis(Scale Scale, string Title);

/// <summary>
/// The rectangle in which data is drawn, with grid, tick labels and axis titles around it.
/// Margins follow the labels, so that no text meets another.
/// </summary>
internal sealed class PlotArea
{
    private const double TickSize = 13, TitleSize = 14;
    private readonly Canvas canvas;
    private readonly Axis x, y;

    private PlotArea(Canvas canvas, Box inner, Axis x, Axis y) => (this.canvas, Inner, this.x, this.y) = (canvas, inner, x, y);

    /// <summary>The area of the data.</summary>
    public Box Inner { get; }

    /// <summary>The canvas that the plot is drawn on.</summary>
    public Canvas Canvas => canvas;

    /// <summary>Draws grid and axes into an outer box and returns the area that is left for data.</summary>
    /// <param name="canvas">The surface.</param>
    /// <param name="outer">What the plot may use, labels included.</param>
    /// <param name="x">The axis below.</param>
    /// <param name="y">The axis on the left.</param>
    /// <param name="square">Make the data area square, as for two weights or two inputs.</param>
    /// <param name="labelRoom">At least this much for the tick labels on the left, so that plots above each other align.</param>
    public static PlotArea Draw(Canvas canvas, Box outer, Axis x, Axis y, bool square = false, double labelRoom = 0)
    {
        var yTicks = y.Scale.Ticks(Math.Clamp((int)(outer.Height / 42), 3, 9));
        var left = 10 + (y.Title.Length > 0 ? TitleSize * 1.5 : 0) + Math.Max(labelRoom, yTicks.Max(tick => TextMetrics.Width(tick.Label, TickSize)));
        var bottom = (TickSize * 1.6) + (x.Title.Length > 0 ? TitleSize * 1.5 : 0);
        var xTicks = RoomyTicks(x.Scale, outer.Width - left - 20);
        var right = Math.Max(8, TextMetrics.Width(xTicks[^1].Label, TickSize) / 2);
        var inner = new Box(outer.X + left, outer.Y + (TickSize / 2), outer.Width - left - right, outer.Height - bottom - (TickSize / 2));
        if (square)
        {
            var side = Math.Min(inner.Width, inner.Height);
            inner = inner with { Width = side, Height = side };
        }

        var area = new PlotArea(canvas, inner, x, y);
        area.DrawGrid(xTicks, yTicks);
        area.DrawLabels(xTicks, yTicks, left);
        return area;
    }

    /// <summary>The position of a value.</summary>
    public Point At(double xValue, double yValue) =>
        new(Inner.X + (x.Scale.Share(xValue) * Inner.Width), Inner.Bottom - (y.Scale.Share(yValue) * Inner.Height));

    /// <summary>As <see cref="At"/>, moved to the edge if the value is beyond it.</summary>
    public Point Within(double xValue, double yValue)
    {
        var at = At(xValue, yValue);
        return new(Math.Clamp(at.X, Inner.X, Inner.Right), Math.Clamp(at.Y, Inner.Y, Inner.Bottom));
    }

    private static IReadOnlyList<Tick> RoomyTicks(Scale scale, double width)
    {
        for (var most = 9; most > 2; most--)
        {
            var ticks = scale.Ticks(most);
            if (ticks.Zip(ticks.Skip(1)).All(pair =>
                (scale.Share(pair.Second.Value) - scale.Share(pair.First.Value)) * width
                > ((TextMetrics.Width(pair.First.Label, TickSize) + TextMetrics.Width(pair.Second.Label, TickSize)) / 2) + 8)) return ticks;
        }

        var fewest = scale.Ticks(2);
        return fewest.Count > 0 ? [fewest[0]] : [new(scale.Low, SvgNumber.Value(scale.Low))];
    }

    private void DrawGrid(IReadOnlyList<Tick> xTicks, IReadOnlyList<Tick> yTicks)
    {
        Minor(x.Scale, value => (At(value, y.Scale.Low), At(value, y.Scale.High)));
        Minor(y.Scale, value => (At(x.Scale.Low, value), At(x.Scale.High, value)));
        foreach (var tick in xTicks) canvas.Line(At(tick.Value, y.Scale.Low), At(tick.Value, y.Scale.High), new(Role.Grid, 1));
        foreach (var tick in yTicks) canvas.Line(At(x.Scale.Low, tick.Value), At(x.Scale.High, tick.Value), new(Role.Grid, 1));
        canvas.Line(new(Inner.X, Inner.Bottom), new(Inner.Right, Inner.Bottom), new(Role.Soft, 1.2));
        canvas.Line(new(Inner.X, Inner.Y), new(Inner.X, Inner.Bottom), new(Role.Soft, 1.2));
    }

    private void Minor(Scale scale, Func<double, (Point From, Point To)> ends)
    {
        if (scale is not LogScale log) return;
        foreach (var value in log.Minor())
        {
            var (from, to) = ends(value);
            canvas.Line(from, to, new(Role.Grid, 0.6, Opacity: 0.6));
        }
    }

    private void DrawLabels(IReadOnlyList<Tick> xTicks, IReadOnlyList<Tick> yTicks, double left)
    {
        foreach (var tick in xTicks)
            canvas.Text(new(At(tick.Value, y.Scale.Low).X, Inner.Bottom + (TickSize * 1.35)), tick.Label, TickSize, Anchor.Middle, Role.Soft);
        foreach (var tick in yTicks)
            canvas.Label(new(Inner.X - 7, At(x.Scale.Low, tick.Value).Y), tick.Label, TickSize, Anchor.End, Role.Soft);
        canvas.Text(new(Inner.Center.X, Inner.Bottom + (TickSize * 1.6) + (TitleSize * 1.1)), TextMetrics.Shorten(x.Title, Inner.Width, TitleSize), TitleSize, Anchor.Middle);
        canvas.Text(new(Inner.X - left + TitleSize, Inner.Center.Y), TextMetrics.Shorten(y.Title, Inner.Height, TitleSize), TitleSize, Anchor.Middle, turned: true);
    }
}
