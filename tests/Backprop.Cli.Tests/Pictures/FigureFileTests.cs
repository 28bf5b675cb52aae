using Backprop.Figures;

namespace Backprop.Cli.Tests;

public sealed class FigureFileTests : IDisposable
{
    private static readonly Figure Small = new HintonDiagram { Values = new double[,] { { 1, -1 } } };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("backprop-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void An_svg_file_needs_no_other_program()
    {
        var path = Path.Combine(folder.FullName, "weights.SVG");
        FigureFile.Save(Small, path, theme: Theme.Dark);
        Assert.Equal(Small.ToSvg(Theme.Dark), File.ReadAllText(path));
    }

    [Fact]
    public void Another_extension_is_refused_by_name() =>
        Assert.Contains("'weights.jpg'", Assert.Throws<UsageException>(() => FigureFile.Save(Small, Path.Combine(folder.FullName, "weights.jpg"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_a_program_for_png_the_message_says_what_to_install() =>
        Assert.Contains("install rsvg-convert (librsvg) or Chromium, or write an .svg file", Assert.Throws<InputException>(() => PngProgram.Find(folder.FullName)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_program_that_fails_is_named_and_leaves_the_old_file()
    {
        if (OperatingSystem.IsWindows()) return;
        var converter = Path.Combine(folder.FullName, "rsvg-convert");
        File.WriteAllText(converter, "#!/bin/sh\necho no such font >&2\nexit 4\n");
        File.SetUnixFileMode(converter, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var target = Path.Combine(folder.FullName, "x.png");
        File.WriteAllText(target, "old");
        var error = Assert.Throws<InputException>(() => PngProgram.Find(folder.FullName).Convert(Small.ToSvg(Theme.Light), target, 600));
        Assert.Contains("no such font", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(target));
    }

    [Fact]
    public void A_program_that_works_is_given_the_width_and_its_picture_is_kept()
    {
        if (OperatingSystem.IsWindows()) return;
        var converter = Path.Combine(folder.FullName, "rsvg-convert");
        File.WriteAllText(converter, "#!/bin/sh\necho \"$1 $2 $3\" > \"$4\"\n");
        File.SetUnixFileMode(converter, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var target = Path.Combine(folder.FullName, "x.png");
        PngProgram.Find(folder.FullName).Convert(Small.ToSvg(Theme.Light), target, 600);
        Assert.Equal("-w 600 -o\n", File.ReadAllText(target));
    }
}
