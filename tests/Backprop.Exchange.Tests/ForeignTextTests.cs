using System.IO.Compression;
using System.Text;

namespace Backprop.Exchange.Tests;

public sealed class ForeignTextTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("opencv_tiny.yml")]
    public void A_file_packed_by_gzip_is_read_and_refused_if_it_is_cut_off(string sample)
    {
        var packed = Packed(File.ReadAllBytes(Sample.Path(sample)));

        var whole = ForeignFile.Read([Sample.Path(sample)]).Model!.ToBytes();

        var refused = 0;
        for (var length = 0; length <= packed.Length; length++)
        {
            try
            {
                Assert.Equal(whole, ForeignFile.Read([folder.Write(sample + ".gz", packed[..length])]).Model!.ToBytes());
            }
            catch (ForeignFileException)
            {
                refused++;
            }
        }
        // The last bytes are a check and the length: without them all may be there.
        Assert.InRange(refused, packed.Length - 16, packed.Length);
    }

    [Fact]
    public void Cases_of_a_packed_file_have_its_name_without_both_endings()
    {
        var (script, examples) = (folder.Write("net.in", "addNet n 2 1\nloadExamples xor.ex.gz\n"), folder.Write("xor.ex.gz", Packed("I: 0 1 T: 1;\n"u8)));

        var imported = ForeignFile.Read([script, examples]);

        Assert.Equal("xor", Assert.Single(imported.Cases).Name);
        Assert.Empty(imported.Notes);
    }

    [Fact]
    public void What_unpacks_to_very_much_more_is_refused()
    {
        var path = folder.Write("net.yml.gz", Packed(new byte[3 << 20]));

        Assert.Equal(path + ": is longer than 1 MiB unpacked, which no net is that this command reads", Assert.Throws<ForeignFileException>(() => ForeignText.Open(path)).Message);
        var onnx = folder.Write("net.onnx.gz", Packed(File.ReadAllBytes(Sample.Path("cast_noop.onnx"))));
        Assert.Equal(onnx + ": is packed by gzip, which is not read of ONNX; unpack it first", Assert.Throws<ForeignFileException>(() => ForeignFile.Read([onnx])).Message);
    }

    [Fact]
    public void Text_is_decoded_by_its_mark_then_as_UTF_8_then_as_Latin_1()
    {
        Assert.Equal("é", new ForeignText("f", [0xEF, 0xBB, 0xBF, 0xC3, 0xA9]).Text);
        Assert.Equal("é", new ForeignText("f", [0xC3, 0xA9]).Text);
        Assert.Equal("é", new ForeignText("f", [0xE9]).Text);
        Assert.Equal("é", new ForeignText("f", [0xFF, 0xFE, 0xE9, 0x00]).Text);
        Assert.Equal("é", new ForeignText("f", [0xFE, 0xFF, 0x00, 0xE9]).Text);
    }

    [Fact]
    public void The_first_line_is_the_first_that_is_not_blank() => Assert.Equal("FANN", Of("\r\n  \r\n FANN \r\nb").Start.FirstLine);

    [Fact]
    public void Words_are_read_one_by_one_and_their_lines_are_counted()
    {
        var words = Of("3 1.5\n\n-2e3\tx").Words;

        Assert.Equal(3, words.Count("a count"));
        Assert.Equal(1.5, words.Number("a number"));
        Assert.Equal(1, words.Line);
        Assert.Equal(-2000, words.Number("a number"));
        Assert.Equal(3, words.Line);
        Assert.Equal("f, line 3: 'x' stands where a number is expected; it must be a finite number", Assert.Throws<ForeignFileException>(() => words.Number("a number")).Message);
        Assert.Equal("f, line 3: the file ends where a count is expected; it is cut short", Assert.Throws<ForeignFileException>(() => words.Count("a count")).Message);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("1,5")]
    public void Numbers_are_finite_and_have_a_decimal_point(string word) => Assert.Throws<ForeignFileException>(() => Of(word).Words.Number("a number"));

    [Theory]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("6")]
    [InlineData("99999999999")]
    public void Counts_are_whole_and_at_most_what_makes_sense(string word) => Assert.Throws<ForeignFileException>(() => Of(word).Words.Count("a count", 5));

    private static byte[] Packed(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(content);
        return packed.ToArray();
    }

    private static ForeignText Of(string text) => new("f", Encoding.UTF8.GetBytes(text));
}
