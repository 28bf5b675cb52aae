using System.Text;

namespace Backprop.Data.Tests;

public class RowEncoderTests
{
    private static readonly TableEncoding Comma = new([new NumberEncoding("x", 0, 1)], [new NumberEncoding("y", 0, 1)]) { Delimiter = ';', DecimalMark = ',' };
    private static readonly TableEncoding Point = Comma with { Delimiter = ',', DecimalMark = '.' };

    private static double[] Encode(TableEncoding encoding, string text, TableFormat? format = null, bool withModel = true)
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var reader = withModel ? encoding.Open(stream, "t.csv", format) : TableReader.Open(stream, "t.csv", format);
        var encoder = new RowEncoder(encoding, reader);
        var states = new List<double>();
        var state = new double[1];
        while (reader.Read())
        {
            encoder.Encode(state.AsSpan());
            states.Add(state[0]);
        }
        return [.. states];
    }

    [Fact]
    public void A_row_does_not_depend_on_other_rows()
    {
        foreach (var withModel in new[] { true, false })
        {
            Assert.Equal([1.234], Encode(Comma, "id;x\n7;1,234\n", withModel: withModel));
            Assert.Equal([1.234, 2.5], Encode(Comma, "id;x\n7;1,234\n8;2,5\n", withModel: withModel));
            Assert.Equal([1.5, 2], Encode(Point, "id,x\n7,1.5\n8,2\n", withModel: withModel));
        }
    }

    [Fact]
    public void A_column_without_influence_may_be_missing_and_its_units_are_0()
    {
        var encoding = new TableEncoding([new NumberEncoding("x", 0, 1), new NumberEncoding("gone", 5, 1) { IsConstant = true }], [new NumberEncoding("y", 0, 1)]);
        using var reader = encoding.Open(new MemoryStream("x\n7\n"u8.ToArray()), "t.csv");
        double[] states = [9, 9];
        Assert.True(reader.Read());
        new RowEncoder(encoding, reader).Encode(states.AsSpan());
        Assert.Equal([7, 0], states);
    }

    [Fact]
    public void A_number_beyond_the_range_of_the_states_is_named_by_file_line_and_column()
    {
        using var reader = Point.Open(new MemoryStream("id,x\n1,2\n2,1e300\n"u8.ToArray()), "t.csv");
        var encoder = new RowEncoder(Point, reader);
        var states = new float[1];
        Assert.True(reader.Read());
        encoder.Encode(states.AsSpan());
        Assert.True(reader.Read());
        Assert.StartsWith("t.csv, line 3, column 'x': holds 1E+300, which is too far from the values of the training rows", Assert.Throws<DataException>(() => encoder.Encode(states.AsSpan())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_row_names_the_columns_that_have_an_influence_also_where_a_name_is_a_number()
    {
        var years = new TableEncoding([new NumberEncoding("2019", 0, 1), new NumberEncoding("gone", 5, 1) { IsConstant = true }], [new NumberEncoding("y", 0, 1)]);
        using var reader = years.Open(new MemoryStream("2019\n7\n"u8.ToArray()), "t.csv");
        Assert.Equal(["2019"], reader.Columns);
    }

    [Theory]
    [InlineData(null, "03/02/2024")]
    [InlineData("dd.MM.yyyy", "03.02.2024")]
    public void Dates_are_written_as_in_the_training_table_unless_a_format_is_given(string? format, string cell)
    {
        var dates = new TableEncoding([new DateEncoding("when", 738900, 1)], [new NumberEncoding("y", 0, 1)]) { DateFormat = "dd/MM/yyyy" };
        Assert.Equal([18], Encode(dates, $"when\n{cell}\n", new TableFormat { DateFormat = format }));
    }

    [Fact]
    public void Categories_not_seen_in_training_are_all_zeros_and_counted_with_the_first_of_each_column()
    {
        var encoding = new TableEncoding([new CategoryEncoding("a", ["red", "blue"]), new CategoryEncoding("b", ["x", "y"])], [new NumberEncoding("y", 0, 1)]);
        using var reader = encoding.Open(new MemoryStream("a,b\nred,x\ngreen,x\npink,z\nblue,y\n"u8.ToArray()), "t.csv");
        var encoder = new RowEncoder(encoding, reader, UnseenCategory.AllOff);
        var states = new List<double[]>();
        while (reader.Read())
        {
            double[] state = [9, 9, 9, 9];
            encoder.Encode(state.AsSpan());
            states.Add(state);
        }

        Assert.Equal([[1, 0, 1, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 1, 0, 1]], states);
        Assert.Equal([new UnseenCount("a", 2, "green", 3), new UnseenCount("b", 1, "z", 4)], encoder.Unseen);
    }

    [Fact]
    public void A_single_column_needs_no_delimiter()
    {
        Assert.Equal([1.234], Encode(Comma, "x\n1,234\n"));
        Assert.Equal([1.234, 0.5], Encode(Comma with { Delimiter = ',' }, "x\n1,234\n\"0,5\"\n"));
    }

    [Fact]
    public void A_table_with_commas_between_cells_has_decimal_points()
    {
        Assert.Equal([1.234, 1234567], Encode(Comma, "id,x\n7,1.234\n8,\"1,234,567\"\n"));
        Assert.Equal([1.5], Encode(Comma, "id\tx\n7\t1,5\n"));
    }

    [Theory]
    [InlineData("id;x\n1;1\n7;2.5\n", "t.csv, line 3, column 'x': holds '2.5', which is a number with a decimal point only, but a decimal comma is in force", ".")]
    [InlineData("id,x\n7,\"2,5\"\n", "t.csv, line 2, column 'x': holds '2,5', which is a number with a decimal comma only, but a decimal point is in force", ",")]
    [InlineData("id,x\n7,\"1,234\"\n", "t.csv, line 2, column 'x': holds '1,234', which is 1234 with a decimal point but 1.234 with a decimal comma; the delimiter is not that of the training table", null)]
    [InlineData("id\tx\n7\t1.234\n", "t.csv, line 2, column 'x': holds '1.234', which is 1234 with a decimal comma but 1.234 with a decimal point; the delimiter is not that of the training table", null)]
    public void A_cell_that_the_mark_in_force_cannot_tell_is_refused(string text, string message, string? mark)
    {
        var e = Assert.Throws<DataException>(() => Encode(Comma, text));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
        Assert.Equal([new Remedy(RemedyKind.NameDecimalMark, mark)], e.Remedies);
    }

    [Fact]
    public void A_decimal_mark_that_is_given_is_in_force()
    {
        Assert.Equal([2.5, 1234], Encode(Comma, "id;x\n7;2.5\n7;1,234\n", new TableFormat { DecimalMark = '.' }));
        Assert.Equal([1.234, 2.5], Encode(Point, "id;x\n7;1,234\n8;2,5\n", new TableFormat { DecimalMark = ',' }));
    }

    [Fact]
    public void Groups_of_thousands_are_read_where_the_delimiter_is_that_of_the_training_table() =>
        Assert.Equal([1234, 1000], Encode(Point, "id,x\n7,\"1,234\"\n8,\"1,000\"\n"));
}
