namespace Backprop.Cli;

/// <summary>
/// One line at the bottom of a screen that is redrawn in place: it is cut to the current width of the screen, never wraps, never moves the
/// cursor up, and is cleared at the end.
/// </summary>
internal sealed class StatusLine(TextWriter screen, Func<int> width)
{
    // Carriage return; erase to the end of the line. Without automatic margins, text that is too long nevertheless stays within the line.
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

    /// <summary>Clears the line.</summary>
    public void Clear()
    {
        if (!isShown) return;
        screen.Write(Start + Erase);
        screen.Flush();
        isShown = false;
    }
}
