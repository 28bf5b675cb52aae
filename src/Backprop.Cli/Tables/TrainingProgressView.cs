using System.Diagnostics;
using System.Globalization;
using Backprop.Figures;
using Spectre.Console;

namespace Backprop.Cli;

/// <summary>Shows a training under way: one line that redraws itself on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class TrainingProgressView : IProgress<TrainingProgress>
{
    private const int BarWidth = 12;
    private const int SparkWidth = 8;
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);
    private readonly int mostSweeps;
    private readonly Action<string> show;
    private readonly TimeSpan interval;
    private readonly List<double> errors = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private string title;
    private TimeSpan next;
    private (int Sweeps, TimeSpan At)? first;

    private TrainingProgressView(string title, int mostSweeps, Action<string> show, TimeSpan interval)
    {
        this.title = title;
        this.mostSweeps = mostSweeps;
        this.show = show;
        this.interval = interval;
        next = interval;
    }

    /// <summary>Runs a training and shows it.</summary>
    public static TResult Run<TResult>(Terminal terminal, string title, int mostSweeps, Func<TrainingProgressView, TResult> train)
    {
        if (!terminal.CanRedraw)
            return train(new TrainingProgressView(title, mostSweeps, terminal.Error.WriteLine, PlainInterval));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error), Interactive = InteractionSupport.Yes });
        console.Profile.Width = terminal.Width;
        TResult? result = default;
        console.Live(new Text("")).AutoClear(true).Start(live =>
            result = train(new TrainingProgressView(title, mostSweeps, line => live.UpdateTarget(new Text(line.Length < terminal.Width ? line : line[..(terminal.Width - 1)])), TimeSpan.Zero)));
        return result!;
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
        if (clock.Elapsed < next)
            return;
        next = clock.Elapsed + interval;
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
        return string.Create(CultureInfo.InvariantCulture,
            $" {title} {new string('━', filled)}{new string('─', BarWidth - filled)} {Sparkline.Draw(errors, SparkWidth, log: true)} sweep {value.Sweeps:N0} · E/case {value.ErrorPerCase:G4}{validation}{left}");
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds)} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds / 60)} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h"),
    };
}
