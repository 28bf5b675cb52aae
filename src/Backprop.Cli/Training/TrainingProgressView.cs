using System.Globalization;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>Shows a training under way: one line that redraws itself on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class TrainingProgressView : IProgress<TrainingProgress>
{
    private const int BarWidth = 12;
    private const int SparkWidth = 8;
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);
    private const int WideEnough = 75, WideEnoughForCurve = 55;
    private readonly int mostSweeps;
    private readonly string part;
    private readonly Action<string> show;
    private readonly Func<int> width;
    private readonly TimeSpan interval;
    private readonly List<double> errors = [];
    private readonly TimeProvider time;
    private readonly long start;
    private string title;
    private TimeSpan next;
    private (int Sweeps, TimeSpan At)? first;

    private TrainingProgressView(string title, int mostSweeps, string part, Action<string> show, Func<int> width, TimeSpan interval, TimeProvider time)
    {
        this.title = title;
        this.mostSweeps = mostSweeps;
        this.part = part;
        this.show = show;
        this.width = width;
        this.interval = interval;
        this.time = time;
        start = time.GetTimestamp();
        next = interval;
    }

    /// <summary>Runs a training and shows it.</summary>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="title">What is trained.</param>
    /// <param name="mostSweeps">The limit of sweeps.</param>
    /// <param name="train">The training, which reports to the view.</param>
    /// <param name="part">What E is divided by: "case", "sequence" or "window".</param>
    public static TResult Run<TResult>(Terminal terminal, string title, int mostSweeps, Func<TrainingProgressView, TResult> train, string part = "case")
    {
        if (terminal.Screen is not { } screen)
            return train(new TrainingProgressView(title, mostSweeps, part, terminal.Error.WriteLine, static () => int.MaxValue, PlainInterval, terminal.Time));
        var line = new StatusLine(screen, terminal.ScreenWidth);
        try
        {
            return train(new TrainingProgressView(title, mostSweeps, part, line.Show, terminal.ScreenWidth, TimeSpan.Zero, terminal.Time));
        }
        finally
        {
            line.Clear();
        }
    }

    /// <summary>Begins the training of another net.</summary>
    public void Begin(string newTitle)
    {
        title = newTitle;
        errors.Clear();
        first = null;
    }

    public void Report(TrainingProgress value)
    {
        errors.Add(double.IsNaN(value.ValidationError) ? value.ErrorPerCase : value.ValidationErrorPerCase);
        first ??= (value.Sweeps, value.Elapsed);
        var elapsed = time.GetElapsedTime(start);
        if (elapsed < next)
            return;
        next = elapsed + interval;
        show(Line(value));
    }

    private string Line(TrainingProgress value)
    {
        var share = Math.Clamp((double)value.Sweeps / mostSweeps, 0, 1);
        var filled = (int)Math.Round(share * BarWidth);
        var seconds = (value.Elapsed - first!.Value.At).TotalSeconds;
        var speed = seconds > 0 ? (value.Sweeps - first.Value.Sweeps) / seconds : double.NaN;
        var left = speed > 0 ? string.Create(CultureInfo.InvariantCulture, $" · {speed:N0} sweeps/s · ≤ {Duration((mostSweeps - value.Sweeps) / speed)} left") : "";
        var validation = double.IsNaN(value.ValidationError) ? "" : string.Create(CultureInfo.InvariantCulture, $" · validation {value.ValidationErrorPerCase:G4}");
        // Where there is little room, the errors are worth more than the drawings.
        var columns = width();
        var bar = columns >= WideEnough ? $" {new string('━', filled)}{new string('─', BarWidth - filled)}" : "";
        var curve = columns >= WideEnoughForCurve ? $" {title}{bar} {Sparkline.Draw(errors, SparkWidth, log: true)}" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{curve} sweep {value.Sweeps:N0} · E/{part} {value.ErrorPerCase:G4}{validation}{left}");
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds)} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds / 60)} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h"),
    };
}
