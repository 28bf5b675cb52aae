using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>Saves a figure by its file extension: SVG directly, PNG with a program on the user's machine.</summary>
internal static class FigureFile
{
    /// <summary>Checks before any work is done that a figure can be written.</summary>
    /// <param name="path">The file; null if no figure is requested.</param>
    /// <param name="guard">The inputs of the command.</param>
    /// <exception cref="UsageException">The extension is neither .svg nor .png, or the file is an input of the command.</exception>
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
    /// <param name="figure">The figure.</param>
    /// <param name="path">The file, ending in .svg or .png; an existing file is replaced by the complete figure or not at all.</param>
    /// <param name="width">The width of a PNG in pixels.</param>
    /// <param name="theme">Light, dark, or (SVG only) the setting of the reader's system; a PNG is light unless dark is requested.</param>
    /// <exception cref="InputException">A PNG is requested and no program that can write one is installed.</exception>
    public static void Save(Figure figure, string path, int width = 1600, Theme theme = Theme.Auto)
    {
        CheckName(path);
        if (IsPng(path)) PngProgram.Find().Convert(figure.ToSvg(theme == Theme.Auto ? Theme.Light : theme), path, width);
        else figure.Save(path, theme);
    }

    private static bool IsPng(string path) => string.Equals(Path.GetExtension(path), ".png", StringComparison.OrdinalIgnoreCase);
}
