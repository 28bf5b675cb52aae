namespace Backprop.Cli;

/// <summary>Where a verb writes and how it learns that it should stop: results go to <c>Out</c>, progress and messages to <c>Error</c>.</summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error, CancellationToken Interrupted)
{
    /// <summary><c>Out</c> for text that people read: names of files' columns, classes and groups cannot hold control sequences, whatever shows it later.</summary>
    public TextWriter Text { get; } = Out is CleanWriter ? Out : new CleanWriter(Out);

    /// <summary>Columns to wrap at.</summary>
    public int Width { get; init; } = 100;

    /// <summary>The screen behind <c>Error</c>, which takes control sequences, for a line that is redrawn; null where progress is plain lines.</summary>
    public TextWriter? Screen { get; init; }

    /// <summary>The columns of <see cref="Screen"/> at this moment: its user may resize it.</summary>
    public Func<int> ScreenWidth { get; init; } = static () => 80;

    /// <summary>The process's own streams. What goes to a screen is cleaned; what goes to a file or a pipe is exact.</summary>
    public static Terminal OfProcess(CancellationToken interrupted)
    {
        var (output, error) = (StandardStream.Output(), StandardStream.Error());
        return new(
            Console.IsOutputRedirected ? output : new CleanWriter(output),
            new CleanWriter(error), // a log is looked at in a terminal one day
            interrupted)
        {
            Width = Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 60, 140),
            Screen = Console.IsErrorRedirected || IsDumb ? null : error,
            ScreenWidth = static () => Console.WindowWidth is > 0 and var width ? width : 80,
        };
    }

    private static bool IsDumb => !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
}
