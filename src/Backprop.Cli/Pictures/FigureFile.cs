using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>Saves a figure as the file's extension asks: SVG by ourselves, PNG through a program of the user's.</summary>
internal static class FigureFile
{
    /// <summary>Checks before any work is done that a figure can be written.</summary>
    /// <param name="path">The file; null where no figure is asked for.</param>
    /// <param name="guard">Knows what the command reads.</param>
    /// <exception cref="UsageException">The name ends neither in .svg nor in .png, or is that of a file that the command reads.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Check(string? path, OutputGuard guard)
    {
        if (path is null) return;
        CheckName(path);
        guard.Writes("the figure", path, kind: null);
    }

    private static void CheckName(string path)
    {
        if (!IsPng(path) && !string.Equals(Path.GetExtension(path), ".svg", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"A figure is written as .svg or .png, not as '{Path.GetFileName(path)}'.");
    }

    /// <summary>Writes the figure.</summary>
    /// <param name="figure">What to write.</param>
    /// <param name="path">Ends in .svg or .png; an existing file is replaced, by the whole figure or not at all.</param>
    /// <param name="width">The width of a PNG in pixels.</param>
    /// <param name="theme">Light, dark, or (SVG alone) as the reader's system asks; a PNG is light unless dark is asked for.</param>
    /// <exception cref="InputException">A PNG is asked for and no program can make one.</exception>
    public static void Save(Figure figure, string path, int width = 1600, Theme theme = Theme.Auto)
    {
        CheckName(path);
        if (IsPng(path)) PngProgram.Find().Convert(figure.ToSvg(theme == Theme.Auto ? Theme.Light : theme), path, width);
        else figure.Save(path, theme);
    }

    private static bool IsPng(string path) => string.Equals(Path.GetExtension(path), ".png", StringComparison.OrdinalIgnoreCase);
}
