using System.Globalization;

namespace Backprop.Cli;

/// <summary>Shows how many nets of a study are done, how many of them have learned, and about how long the rest takes: on a screen one redrawn line, elsewhere nothing.</summary>
internal sealed class StudyProgress(Terminal terminal, int known, int count) : IProgress<int>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly StatusLine? line = terminal.Screen is { } screen ? new StatusLine(screen, terminal.ScreenWidth) : null;
    private readonly long start = terminal.Time.GetTimestamp();
    private long shown;

    public void Report(int value)
    {
        if (line is null || (shown != 0 && terminal.Time.GetElapsedTime(shown) < Pause)) return;
        shown = terminal.Time.GetTimestamp();
        var left = terminal.Time.GetElapsedTime(start) / Math.Max(value, 1) * (count - known - value);
        Show(string.Create(CultureInfo.InvariantCulture, $" {known + value:N0} of {count:N0} nets{(value > 0 ? $" · about {Time(left)} left" : "")}"));
    }

    /// <summary>Shows what is done now.</summary>
    public void Show(string text) => line?.Show(text);

    /// <summary>Clears the line.</summary>
    public void Clear() => line?.Clear();

    private static string Time(TimeSpan time) => time.TotalSeconds < 90 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):N0} s")
        : time.TotalMinutes < 90 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalMinutes):N0} min") : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:N1} h");
}
