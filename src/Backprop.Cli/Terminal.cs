namespace Backprop.Cli;

/// <summary>Where a verb writes and how it learns that it should stop: results go to <c>Out</c>, progress and messages to <c>Error</c>.</summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error, CancellationToken Interrupted)
{
    /// <summary>Columns to wrap at.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Whether <c>Error</c> is a screen that can redraw a line; otherwise progress is plain lines.</summary>
    public bool CanRedraw { get; init; }

    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess(CancellationToken interrupted) => new(Console.Out, Console.Error, interrupted)
    {
        Width = Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 60, 140),
        CanRedraw = !Console.IsErrorRedirected,
    };
}
