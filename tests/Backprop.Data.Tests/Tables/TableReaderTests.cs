using System.Text;

namespace Backprop.Data.Tests;

public class TableReaderTests
{
    private static List<string[]> Rows(string text, TableFormat? format = null)
    {
        using var reader = TableReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv", format);
        var rows = new List<string[]> { reader.Columns.ToArray() };
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.Columns.Count).Select(reader.Text)]);
        return rows;
    }

    private static DataException Fails(string text, TableFormat? format = null) => Assert.Throws<DataException>(() => Rows(text, format));

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a;b\n1;2\n")]
    [InlineData("a\tb\n1\t2\n")]
    [InlineData("a|b\r\n1|2\r\n")]
    [InlineData("a , b\n 1 ,2")]
    [InlineData("sep=;\na;b\n1;2\n")]
    [InlineData("\n\na,b\n\n1,2\n\n")]
    public void Usual_delimiters_are_detected(string text) => Assert.Equal([["a", "b"], ["1", "2"]], Rows(text));

    [Fact]
    public void A_row_longer_than_a_row_can_be_is_refused_by_its_line()
    {
        using var file = new TemporaryFile(Encoding.ASCII.GetBytes("a,b\n1,2\n" + new string(',', 9_000_000) + "\n"), zipped: true);
        using var reader = TableReader.Open(file.Path);
        Assert.True(reader.Read());
        var message = Assert.Throws<DataException>(() => reader.Read()).Message;
        Assert.Contains("line 3: has a row of more than 8 MiB", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delimiter_can_be_given() =>
        Assert.Equal([["a,x", "b"], ["1", "2"]], Rows("a,x:b\n1:2\n", new TableFormat { Delimiter = ':' }));

    [Fact]
    public void Quotes_keep_delimiters_line_breaks_and_quotes() =>
        Assert.Equal([["a", "b"], ["x,y", "say \"no\"\nor yes"]], Rows("a,b\n\"x,y\",\"say \"\"no\"\"\nor yes\"\n"));

    [Fact]
    public void The_quote_can_be_given() =>
        Assert.Equal([["a", "b"], ["x,y", "z"]], Rows("a,b\n'x,y',z\n", new TableFormat { Quote = '\'' }));

    [Fact]
    public void A_first_row_with_a_number_is_no_header() =>
        Assert.Equal([["column 1", "column 2"], ["1", "x"], ["2", "y"]], Rows("1,x\n2,y\n"));

    [Fact]
    public void A_header_of_numbers_can_be_insisted_on() =>
        Assert.Equal([["2019", "2020"], ["1", "2"]], Rows("2019,2020\n1,2\n", new TableFormat { Header = true }));

    [Fact]
    public void A_header_can_be_denied() =>
        Assert.Equal([["column 1"], ["a"], ["b"]], Rows("a\nb\n", new TableFormat { Header = false, Delimiter = ',' }));

    public static TheoryData<string, byte[]> Encoded => new()
    {
        { "utf-8", Encoding.UTF8.GetBytes("höhe,b\n1,ß\n") },
        { "utf-8 with mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("höhe,b\n1,ß\n")] },
        { "utf-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("höhe,b\n1,ß\n")] },
        { "utf-16BE", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("höhe,b\n1,ß\n")] },
        { "utf-32", [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes("höhe,b\n1,ß\n")] },
        { "windows-1252", Encoding.Latin1.GetBytes("höhe,b\n1,ß\n") },
    };

    [Theory]
    [MemberData(nameof(Encoded))]
    public void The_encoding_is_detected(string encoding, byte[] bytes)
    {
        using var reader = TableReader.Open(new MemoryStream(bytes), "t.csv");
        Assert.Equal(encoding.Split(" with")[0], reader.Format.Encoding!.WebName);
        Assert.Equal(["höhe", "b"], reader.Columns);
        Assert.True(reader.Read());
        Assert.Equal("ß", reader.Text(1));
    }

    [Fact]
    public void A_gzip_file_reads_like_a_plain_one()
    {
        using var file = new TemporaryFile("a,b\n1,2\n"u8.ToArray(), zipped: true);
        using var reader = TableReader.Open(file.Path);
        Assert.Equal(["a", "b"], reader.Columns);
        Assert.True(reader.Read());
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("a;b\n1,5;x\n2;y\n", ',')]
    [InlineData("a;b\n1.5;x\n", '.')]
    [InlineData("a;b\n1,500;2.5\n", '.')]
    [InlineData("a,b\n\"1,5\",x\n", ',')]
    public void The_decimal_mark_is_detected(string text, char mark)
    {
        using var reader = TableReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv");
        Assert.Equal(mark, reader.Format.DecimalMark);
    }

    [Fact]
    public void A_ragged_row_is_named_by_file_and_line()
    {
        var e = Fails("a,b\n1,2\n\n\"x\ny\",3\n1,2,3\n");
        Assert.Equal((6L, "t.csv"), (e.Line!.Value, e.File));
        Assert.StartsWith("t.csv, line 6: has 3 cells, but the first row has 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_name_that_comes_twice_is_refused() =>
        Assert.StartsWith("t.csv, line 1: columns 1 and 3 are both named 'a'", Fails("a,b,a\n1,2,3\n").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a,b\n1,\"2\n3,4\n", 2)]
    [InlineData("a,b\n1,2\n3,\"4\"5\n", 3)]
    public void Wrong_quoting_is_named_by_line(string text, long line)
    {
        var e = Fails(text);
        Assert.Equal(line, e.Line);
        Assert.Contains("quot", e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void An_empty_file_is_refused(string text) => Assert.Contains("is empty", Fails(text).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("504B03041400", "a workbook (.xlsx) or ZIP archive; expected rows of text: save the sheet as CSV")]
    [InlineData("504B030400000000000000000000000000000000000000000000000000006D696D65747970656170706C69636174696F6E2F766E642E6F617369732E6F70656E646F63756D656E742E7370726561647368656574", "an OpenDocument sheet (.ods); expected rows of text: save it as .xlsx or as CSV")]
    [InlineData("FFFFFFFF10010000", "an Arrow stream; expected rows of text: write it as an Arrow file (Feather), or as CSV")]
    [InlineData("D0CF11E0A1B11AE1", "a workbook (.xls); expected rows of text: save the sheet as CSV")]
    [InlineData("5041523115041510", "a Parquet file; expected rows of text: save the table as CSV")]
    [InlineData("934E554D50590100", "a NumPy array; expected rows of text")]
    [InlineData("425A6839314159265359AAAA", "a bzip2 file; expected rows of text: decompress it")]
    [InlineData("464541310000", "a Feather file of version 1; expected rows of text: write it as version 2, which is an Arrow file, or as CSV")]
    [InlineData("4F626A010000", "an Avro file; expected rows of text: save the table as CSV")]
    [InlineData("24464C3240282329", "a file of SPSS; expected rows of text: save the table as CSV")]
    [InlineData("524458330A580A", "a file of R; expected rows of text: write the table with write.csv")]
    [InlineData("3C21444F43545950452068746D6C3E", "an HTML page; expected rows of text: save the table as CSV")]
    [InlineData("5B0A20207B2261223A317D5D", "a JSON array; expected rows of text: write one object per line, without the brackets and the commas between them (JSON Lines)")]
    [InlineData("40000000000000007B225F5F", "a safetensors file, such as a model; expected rows of text")]
    [InlineData("08091208626163", "an ONNX file; expected rows of text")]
    [InlineData("000008030000", "an IDX file; expected rows of text")]
    public void A_file_of_another_kind_is_refused_by_what_it_looks_like(string bytes, string kind)
    {
        using var file = new TemporaryFile("");
        File.WriteAllBytes(file.Path, [.. Convert.FromHexString(bytes), 0xC3, 0x28, (byte)'\n', (byte)',', 0]);
        var error = Assert.Throws<DataException>(() => TableReader.Open(file.Path));
        Assert.Equal($"{file.Path}: is not a text table: it begins like {kind}", error.Message);
        Assert.Empty(error.Remedies);
    }

    [Fact]
    public void A_table_whose_first_name_begins_like_another_file_is_a_table()
    {
        Assert.Equal(["PAR1", "y"], Names("PAR1,y\n1,2\n"));
        Assert.Equal(["BZh", "y"], Names("BZh,y\n1,2\n"));

        static IReadOnlyList<string> Names(string text)
        {
            using var file = new TemporaryFile(text);
            using var reader = TableReader.Open(file.Path);
            return reader.Columns;
        }
    }

    [Fact]
    public void A_file_with_zero_bytes_is_no_text_in_any_encoding_of_single_bytes()
    {
        using var file = new TemporaryFile("");
        File.WriteAllBytes(file.Path, [(byte)'a', 0xE9, (byte)',', 0, (byte)'\n']);
        var error = Assert.Throws<DataException>(() => TableReader.Open(file.Path));
        Assert.Equal($"{file.Path}: is not a text table: it holds zero bytes; expected rows of text", error.Message);
        Assert.Equal([new Remedy(RemedyKind.NameEncoding, "utf-16")], error.Remedies);
    }

    [Fact]
    public void A_binary_file_is_refused() => Assert.Contains("zero bytes", Fails("a,b\0\n1,2\n").Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_refused()
    {
        Assert.Contains("no such file", Assert.Throws<DataException>(() => TableReader.Open("nowhere/x.csv")).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<DataException>(() => TableReader.Open(AppContext.BaseDirectory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_gzip_file_is_refused()
    {
        using var file = new TemporaryFile([0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Contains("gzip", Assert.Throws<DataException>(() => TableReader.Open(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_in_the_encoding_is_named_by_line_and_column()
    {
        var text = new StringBuilder("a,b\n");
        for (var i = 0; i < 100_000; i++)
            text.Append("1,x\n");
        using var reader = TableReader.Open(new MemoryStream([.. Encoding.UTF8.GetBytes(text.ToString()), (byte)'1', (byte)',', 0xFF, (byte)'\n']), "t.csv");
        for (var i = 0; i < 100_001; i++)
            Assert.True(reader.Read());
        var e = Assert.Throws<DataException>(() => reader.Text(1));
        Assert.StartsWith("t.csv, line 100002, column 'b': is not valid UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_before_the_table_are_skipped_and_lines_are_counted_with_them()
    {
        Assert.Equal([["a", "b"], ["1", "2"], ["#3", "4"]], Rows("# made by X, 2020\n#\na,b\n1,2\n#3,4\n"));
        Assert.StartsWith("t.csv, line 4: has 3 cells", Fails("# made by X\na,b\n1,2\n1,2,3\n").Message, StringComparison.Ordinal);
        Assert.StartsWith("t.csv, line 4: is wrongly quoted", Fails("# made by X\na,b\n1,2\n1,\"2\n").Message, StringComparison.Ordinal);
        using var reader = TableReader.Open(new MemoryStream([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("# \u00FC;\r\na;b\r\n1;\u00FC\r\n")]), "t.csv");
        Assert.Equal(["a", "b"], reader.Columns);
        Assert.True(reader.Read());
        Assert.Equal("\u00FC", reader.Text(1));
        Assert.Equal("1 line before the table begins with '#' and is skipped", Assert.Single(reader.Notes).Text);
    }

    [Theory]
    [InlineData("a,b\n1,2,\n3,4,\n")]
    [InlineData("a,b,\n1,2\n3,4\n")]
    [InlineData("a,b\n1,2\n3,4,,\n")]
    [InlineData("\" a \",b\u00A0\n1,2\n3,4\n")]
    public void A_delimiter_at_the_end_and_blanks_around_names_mean_nothing(string text) =>
        Assert.Equal([["a", "b"], ["1", "2"], ["3", "4"]], Rows(text));

    [Fact]
    public void Names_are_the_same_in_either_Unicode_form_and_on_one_line() =>
        Assert.Equal(["h\u00F6he in cm", "b"], Rows("\"ho\u0308he\nin  cm\",b\n1,2\n")[0]);

    [Theory]
    [InlineData("\"a\",\"b\"\n\"1\",2,3\n\"2\",4,5\n")]
    [InlineData("\"a\" \"b\"\n\"1\" 2 3\n\"2\" 4 5\n")]
    [InlineData("\"a\",\"b\"\n \"1\",2,3\n \"2\",4,5\n")]
    [InlineData("a\tb\nr1\t2\t3\nr2\t4\t5\n")]
    public void A_first_row_one_name_short_leaves_the_names_of_the_rows_without_a_name(string text) =>
        Assert.Equal(["", "a", "b"], Rows(text)[0]);

    [Fact]
    public void Numbers_with_the_delimiter_as_their_decimal_mark_are_not_taken_for_names_of_rows() =>
        Assert.StartsWith("t.csv, line 2: has 3 cells, but the first row has 2", Fails("x,y\n1,5,2\n2,5,4\n").Message, StringComparison.Ordinal);

    [Fact]
    public void Names_of_rows_are_taken_for_such_only_where_every_row_has_one()
    {
        using var reader = TableReader.Open(new MemoryStream("a\tb\nr1\t2\t3\n"u8.ToArray()), "t.csv");
        Assert.Equal("the first row has one name less than the rows have cells; their first cells are taken as names of the rows", Assert.Single(reader.Notes).Text);
        Assert.StartsWith("t.csv, line 2: has 3 cells, but the first row has 2", Fails("a,b\nr1,1,2\n3,4\n").Message, StringComparison.Ordinal);
        Assert.StartsWith("t.csv, line 2: has 2 cells, but the first row has 3", Fails("a,b,c\n1,2\n3,4\n").Message, StringComparison.Ordinal);
        Assert.StartsWith("t.csv, line 3: has 2 cells, but the first row has 3", Fails("a,b,c\n1,2,3\n3,4\n").Message, StringComparison.Ordinal);
        foreach (var number in new[] { "+1", "-1", ".5" })
            Assert.StartsWith("t.csv, line 2: has 3 cells, but the first row has 2", Fails($"x,y\n{number},5,2\n{number},5,4\n").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_rows_are_found_in_a_text_longer_than_the_sample()
    {
        var cell = new string('x', 1_000);
        var rows = Rows("a\tb\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"r{i}\t{cell}\t{i}\n")));
        Assert.Equal(["", "a", "b"], rows[0]);
        Assert.Equal(["r299", cell, "299"], rows[300]);
        Assert.StartsWith("t.csv, line 2: has 3 cells, but the first row has 2", Fails("a\tb\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"r{i}\t{cell}{(i == 100 ? "" : $"\t{i}")}\n"))).Message, StringComparison.Ordinal);
        Assert.Equal(["", "a", "b"], Rows($"a\tb\nr0\t1\t{new string('x', 5_000_000)}\n")[0]); // not even one whole row in sight
    }

    [Fact]
    public void A_column_without_a_name_and_a_delimiter_at_the_end_of_rows_of_words_are_not_names_of_rows()
    {
        Assert.Equal([["a", "b", ""], ["1", "2", "5"]], Rows("a,b,\n1,2,5\n"));
        Assert.Equal([["a", "b"], ["x", "2"], ["y", "4"]], Rows("a,b\nx,2,\ny,4,\n"));
    }

    [Fact]
    public void Names_in_a_comment_as_NumPy_writes_them_are_names() => Assert.Equal([["x", "y"], ["1", "2"]], Rows("# x,y\n1,2\n"));

    [Fact]
    public void Names_that_are_not_in_the_encoding_given_are_refused()
    {
        var e = Assert.Throws<DataException>(() => TableReader.Open(new MemoryStream([(byte)'a', (byte)',', 0xFF, .. "\n1,2\n"u8]), "t.csv", new TableFormat { Encoding = Encoding.UTF8 }));
        Assert.Contains("is not valid UTF-8; the file has another encoding", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_are_skipped_in_the_encoding_given() =>
        Assert.Equal([["a", "b"], ["1", "2"]], Read(Encoding.Unicode.GetBytes("# c\na,b\n1,2\n"), new TableFormat { Encoding = Encoding.Unicode }));

    private static List<string[]> Read(byte[] bytes, TableFormat format)
    {
        using var reader = TableReader.Open(new MemoryStream(bytes), "t.csv", format);
        var rows = new List<string[]> { reader.Columns.ToArray() };
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.Columns.Count).Select(reader.Text)]);
        return rows;
    }

    [Theory]
    [InlineData("a,b\n1,\"2\n3,4\n", "a quoted field that begins in this row is never closed")]
    [InlineData("a,b\n3,\"4\"5\n", "text follows the closing quote of a field; within quotes a quote is written twice")]
    [InlineData("a,b\n3,4\"5\n", "a quote stands within a field that does not begin with one; a field that holds quotes is quoted, and the quotes in it are written twice")]
    public void What_is_wrong_with_the_quotes_is_said(string text, string problem)
    {
        var e = Fails(text);
        Assert.Equal("t.csv, line 2: is wrongly quoted: " + problem, e.Message);
        Assert.Equal(RemedyKind.NameQuote, Assert.Single(e.Remedies).Kind);
    }

    [Theory]
    [InlineData("a\tb\n1\t2\n1\t2\t3\n", "is 'tab' the delimiter")]
    [InlineData("a;b\n1;2\n1;2;3\n", "is ';' the delimiter")]
    public void A_ragged_row_makes_one_ask_for_the_delimiter(string text, string question) => Assert.Contains(question, Fails(text).Message, StringComparison.Ordinal);

    [Fact]
    public void The_line_that_states_the_delimiter_is_not_a_row()
    {
        Assert.Equal([["a", "b", "c"], ["1", "2", "3"]], Rows("sep=;\na;b;c\n1;2;3\n"));
        Assert.Equal([["column 1", "column 2", "column 3"], ["1", "2", "3"]], Rows("sep=;\n1;2;3\n"));
        Assert.Equal([["sep=1"], ["213"]], Rows("sep=1\n213\n", new TableFormat { Delimiter = ',' }));
        Assert.Equal([["sep=1"], ["213"]], Rows("sep=1\n213\n"));
    }

    [Fact]
    public void A_stream_is_disposed_with_its_reader()
    {
        var stream = new MemoryStream("a,b\n1,2\n"u8.ToArray());
        TableReader.Open(stream, "t.csv").Dispose();
        Assert.False(stream.CanRead);
    }
}
