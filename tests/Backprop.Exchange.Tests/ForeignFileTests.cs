namespace Backprop.Exchange.Tests;

public sealed class ForeignFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_format_is_recognized_by_content_whatever_the_name()
    {
        var path = folder.Write("net.csv", File.ReadAllText(Sample.Path("fann_act03_dbl.net")));

        Assert.Equal("FANN network", ForeignFile.Read([path]).Format);
    }

    [Fact]
    public void What_is_not_recognized_is_refused_with_the_formats_that_are()
    {
        var path = folder.Write("letter.txt", "Dear all,\nno net.\n");

        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([path]));

        Assert.StartsWith($"{path}: is not of a format that is recognized; these are: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("FANN network", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ONNX model", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_different_formats_are_refused_together()
    {
        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([Sample.Path("fann_act03_dbl.net"), Sample.Path("cast_noop.onnx")]));

        Assert.Contains("cast_noop.onnx: is of the format ONNX model, but", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_folders_and_empty_files_are_one_line_each()
    {
        var empty = folder.Write("empty.net", "");

        Assert.Equal("nowhere.net: there is no such file", Assert.Throws<ForeignFileException>(() => ForeignFile.Read(["nowhere.net"])).Message);
        Assert.Equal($"{empty}: is empty", Assert.Throws<ForeignFileException>(() => ForeignFile.Read([empty])).Message);
        Assert.Contains("is a folder", Assert.Throws<ForeignFileException>(() => ForeignFile.Read([Path.GetDirectoryName(empty)!])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_least_one_file_is_named() => Assert.Throws<ArgumentException>(() => ForeignFile.Read([]));
}
