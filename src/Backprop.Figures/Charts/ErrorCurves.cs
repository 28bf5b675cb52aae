namespace Backprop.Figures;

/// <summary>The error of one run, sweep by sweep.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Errors">E after each sweep, the first entry after <paramref name="FirstSweep"/> sweeps.</param>
/// <param name="FirstSweep">The sweep of the first entry.</param>
/// <param name="EverySweeps">Sweeps between entries.</param>
public sealed record ErrorRun(string Name, IReadOnlyList<double> Errors, int FirstSweep = 1, int EverySweeps = 1)
{
    /// <summary>E after each sweep, the first entry after <see cref="FirstSweep"/> sweeps.</summary>
    public IReadOnlyList<double> Errors { get; init => field = ValueList.Of(value); } = ValueList.Of(Errors);

    internal double Sweep(int index) => FirstSweep + ((double)index * EverySweeps);
}

/// <summary>Many runs of the same settings, shown as their median and quantiles.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Runs">E after each sweep of each run, all beginning after sweep 1; a run that has ended keeps its last E.</param>
public sealed record ErrorBand(string Name, IReadOnlyList<IReadOnlyList<double>> Runs)
{
    /// <summary>E after each sweep of each run, all beginning after sweep 1; a run that has ended keeps its last E.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Runs { get; init => field = ValueList.OfLists(value); } = ValueList.OfLists(Runs);
}

/// <summary>
/// Error over sweeps: single runs as lines, many runs as their median with the bands that hold
/// 50 % and 90 % of them. Axes linear or logarithmic.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var history = new Trainer&lt;float&gt;(net, xor, new GradientDescent { LearningRate = 0.5 }).Run(StopWhen.Sweeps(100));
/// ErrorCurves.From(history).Save("error.svg");
/// new ErrorCurves { Runs = [new ErrorRun("xor", history.Errors)], LogError = true }.Save("sums.svg");
/// </code>
/// </example>
public sealed record ErrorCurves : Figure
{
    private const double PlotWidth = 560, PlotHeight = 320;

    /// <summary>Single runs.</summary>
    public IReadOnlyList<ErrorRun> Runs { get; init => field = ValueList.Of(value); } = ValueList<ErrorRun>.Empty;

    /// <summary>Sets of runs.</summary>
    public IReadOnlyList<ErrorBand> Bands { get; init => field = ValueList.Of(value); } = ValueList<ErrorBand>.Empty;

    /// <summary>Whether the axis of E is logarithmic. E = 0 is then drawn at the lower edge. Default false.</summary>
    public bool LogError { get; init; }

    /// <summary>Whether the axis of sweeps is logarithmic. Default false.</summary>
    public bool LogSweeps { get; init; }

    /// <summary>What the upright axis measures. Default "E (sum over cases and units)".</summary>
    public string ErrorAxis { get; init; } = "E (sum over cases and units)";

    /// <summary>
    /// The course of a training: the error per case in training and validation (the sums where a history does not know the number of its cases), on a logarithmic axis where
    /// it spans two powers of ten.
    /// </summary>
    /// <param name="history">The history of the training.</param>
    /// <returns>The figure.</returns>
    public static ErrorCurves From(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        // Files of versions that did not record the number of cases have sums only.
        var perCase = history.TrainingWeight is not null && (history.ValidationErrors.Count == 0 || history.ValidationWeight is not null);
        var (training, validation) = perCase ? (history.ErrorsPerCase, history.ValidationErrorsPerCase) : (history.Errors, history.ValidationErrors);
        var all = training.Concat(validation).Where(static error => error > 0).DefaultIfEmpty(1).ToArray();
        return new()
        {
            Subtitle = validation.Count == 0 ? null : $"Least on the validation cases after {SvgNumber.Count(history.BestSweep)} sweeps.",
            Runs = validation.Count == 0 ? [new("", training)] : [new("training cases", training), new("validation cases", validation, FirstSweep: 0)],
            ErrorAxis = perCase ? "Error per case" : "E (sum over cases and units)",
            LogError = all.Max() > 100 * all.Min(),
        };
    }

    internal override string DefaultTitle => "Error over sweeps";

    internal override Canvas Draw()
    {
        string[] names = [.. Bands.Select(band => band.Name), .. Runs.Select(run => run.Name)];
        var key = names.Length > 1 || (names.Length == 1 && names[0].Length > 0);
        var head = key ? Legend.Height(PlotWidth, names) + 8 : 0;
        var canvas = new Canvas(PlotWidth, PlotHeight + head);
        if (key) Legend.Draw(canvas, default, PlotWidth, names, (i, at) => Sample(canvas, i, at));
        var plot = PlotArea.Draw(canvas, new(0, head, PlotWidth, PlotHeight), SweepAxis(), new(ErrorScale(), ErrorAxis));
        for (var i = 0; i < Bands.Count; i++) DrawBand(plot, Bands[i], i);
        for (var i = 0; i < Runs.Count; i++)
        {
            var run = Runs[i];
            var points = run.Errors.Select((error, at) => (run.Sweep(at), error));
            DrawLine(plot, points, SeriesStyle.Line(Bands.Count + i));
        }

        return canvas;
    }

