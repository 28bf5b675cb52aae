namespace Backprop.Cli;

/// <summary>The streams of a verb and its signal to stop: results go to <c>Out</c>, progress and messages to <c>Error</c>.</summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error, CancellationToken Interrupted)
{
    /// <summary><c>Out</c> for text that people read: control sequences in names of columns, classes and groups are replaced, even if the output is redirected.</summary>
    public TextWriter Text { get; } = Out is CleanWriter ? Out : new CleanWriter(Out);

    /// <summary>The column at which text wraps.</summary>
    public int Width { get; init; } = 100;

    /// <summary>The screen behind <c>Error</c>, which accepts control sequences for a redrawn line; null where progress is written as plain lines.</summary>
    public TextWriter? Screen { get; init; }

    /// <summary>The current width of <see cref="Screen"/> in columns; the user may resize it.</summary>
    public Func<int> ScreenWidth { get; init; } = static () => 80;

    /// <summary>The clock that paces progress.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The processes that carry out the command together, of which this is one; null for one process alone, which loads nothing of MPI.</summary>
    public IRanks? Ranks { get; init; }

    /// <summary>The process's own streams. Output to a screen is cleaned; output to a file or a pipe is exact.</summary>
    public static Terminal OfProcess(CancellationToken interrupted)
    {
        var (output, error) = (StandardStream.Output(), StandardStream.Error());
        return new(
            Console.IsOutputRedirected ? output : new CleanWriter(output),
            new CleanWriter(error), // a log may be displayed in a terminal later
            interrupted)
        {
            Width = Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 60, 140),
            Screen = Console.IsErrorRedirected || IsDumb ? null : error,
            ScreenWidth = static () => Console.WindowWidth is > 0 and var width ? width : 80,
        };
    }

    private static bool IsDumb => !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
}
