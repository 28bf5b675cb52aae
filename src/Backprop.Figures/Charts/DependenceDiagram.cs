namespace Backprop.Figures;

/// <summary>The answers at one value of a column.</summary>
/// <param name="At">The value, or of a category its place.</param>
/// <param name="Name">The name of a category; empty for a number.</param>
/// <param name="Count">The rows that have the value.</param>
/// <param name="Answers">The answer on each curve.</param>
internal sealed record DependencePlace(double At, string Name, int Count, IReadOnlyList<double> Answers);

/// <summary>
/// Answers against the values of a column: curves over numbers, a marker per category; below, how the values are distributed, so that
/// answers where there are few rows can be told from others.
/// </summary>
internal sealed record DependenceDiagram : Figure
{
    private const double PlotWidth = 380, PlotHeight = 230, CountsHeight = 96, NameSize = 13, MostName = 110;

    /// <summary>The name of the column.</summary>
    public required string Column { get; init; }

    /// <summary>What the vertical axis shows.</summary>
    public required string Answer { get; init; }

    /// <summary>The names of the curves; one empty name for a single curve without a key.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The values, ascending.</summary>
    public required IReadOnlyList<DependencePlace> Places { get; init; }

    /// <summary>Of numbers, how many rows are in each range; of categories nothing, since each place has its count.</summary>
    public IReadOnlyList<(double From, double To, int Rows)> Counts { get; init; } = [];

    /// <summary>Of dates, the values that may stand on the horizontal axis, with their texts, ascending; otherwise nothing, and round numbers stand there.</summary>
    public IReadOnlyList<Tick> Dates { get; init; } = [];

    /// <summary>Whether the answers are shares, so that their axis goes from 0 to 1.</summary>
    public bool IsShare { get; init; }

    internal override string DefaultTitle => $"{Answer} against {Column}";

    internal override Canvas Draw()
    {
        var hasKey = Names.Count > 1 || (Names.Count == 1 && Names[0].Length > 0);
        var head = hasKey ? Legend.Height(PlotWidth, Names) + 8 : 0;
        var areCategories = Places.Count > 0 && Places[0].Name.Length > 0;
        string[] names = areCategories ? [.. Places.Select(static place => TextMetrics.Shorten(place.Name, MostName, NameSize))] : [];
        var foot = names.Select(static name => TextMetrics.Width(name, NameSize)).DefaultIfEmpty(0).Max() + (areCategories ? 12 : 0);
        var canvas = new Canvas(PlotWidth, head + PlotHeight + CountsHeight + foot);
        if (hasKey) Legend.Draw(canvas, default, PlotWidth, Names, (index, at) => Sample(canvas, index, at));
        var answers = Places.SelectMany(static place => place.Answers).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        (double From, double To, int Rows)[] counts = areCategories ? [.. Places.Select(static place => (place.At - 0.4, place.At + 0.4, place.Count))] : [.. Counts];
        var most = counts.Select(static bin => bin.Rows).DefaultIfEmpty(0).Max();
        Scale across = areCategories ? new CategoryScale(Places.Count) : Across(counts);
        const double labels = 52; // so that both plots have the same left edge
        var plot = PlotArea.Draw(canvas, new(0, head, PlotWidth, PlotHeight), new(across, ""), new(IsShare ? new LinearScale(0, 1) : Scale.LinearOver(answers.Min(), answers.Max(), 6), Answer), labelRoom: labels);
        for (var curve = 0; curve < Names.Count; curve++)
        {
            Point[] line = [.. Places.Select(place => plot.Within(place.At, place.Answers[curve]))];
            if (!areCategories && line.Length > 1) canvas.Path(PathData.Through(line), Role.None, SeriesStyle.Line(curve));
            foreach (var at in line) SeriesStyle.Marker(canvas, at, curve, radius: areCategories ? 4 : 3);
        }
        var below = PlotArea.Draw(canvas, new(0, head + PlotHeight, PlotWidth, CountsHeight), new(across, areCategories ? "" : Column), new(Scale.LinearOver(0, Math.Max(4, most), 3, leastStep: 1), "Rows"), labelRoom: labels);
        foreach (var (from, to, rows) in counts)
        {
            var (start, end) = (below.Within(from, rows), below.Within(to, 0));
            if (rows > 0) canvas.Rectangle(new(start.X, start.Y, Math.Max(0.5, end.X - start.X - 0.5), end.Y - start.Y), Role.Soft, tip: SvgNumber.Count(rows));
        }
        // Names of categories are turned, so that any number of them fits; of very many, some.
        var every = names.Length == 0 ? 1 : (int)Math.Ceiling(names.Length * NameSize * 1.25 / below.Inner.Width);
        for (var i = 0; i < names.Length; i += every)
            canvas.Text(new(below.At(Places[i].At, 0).X + (0.36 * NameSize), below.Inner.Bottom + 8 + TextMetrics.Width(names[i], NameSize)), names[i], NameSize, turned: true);
        return canvas;
    }

    internal override string Describe() => $"{Answer} against {Column}. " + string.Join(" ", Names.Select((name, curve) =>
        $"{(name.Length > 0 ? name : "Curve")}: {(Places.Count == 0 ? "no values" : $"from {SvgNumber.Value(Places.Min(place => place.Answers[curve]))} to {SvgNumber.Value(Places.Max(place => place.Answers[curve]))}")}."));

    private Scale Across((double From, double To, int Rows)[] counts)
    {
        var ends = Places.Select(static place => place.At).Concat(counts.Select(static bin => bin.From)).Concat(counts.Select(static bin => bin.To)).DefaultIfEmpty(0).ToArray();
        return Dates.Count == 0 ? Scale.LinearOver(ends.Min(), ends.Max())
            : ends.Max() > ends.Min() ? new DateScale(ends.Min(), ends.Max(), Dates) : new DateScale(ends.Min() - 1, ends.Max() + 1, Dates);
    }

    private static void Sample(Canvas canvas, int index, Point at)
    {
        canvas.Line(at - new Point(13, 0), at + new Point(13, 0), SeriesStyle.Line(index));
        SeriesStyle.Marker(canvas, at, index, radius: 4);
    }

    /// <summary>Days, of which those that occur are labeled.</summary>
    private sealed record DateScale(double Low, double High, IReadOnlyList<Tick> Dates) : Scale(Low, High)
    {
        public override double Share(double value) => (value - Low) / (High - Low);

        /// <summary>The dates nearest to places at equal distances.</summary>
        public override IReadOnlyList<Tick> Ticks(int most) =>
            [.. Enumerable.Range(0, most).Select(i => Low + ((High - Low) * i / Math.Max(1, most - 1))).Select(place => Dates.MinBy(date => Math.Abs(date.Value - place))).DistinctBy(static date => date.Label, StringComparer.Ordinal)];
    }

    /// <summary>Categories at 0, 1, 2, …, whose names the figure writes itself.</summary>
    private sealed record CategoryScale(int Count) : Scale(-0.5, Count - 0.5)
    {
        public override double Share(double value) => (value - Low) / (High - Low);

        public override IReadOnlyList<Tick> Ticks(int most) => [new(Low, "")];
    }
}
