using System.Text;

namespace Backprop.Data.Tests;

public class JsonLinesTests
{
    private const string Lines = """
        {"x":0.1,"color":"red","ok":true,"code":"007","y":"a"}
        {"x":-2.5e3,"color":"blue","ok":false,"code":"7","y":"b"}

        {"color":"NA","ok":null,"code":"7","n":3,"y":"a"}
        {"x":1e-7,"color":"red","ok":true,"n":4,"code":"007","y":"b"}
        """;

    private static readonly ColumnChoices ToY = new() { Targets = ["y"] };

    private static Table Read(string text, ColumnChoices? choices = null)
    {
        using var file = new TemporaryFile(text);
        return Table.Read(file.Path, choices ?? ToY);
    }

    private static string Problem(string text, ColumnChoices? choices = null) => Assert.Throws<DataException>(() => Read(text, choices)).Message;

    [Theory]
    [InlineData("{\"x\":NaN,\"y\":1}\n{\"x\":1,\"y\":2}\n")]
    [InlineData("{ \"x\" : Infinity, \"y\" : 1 }\n")]
    [InlineData("{\"x\":1 \"y\":1}\n")]
    public void An_object_that_is_not_well_formed_is_named_in_the_first_line_too(string text) =>
        Assert.Contains("line 1: is not a JSON object in one line, as every line of JSON Lines is: ", Problem(text), StringComparison.Ordinal);

    [Fact]
    public void Lines_give_the_table_that_the_same_values_give_as_delimited_text()
    {
        // In text "NA" would be a missing value, and 007 and 7 might be numbers.
        var text = Read("x,color,ok,code,n,y\n0.1,red,true,007,,a\n-2.5e3,blue,false,7,,b\n,'NA',,7,3,a\n1e-7,red,true,007,4,b\n".Replace("'NA'", "NAA", StringComparison.Ordinal));

        SameTables.Check(text, Read(Lines.Replace("\"NA\"", "\"NAA\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_word_for_a_missing_value_in_quotes_is_a_value_unless_the_user_says_so()
    {
        var color = Assert.IsType<CategoryColumn>(Read(Lines)["color"]);
        Assert.Equal(["NA", "blue", "red"], color.Categories);

        using var file = new TemporaryFile(Lines);
        Assert.True(Table.Read(file.Path, ToY, new TableFormat { Missing = ["na"] })["color"].IsMissing(2));
    }

    [Fact]
    public void A_property_that_a_line_lacks_is_missing_and_its_column_stands_where_it_first_comes()
    {
        var table = Read(Lines);

        Assert.Equal(["x", "color", "ok", "code", "n", "y"], table.Columns.Select(static c => c.Name));
        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(table["n"].IsMissing));
        Assert.True(table["x"].IsMissing(2));
    }

    [Fact]
    public void Digits_in_quotes_are_words()
    {
        var code = Assert.IsType<CategoryColumn>(Read(Lines)["code"]);
        Assert.Equal(["007", "7"], code.Categories);
    }

    [Fact]
    public void Whole_numbers_above_the_precision_of_a_double_are_compared_to_the_last_digit_as_categories()
    {
        var lines = string.Concat(Enumerable.Range(0, 4).Select(static i => $"{{\"id\":{9007199254740992 + (i % 2)},\"y\":{i}}}\n"));

        Assert.Equal(["9007199254740992", "9007199254740993"], Assert.IsType<CategoryColumn>(Read(lines, ToY with { Categories = ["id"] })["id"]).Categories);
    }

    [Theory]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":[1],\"y\":2}\n", "line 2, column 'a': holds an array; expected a finite number")]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":{\"b\":1},\"y\":2}\n", "line 2, column 'a': holds an object; expected a finite number")]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":1,\"y\":2\n", "line 2: is not a JSON object in one line")]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":1,\"y\":2} 3\n", "line 2: is not a JSON object in one line")]
    [InlineData("{\"a\":1,\"y\":2}\n[1,2]\n", "line 2: is an array; expected a JSON object")]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":1,\"a\":2}\n", "line 2, column 'a': has the property twice")]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":1e999,\"y\":2}\n{\"a\":2,\"y\":3}\n", "line 2, column 'a': holds 1e999; expected a finite number")]
    [InlineData("{\n\"a\":1,\"y\":2}\n", "line 1: is not a JSON object in one line")]
    public void What_is_wrong_is_named_with_its_line(string text, string expected) => Assert.Contains(expected, Problem(text), StringComparison.Ordinal);

    [Fact]
    public void A_column_of_lists_may_be_ignored() => Assert.Equal(["a", "y"], Read("{\"a\":1,\"b\":[1],\"y\":2}\n{\"a\":2,\"b\":[],\"y\":3}\n", ToY with { Ignored = ["b"] }).Columns.Select(static c => c.Name));

    [Fact]
    public void A_model_reads_lines_from_a_stream_in_which_further_properties_come_later()
    {
        var table = Read(Lines);
        var encoding = EncodingFit.Fit(table, [0, 1, 2, 3]);
        using var reader = encoding.Open(new MemoryStream(Encoding.UTF8.GetBytes(Lines + "\n{\"later\":[1],\"x\":2,\"color\":\"green\"}\n")), "standard input");
        var encoder = new RowEncoder(encoding, reader, UnseenCategory.AllOff);
        var inMemory = new TableRowEncoder(encoding, table);
        var (states, expected) = (new double[encoding.InputSize], new double[encoding.InputSize]);
        for (var row = 0; row < 4; row++)
        {
            Assert.True(reader.Read());
            encoder.Encode<double>(states);
            inMemory.Encode<double>(row, expected);
            Assert.Equal(expected, states);
        }
        Assert.True(reader.Read());
        encoder.Encode<double>(states);
        Assert.Equal(("color", 6L, "line"), (Assert.Single(encoder.Unseen).Column, Assert.Single(encoder.Unseen).Line, Assert.Single(encoder.Unseen).RowWord));
        Assert.False(reader.Read());
    }

    [Fact]
    public void Lines_longer_than_the_buffer_and_without_a_line_break_at_the_end_are_read()
    {
        var word = new string('w', 100_000);

        Assert.Equal([word, "v"], Assert.IsType<CategoryColumn>(Read($"{{\"a\":\"{word}\",\"y\":1}}\r\n{{\"a\":\"v\",\"y\":2}}", ToY with { Categories = ["a"] })["a"]).Categories.OrderDescending(StringComparer.Ordinal));
    }
}
