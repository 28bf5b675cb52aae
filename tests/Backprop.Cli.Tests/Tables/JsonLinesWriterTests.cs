using System.Text;

namespace Backprop.Cli.Tests;

public class JsonLinesWriterTests
{
    private static string Write(Action<RowWriter> write, params string[] names)
    {
        using var stream = new MemoryStream();
        using (var writer = new JsonLinesWriter(stream))
        {
            writer.Head(names);
            write(writer);
            writer.Flush();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [Theory]
    [InlineData("1", '.', "1")]
    [InlineData("1,50", ',', "1.5")]
    [InlineData("-0.25", '.', "-0.25")]
    [InlineData("1e300", '.', "1E+300")]
    [InlineData("9007199254740993", '.', "9007199254740993")]
    [InlineData("1e400", '.', "\"1e400\"")]
    [InlineData("12.5%", '.', "\"12.5%\"")]
    [InlineData("NaN", '.', "\"NaN\"")]
    [InlineData("", '.', "null")]
    public void A_number_is_a_number_of_JSON_or_the_text_where_it_cannot_be(string text, char mark, string expected) =>
        Assert.Equal($"{{\"x\":{expected}}}\n", Write(writer =>
        {
            writer.Number(text, mark);
            writer.EndRow();
        }, "x"));

    [Fact]
    public void Many_rows_come_out_whole()
    {
        var text = Write(static writer =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                writer.Cell("a\"b\n");
                writer.Cell("");
                writer.EndRow();
            }
        }, "x", "");
        Assert.Equal(string.Concat(Enumerable.Repeat("{\"x\":\"a\\\"b\\n\",\"#2\":null}\n", 20_000)), text);
    }
}