    internal override string Describe()
    {
        var runs = Runs.Where(run => run.Errors.Count > 0).Select(run =>
            $"{(run.Name.Length > 0 ? run.Name : "One run")}: from {SvgNumber.Value(run.Errors[0])} to {SvgNumber.Value(run.Errors[^1])} over {SvgNumber.Count(run.Sweep(run.Errors.Count - 1))} sweeps.");
        var bands = Bands.Select(band => $"{band.Name}: {SvgNumber.Count(band.Runs.Count)} runs, median with bands of 50 and 90 per cent.");
        return "Line chart of the error E against sweeps. " + string.Join(" ", bands.Concat(runs));
    }

    private IEnumerable<double> AllErrors() =>
        Runs.SelectMany(run => run.Errors).Concat(Bands.SelectMany(band => band.Runs).SelectMany(run => run)).Where(double.IsFinite);

    private Axis SweepAxis()
    {
        var most = Runs.Where(run => run.Errors.Count > 0).Select(run => run.Sweep(run.Errors.Count - 1))
            .Concat(Bands.SelectMany(band => band.Runs).Select(run => (double)run.Count)).DefaultIfEmpty(1).Max();
        return new(LogSweeps ? Scale.LogOver(1, Math.Max(2, most)) : new LinearScale(0, Math.Max(1, most)) { LeastStep = 1 }, "Sweeps");
    }

    private Scale ErrorScale()
    {
        if (!LogError) return Scale.LinearOver(0, AllErrors().DefaultIfEmpty(1).Max(), 6);
        var positive = AllErrors().Where(error => error > 0).DefaultIfEmpty(1).ToArray();
        return Scale.LogOver(positive.Min(), positive.Max(), whole: true);
    }

    private void Sample(Canvas canvas, int index, Point at)
    {
        if (index < Bands.Count) canvas.Rectangle(new(at.X - 13, at.Y - 6, 26, 12), SeriesStyle.Color(index), opacity: 0.25);
        canvas.Line(at - new Point(13, 0), at + new Point(13, 0), index < Bands.Count ? new(SeriesStyle.Color(index), 2) : SeriesStyle.Line(index));
    }

    private void DrawBand(PlotArea plot, ErrorBand band, int index)
    {
        var length = band.Runs.Select(run => run.Count).DefaultIfEmpty(0).Max();
        if (length == 0) return;
        var sweeps = Samples(length);
        var sorted = sweeps.Select(sweep =>
            band.Runs.Where(run => run.Count > 0).Select(run => run[Math.Min(sweep, run.Count) - 1]).Order().ToArray()).ToArray();
        foreach (var (share, opacity) in (ReadOnlySpan<(double, double)>)[(0.05, 0.16), (0.25, 0.24)])
        {
            var upper = sweeps.Select((sweep, i) => At(plot, sweep, Quantile.Of(sorted[i], 1 - share)));
            var lower = sweeps.Select((sweep, i) => At(plot, sweep, Quantile.Of(sorted[i], share)));
            plot.Canvas.Path(PathData.Through(upper.Concat(lower.Reverse()), closed: true), SeriesStyle.Color(index), opacity: opacity);
        }

        plot.Canvas.Path(PathData.Through(sweeps.Select((sweep, i) => At(plot, sweep, Quantile.Of(sorted[i], 0.5)))), Role.None, new(SeriesStyle.Color(index), 2));
    }

    /// <summary>At most 120 sweeps, evenly spread as the axis shows them.</summary>
    private int[] Samples(int length)
    {
        const int most = 120;
        if (length <= most) return [.. Enumerable.Range(1, length)];
        return [.. Enumerable.Range(0, most).Select(i => (double)i / (most - 1))
            .Select(share => LogSweeps ? Math.Pow(length, share) : 1 + (share * (length - 1)))
            .Select(sweep => (int)Math.Round(sweep)).Distinct()];
    }

    /// <summary>
    /// A line with at most four points for each two units of width: the first, the least, the greatest
    /// and the last there, so that a long run stays small and its oscillation stays visible.
    /// </summary>
    private void DrawLine(PlotArea plot, IEnumerable<(double Sweep, double Error)> points, Stroke stroke)
    {
        var columns = points.Where(point => double.IsFinite(point.Error) && !(LogSweeps && point.Sweep < 1))
            .Select(point => At(plot, point.Sweep, point.Error))
            .GroupBy(point => Math.Floor(point.X / 2));
        var thinned = columns.SelectMany(column => column.Count() <= 2
            ? column.AsEnumerable()
            : ((Point[])[column.First(), column.MinBy(point => point.Y), column.MaxBy(point => point.Y), column.Last()]).Distinct().OrderBy(point => point.X));
        Point[] line = [.. thinned];
        // A line of one point would not be seen.
        if (line.Length == 1) plot.Canvas.Circle(line[0], 3.5, stroke.Role);
        else plot.Canvas.Path(PathData.Through(line), Role.None, stroke);
    }

    private Point At(PlotArea plot, double sweep, double error) =>
        plot.Within(sweep, LogError && error <= 0 ? double.Epsilon : error);
}
