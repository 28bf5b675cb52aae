using System.Runtime.CompilerServices;

namespace Backprop.Figures.Tests;

/// <summary>
/// Every figure is byte for byte the approved file beside this one. After a wanted change, run the suite with
/// BACKPROP_APPROVE=1, look at the files in a browser, and commit them.
/// </summary>
public sealed class SnapshotTests
{
    public static TheoryData<string> Names => Gallery.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_figure_is_as_approved(string name)
    {
        var path = Path.Combine(Folder(), name + ".svg");
        var svg = Gallery.Make(name).ToSvg();
        if (Environment.GetEnvironmentVariable("BACKPROP_APPROVE") == "1") File.WriteAllText(path, svg);
        Assert.True(File.Exists(path), $"No approved figure {name}.svg: run once with BACKPROP_APPROVE=1 and look at it.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), svg);
    }

    [Fact]
    public void Every_approved_file_belongs_to_a_figure()
    {
        var names = Gallery.Names.Select(row => row.Data).Order(StringComparer.Ordinal);
        Assert.Equal(names, Directory.EnumerateFiles(Folder(), "*.svg").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal));
    }

    private static string Folder([CallerFilePath] string source = "") => Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(source)!, "Approved")).FullName;
}
