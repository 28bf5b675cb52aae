namespace Backprop.Figures;

/// <summary>A quantity with its interval.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Value">The quantity.</param>
/// <param name="Lower">The lower end of its interval; NaN where it has none.</param>
/// <param name="Upper">The upper end; NaN where it has none.</param>
internal sealed record ImportanceBar(string Name, double Value, double Lower, double Upper)
{
    public bool HasInterval => !double.IsNaN(Lower) && !double.IsNaN(Upper);

    public double Least => HasInterval ? Math.Min(Value, Lower) : Value;

    public double Greatest => HasInterval ? Math.Max(Value, Upper) : Value;
}

/// <summary>Quantities as bars from 0, one below the other, with their intervals as whiskers. Of many, the first are drawn.</summary>
internal sealed record ImportanceBars : Figure
{
    private const int MostBars = 30;
    private const double PlotWidth = 420, RowHeight = 26, Thickness = 14, NameSize = 13, MostName = 220, Foot = 50;

    /// <summary>The bars, from the top.</summary>
    public required IReadOnlyList<ImportanceBar> Bars { get; init; }

    /// <summary>What the horizontal axis shows.</summary>
    public required string Axis { get; init; }

    internal override string DefaultTitle => Axis;

    internal override Canvas Draw()
    {
        ImportanceBar[] shown = [.. Bars.Take(MostBars)];
        string[] names = [.. shown.Select(static bar => TextMetrics.Shorten(bar.Name, MostName, NameSize))];
        var left = names.Select(static name => TextMetrics.Width(name, NameSize)).DefaultIfEmpty(0).Max() + 8;
        var note = shown.Length < Bars.Count ? $"The first {shown.Length} of {SvgNumber.Count(Bars.Count)}." : "";
        var height = Math.Max(2, shown.Length) * RowHeight;
        var canvas = new Canvas(left + PlotWidth, height + Foot + (note.Length > 0 ? 24 : 0));
        var scale = Scale.LinearOver(Math.Min(0, shown.Select(static bar => bar.Least).DefaultIfEmpty(0).Min()), Math.Max(0, shown.Select(static bar => bar.Greatest).DefaultIfEmpty(1).Max()), 6);
        double X(double value) => left + 8 + (Math.Clamp(scale.Share(value), 0, 1) * (PlotWidth - 32));
        foreach (var tick in scale.Ticks(6))
        {
            canvas.Line(new(X(tick.Value), 0), new(X(tick.Value), height), new(Role.Grid, 1));
            canvas.Text(new(X(tick.Value), height + 17), tick.Label, NameSize, Anchor.Middle, Role.Soft);
        }
        canvas.Text(new(left + 8 + ((PlotWidth - 32) / 2), height + 42), Axis, 14, Anchor.Middle);
        for (var i = 0; i < shown.Length; i++)
        {
            var y = (i + 0.5) * RowHeight;
            canvas.Label(new(left, y), names[i], NameSize, Anchor.End);
            var (from, to) = (Math.Min(X(0), X(shown[i].Value)), Math.Max(X(0), X(shown[i].Value)));
            canvas.Rectangle(new(from, y - (Thickness / 2), to - from, Thickness), SeriesStyle.Color(0), opacity: 0.55, tip: $"{shown[i].Name}: {SvgNumber.Value(shown[i].Value)}");
            if (!shown[i].HasInterval) continue;
            foreach (var end in (ReadOnlySpan<double>)[shown[i].Lower, shown[i].Upper])
                canvas.Line(new(X(end), y - 4), new(X(end), y + 4), new(Role.Ink, 1.5));
            canvas.Line(new(X(shown[i].Lower), y), new(X(shown[i].Upper), y), new(Role.Ink, 1.5));
        }
        canvas.Line(new(X(0), 0), new(X(0), height), new(Role.Soft, 1.2));
        if (note.Length > 0) canvas.Text(new(0, height + Foot + 18), note, NameSize, fill: Role.Soft);
        return canvas;
    }

    internal override string Describe() => $"Bars of {Axis}. " + string.Join(" ", Bars.Take(MostBars).Select(static bar => $"{bar.Name}: {SvgNumber.Value(bar.Value)}{(bar.HasInterval ? $", {SvgNumber.Value(bar.Lower)} to {SvgNumber.Value(bar.Upper)}" : "")}."));
}
