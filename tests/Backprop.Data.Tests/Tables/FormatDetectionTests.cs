using System.Text;

namespace Backprop.Data.Tests;

public class FormatDetectionTests
{
    private static readonly TrainedFormat Comma = new(';', '"', ',', ["x"]);
    private static readonly TrainedFormat Point = new(',', '"', '.', ["x", "y"]);

    private static TableFormat Complete(string text, TrainedFormat? trained = null, TableFormat? wanted = null) =>
        FormatDetection.Detect(TextSample.Of(new MemoryStream(Encoding.UTF8.GetBytes(text))), "t.csv", wanted ?? new TableFormat(), trained).Format;

    [Theory]
    [InlineData("x;y\n3,5;8,02\n1,5;4,0\n", ';', ',')]
    [InlineData("3,5;8,02\n1,5;4,0\n", ';', ',')]
    [InlineData("1,25\t2,5\n3,5\t2,1\n", '\t', ',')]
    [InlineData("x|y\n1,25|2,5\n3,5|2,1\n", '|', ',')]
    [InlineData("x,y\n\"1,25\",\"2,5\"\n", ',', ',')]
    [InlineData("x,y\na;b,1.5\nc;d,2.5\n", ',', '.')]
    [InlineData("1,one;two,3\n2,three;four,5\n", ',', '.')]
    [InlineData("x;y\n0,037;0,999\n", ';', ',')]
    [InlineData("1,234,567;2,345,678\n3,234,567;4,345,678\n", ';', '.')]
    [InlineData("1,21,793;2,43,587\n7,62,842;9,25,685\n", ';', '.')]
    public void Delimiter_and_decimal_mark_go_together(string text, char delimiter, char mark)
    {
        var format = Complete(text);
        Assert.Equal((delimiter, mark), (format.Delimiter!.Value, format.DecimalMark!.Value));
    }

    [Theory]
    [InlineData("x\n1,234\n", ';', ',')]
    [InlineData("id;x\n7;1,234\n", ';', ',')]
    [InlineData("id;x\n7;1.5\n8;2.5\n", ';', ',')]
    [InlineData("id,x\n7,1.5\n", ',', '.')]
    [InlineData("id\tx\n7\t1,5\n", '\t', ',')]
    [InlineData("sep=|\nid|x\n7|1,5\n", '|', ',')]
    [InlineData("sep=,\nx\n1.5\n", ',', '.')]
    [InlineData("sep=\"\nx\n1.5\n", ',', '.')]
    public void With_a_model_its_format_and_the_first_row_decide(string text, char delimiter, char mark)
    {
        var format = Complete(text, Comma);
        Assert.Equal((delimiter, mark), (format.Delimiter!.Value, format.DecimalMark!.Value));
    }

    [Theory]
    [InlineData("sep=,\n1,5;2,5\n3,5;4,5\n", ',')]
    [InlineData("\uFEFFSEP=:\r\n1,5:2,5\r\n3,5:4,5\r\n", ':')]
    [InlineData("sep=:\n1,5:2\n3,5:4\n", ':')]
    [InlineData("sep=;x,y\n1,2\n", ',')]   // the line goes on: names of columns
    [InlineData("sep=1\n213\n", ',')]      // no delimiter is a digit
    [InlineData("sep=", ',')]
    [InlineData("1,5;2,5\n3,5;4,5\n", ';')]
    [InlineData("a;b;\n1,5;2\n3,5;4\n", ';')]
    [InlineData("a;b\n\"r;1\";1,5;2\n\"r;2\";3,5;4\n", ';')]
    public void A_first_line_may_state_the_delimiter_and_otherwise_the_rows_do(string text, char delimiter) => Assert.Equal(delimiter, Complete(text).Delimiter);

    [Fact]
    public void Blanks_before_a_quote_do_not_matter()
    {
        var format = Complete("x,y\n1, \"2,5\"\n3, \"4,5\"\n");
        Assert.Equal((',', ','), (format.Delimiter!.Value, format.DecimalMark!.Value));
    }

    [Theory]
    [InlineData(400, 100)]
    [InlineData(2, 100_000)]
    public void The_row_that_the_end_of_the_sample_cuts_is_left_out(int rows, int cells)
    {
        // 256 KiB, or as much more as it takes to see two rows.
        var text = string.Concat(Enumerable.Range(0, rows).Select(row => string.Join(';', Enumerable.Range(0, cells).Select(cell => $"{row},{cell}")) + "\n"));
        var format = Complete(text);
        Assert.Equal((';', ','), (format.Delimiter!.Value, format.DecimalMark!.Value));
    }

    [Fact]
    public void A_single_row_that_the_end_of_the_sample_cuts_is_looked_at_all_the_same()
    {
        var format = Complete($"1,5;2,5;{new string('x', 5_000_000)}\n3,5;4,5;y\n");
        Assert.Equal((';', ','), (format.Delimiter!.Value, format.DecimalMark!.Value));
    }

    [Fact]
    public void What_the_user_says_comes_first()
    {
        var format = Complete("id;x\n7;1,5\n", Comma, new TableFormat { Delimiter = ',', DecimalMark = '.', Quote = '\'', Header = false });
        Assert.Equal((',', '.', '\'', false), (format.Delimiter!.Value, format.DecimalMark!.Value, format.Quote!.Value, format.Header!.Value));
    }

    [Theory]
    [InlineData("y;x\n1,5;2\n")]
    [InlineData("y|x\n1.5|2\n")]
    public void Another_delimiter_is_found_by_the_names_of_the_columns(string text) => Assert.Equal(text[1], Complete(text, Point).Delimiter);

    [Theory]
    [InlineData(';', null)]
    [InlineData(',', null)]
    [InlineData('|', ',')]
    public void The_quote_is_not_a_delimiter(char quote, char? delimiter)
    {
        Assert.NotEqual(quote, Complete("x;y\n1;2\n", wanted: new TableFormat { Quote = quote, Delimiter = delimiter }).Delimiter);
        Assert.NotEqual(quote, Complete("x;y\n1;2\n", Point, new TableFormat { Quote = quote }).Delimiter);
        Assert.Contains("the quote", Assert.Throws<DataException>(() => Complete("x;y\n", wanted: new TableFormat { Quote = quote, Delimiter = quote })).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Complete("x;y\n", wanted: new TableFormat { Quote = ' ' }));
    }

    [Fact]
    public void The_first_row_is_a_header_where_it_names_the_columns_of_the_model()
    {
        var years = new TrainedFormat(',', '"', '.', ["2019"]);
        Assert.True(Complete("2019,2020\n1,2\n", years).Header);
        Assert.False(Complete("a,b\nc,d\n", new TrainedFormat(',', '"', '.', ["column 2"])).Header);
    }
}
