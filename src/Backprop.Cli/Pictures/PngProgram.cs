using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace Backprop.Cli;

/// <summary>A program on the user's machine that converts SVG to PNG: librsvg's converter, or a headless browser.</summary>
internal sealed class PngProgram
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];

    private readonly string path;
    private readonly bool isBrowser;

    private PngProgram(string path, bool isBrowser) => (this.path, this.isBrowser) = (path, isBrowser);

    /// <summary>Finds the first program that is installed.</summary>
    /// <param name="searchPath">Folders to search, in the format of the PATH variable; default: that variable.</param>
    /// <exception cref="InputException">No such program is installed.</exception>
    public static PngProgram Find(string? searchPath = null)
    {
        var folders = (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in (string[])["rsvg-convert", .. Browsers])
        {
            foreach (var folder in folders)
            {
                var file = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
                if (File.Exists(file)) return new PngProgram(file, name != "rsvg-convert");
            }
        }
        throw new InputException("No program that makes PNG files was found: install rsvg-convert (librsvg) or Chromium, or write an .svg file.");
    }

    /// <summary>Writes a PNG of the given width; an existing file is replaced only by a complete one.</summary>
    public void Convert(string svg, string target, int width)
    {
        var folder = Directory.CreateTempSubdirectory("backprop-");
        try
        {
            var (source, made) = (Path.Combine(folder.FullName, "figure.svg"), Path.Combine(folder.FullName, "figure.png"));
            File.WriteAllText(source, svg);
            var arguments = isBrowser ? BrowserArguments(svg, source, made, width) : ["-w", width.ToString(CultureInfo.InvariantCulture), "-o", made, source];
            Run(arguments, made);
            // The temporary folder may be on another disk; moving a file from there is not atomic.
            using var picture = File.OpenRead(made);
            AtomicFile.Write(target, picture.CopyTo);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] BrowserArguments(string svg, string source, string made, int width)
    {
        var root = XDocument.Parse(svg).Root!;
        var (wide, high) = ((double)root.Attribute("width")!, (double)root.Attribute("height")!);
        return
        [
            "--headless", "--disable-gpu", "--no-sandbox", "--hide-scrollbars",
            string.Create(CultureInfo.InvariantCulture, $"--force-device-scale-factor={width / wide:0.####}"),
            string.Create(CultureInfo.InvariantCulture, $"--window-size={wide:0},{high:0}"),
            $"--screenshot={made}", new Uri(source).AbsoluteUri,
        ];
    }

    private void Run(string[] arguments, string made)
    {
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InputException($"{path} could not be started.");
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            process.Kill(entireProcessTree: true);
            throw new InputException($"{path} did not make the PNG file within a minute; write an .svg file instead.");
        }
        if (process.ExitCode != 0 || !File.Exists(made))
            throw new InputException($"{path} could not make the PNG file ({error.GetAwaiter().GetResult().Trim().Split('\n')[^1]}); write an .svg file instead.");
    }
}
