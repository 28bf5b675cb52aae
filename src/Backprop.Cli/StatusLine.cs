namespace Backprop.Cli;

/// <summary>
/// One line at the bottom of a screen that replaces itself: it is cut to the screen's present width, never wraps, never moves the
/// cursor up, and leaves nothing behind.
/// </summary>
internal sealed class StatusLine(TextWriter screen, Func<int> width)
{
    // Carriage return; erase to the end of the line. Without automatic margins, what is too long after all stays within the line.
    private const string Start = "\r", Erase = "\u001b[K", NoWrap = "\u001b[?7l", Wrap = "\u001b[?7h";

    private bool isShown;

    /// <summary>Replaces the line.</summary>
    public void Show(string line)
    {
        // The last column stays empty: some terminals wrap as soon as it is filled.
        screen.Write($"{NoWrap}{Start}{CellWidth.Cut(DisplayText.Of(line), Math.Max(width() - 1, 1))}{Erase}{Wrap}");
        screen.Flush();
        isShown = true;
    }

    /// <summary>Leaves an empty line for what comes next.</summary>
    public void Clear()
    {
        if (!isShown) return;
        screen.Write(Start + Erase);
        screen.Flush();
        isShown = false;
    }
}
