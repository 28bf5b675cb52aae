using System.Text;

namespace Backprop.Exchange.Tests;

public sealed class ArffReaderTests
{
    private const string Header = "% comment\n@RELATION 'a b'\n@attribute 'first one' REAL\n@Attribute \"it's\" {a,'b c',\"?\"}\n@attribute when date \"dd.MM.yyyy\"\n@attribute words string\n\n@DATA\n";

    [Fact]
    public void Keywords_are_read_in_any_case_and_names_in_quotes()
    {
        var attributes = Reader("").Attributes;

        Assert.Equal(["first one", "it's", "when", "words"], attributes.Select(static attribute => attribute.Name));
        Assert.Equal([ArffType.Number, ArffType.Nominal, ArffType.Date, ArffType.Text], attributes.Select(static attribute => attribute.Type));
        Assert.Equal(["a", "b c", "?"], attributes[1].Values);
    }

    [Theory]
    [InlineData("1.5,a,01.01.1970,x", new[] { 1.5, 0, 0, 0 })]
    [InlineData("1.5,\t'b c' , 02.01.1970 , 'x y',", new[] { 1.5, 1, 86_400_000, 0 })] // blanks, tabs, a trailing comma
    [InlineData("?,'?',?,?", new[] { double.NaN, 2, double.NaN, double.NaN })] // in quotes it is a value
    [InlineData("1e3 a 01.01.1970 x {3} % weight 3", new[] { 1000.0, 0, 0, 0 })]
    [InlineData("{0 2, 1 'b c'}", new[] { 2.0, 1, 0, 0 })] // what is left out is 0, the first value, 1970-01-01
    [InlineData("{ }", new[] { 0.0, 0, 0, 0 })]
    [InlineData("{1 ?}, {2.5}", new[] { 0, double.NaN, 0, 0 })]
    public void A_row_is_read_as_Weka_reads_it(string row, double[] values)
    {
        var reader = Reader(row + "\n");

        Assert.True(reader.Read());
        Assert.Equal(values, reader.Row);
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("1,a,01.01.1970", "line 9: the row has 3 values, but there are 4 attributes")]
    [InlineData("1,a,01.01.1970,x,y", "the row has 5 values")]
    [InlineData("nan,a,01.01.1970,x", "attribute 'first one' is 'nan', which is not a finite number")]
    [InlineData("1,A,01.01.1970,x", "attribute 'it's' is 'A', which is not one of its 3 values")]
    [InlineData("1,a,1970-01-01,x", "attribute 'when' is '1970-01-01', which is not a date of the form dd.MM.yyyy")]
    [InlineData("1,'a,01.01.1970,x", "a quote ' is opened, but not closed")]
    [InlineData("{0 1, 7 x}", "'7' stands where the index of an attribute is expected, from 0 to 3")]
    [InlineData("{0 1, 1}", "the sparse row is not a list of index and value pairs")]
    public void A_wrong_row_is_told_with_its_line(string row, string told)
    {
        var reader = Reader(row + "\n");

        Assert.Contains(told, Assert.Throws<ForeignFileException>(() => reader.Read()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@relation x\n@data\n1\n", "there is no '@attribute' before them")]
    [InlineData("@relation x\n@attribute a real\n", "the file ends before '@data'")]
    [InlineData("@relation x\n@attribute a relational\n@data\n", "attribute 'a' is relational")]
    [InlineData("@relation x\n@attribute a double\n@data\n", "attribute 'a' has the type 'double'; it can be numeric")]
    [InlineData("@relation x\n@attribute a {b,c\n@data\n", "are not closed by '}'")]
    [InlineData("@relation x\n@attribute a\n@data\n", "'@attribute' needs a name and a type")]
    [InlineData("@relation x\nattribute a real\n@data\n", "'attribute' stands where '@attribute' or '@data' is expected")]
    public void A_wrong_header_is_told(string text, string told) =>
        Assert.Contains(told, Assert.Throws<ForeignFileException>(() => new ArffReader(new ForeignText("x.arff", Encoding.UTF8.GetBytes(text)))).Message, StringComparison.Ordinal);

    private static ArffReader Reader(string rows) => new(new ForeignText("x.arff", Encoding.UTF8.GetBytes(Header + rows)));
}
