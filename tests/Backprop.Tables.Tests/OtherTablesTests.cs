using Backprop.Data;
using Backprop.Data.Tests;

namespace Backprop.Tables.Tests;

public class OtherTablesTests
{
    private static readonly TableFormat Format = new() { Kinds = [.. TableKind.Own, .. OtherTables.All] };

    private static readonly ColumnChoices ToClass = new() { Targets = ["class"], Dates = ["day"] };

    internal static string Public(string name) => Path.Combine(AppContext.BaseDirectory, "Files", name);

    internal static Table Read(string path, ColumnChoices? choices = null, TableFormat? format = null) => Table.Read(path, choices ?? ToClass, format ?? Format);

    /// <summary>What is said of a file, which must take little memory.</summary>
    internal static string Refused(byte[] bytes)
    {
        using var file = new TemporaryFile(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var problem = Problem(file.Path, choices: new ColumnChoices { KeepAll = true });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
        Assert.DoesNotContain('\n', problem);
        return problem;
    }

    /// <summary>Written by openpyxl, xlwt and SQLite (make.py), DuckDB and Polars (make.mjs).</summary>
    [Theory]
    [InlineData("t.xlsx")]
    [InlineData("t.xls")]
    [InlineData("t.db")]
    [InlineData("t.parquet")]
    [InlineData("t.arrow")]
    public void Files_of_other_programs_give_the_table_that_the_same_values_give_as_delimited_text(string file) => SameTables.Check(Read(Public("t.csv")), Read(Public(file)));

    [Fact]
    public void Dates_of_the_1904_system_are_the_same_and_a_note_tells_of_errors_in_cells()
    {
        var table = Read(Public("t1904.xlsx"));
        var (expected, actual) = ((NumberColumn)Read(Public("t.csv"))["day"], (NumberColumn)table["day"]);

        Assert.Equal(Enumerable.Range(0, 24).Select(row => expected[row]), Enumerable.Range(0, 24).Select(row => actual[row]));
        Assert.Contains(table.Notes, static note => note.Text == "the sheet has 1 cell (B2) with errors, such as #DIV/0!; they are read as missing values");
        Assert.DoesNotContain(Read(Public("t.xlsx")).Notes, static note => note.Text.Contains("errors", StringComparison.Ordinal));
    }

    [Fact]
    public void Notes_count_the_errors_and_the_formulas_without_results_of_the_sheet_that_is_read()
    {
        string[] Notes(string sheet) => [.. Read(Public("unread.xlsx"), new ColumnChoices { KeepAll = true }, Format with { Sheet = sheet }).Notes.Select(static note => note.Text)];

        Assert.Contains("the sheet has 5 formulas (first: B2) without stored results; they are read as missing values; open and save the workbook in a spreadsheet program to store them", Notes("Data"));
        Assert.DoesNotContain(Notes("Data"), static note => note.Contains("errors", StringComparison.Ordinal));
        Assert.Contains("the sheet has 2 cells (first: B3) with errors, such as #DIV/0!; they are read as missing values", Notes("errors & more"));
        Assert.DoesNotContain(Notes("errors & more"), static note => note.Contains("formula", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("times.parquet")]
    [InlineData("times.arrow")]
    public void Times_of_day_are_texts_and_not_the_numbers_that_hold_them(string file)
    {
        using var reader = TableReader.Open(Public(file), Format);
        var times = new List<string>();
        while (reader.Read())
            times.Add(reader.Text(1));
        Assert.Equal(["00:00:00", "03:25:45.678901", "06:51:31.357802", "10:17:17.036703", "13:43:02.715604", "17:08:48.394505", "20:34:34.073406"], times);
    }

    [Fact]
    public void The_first_of_several_sheets_is_read_and_said_to_be_and_others_are_named()
    {
        Assert.Contains(Read(Public("t.xlsx")).Notes, static note => note.Text == "the first of 2 sheets is read, 'Data'" && note.Remedies.Any(static remedy => remedy.Kind == RemedyKind.NameSheet));
        Assert.Contains("has column names but no rows", Problem(Public("t.xlsx"), Format with { Sheet = "other" }, new ColumnChoices()), StringComparison.Ordinal);
        Assert.Contains("has no sheet 'Nix'; it has Data, Other", Problem(Public("t.xlsx"), Format with { Sheet = "Nix" }), StringComparison.Ordinal);
        Assert.Contains("has no table 'Nix'; it has t", Problem(Public("t.db"), Format with { Sheet = "Nix" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_without_a_header_is_read_by_numbers()
    {
        var table = Read(Public("t.xlsx"), new ColumnChoices { KeepAll = true, Categories = ["#1", "#2"] }, Format with { Header = false });

        Assert.Equal("column 1", table.Columns[0].Name);
        Assert.Equal(25, table.Count);
    }

    [Fact]
    public void A_wrong_cell_of_a_sheet_is_named_with_its_sheet_and_row()
    {
        var message = Problem(Public("t.xlsx"), choices: ToClass with { Numbers = ["color"] });

        Assert.EndsWith("t.xlsx, sheet 'Data', row 2, column 'color': holds 'red', which is not a number", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_gives_the_rows_and_cannot_write()
    {
        var some = Read(Public("t.db"), new ColumnChoices { Targets = ["class"] }, Format with { Query = "select x, color, class from t where x > 0 order by x" });

        Assert.Equal(["x", "color", "class"], some.Columns.Select(static column => column.Name));
        Assert.All(Enumerable.Range(0, some.Count), row => Assert.True(((NumberColumn)some["x"])[row] > 0));
        Assert.Contains("does not answer the query: SQLite Error 8", Problem(Public("t.db"), Format with { Query = "delete from t" }), StringComparison.Ordinal);
        Assert.Contains("does not answer the query: SQLite Error 1", Problem(Public("t.db"), Format with { Query = "select z from t" }), StringComparison.Ordinal);
        Assert.Contains("cannot be asked a query; it is an Excel workbook", Problem(Public("t.xlsx"), Format with { Query = "select 1" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.xlsx")]
    [InlineData("t.xls")]
    [InlineData("t.db")]
    public void A_file_that_is_cut_short_is_refused_in_one_line(string file)
    {
        var bytes = File.ReadAllBytes(Public(file));
        foreach (var length in new[] { 600, bytes.Length / 2 })
        {
            using var cut = new TemporaryFile(bytes[..length]);
            var message = Problem(cut.Path);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Fact]
    public void A_model_reads_each_kind_of_file_row_by_row_to_the_same_states()
    {
        var table = Read(Public("t.csv"));
        var encoding = EncodingFit.Fit(table, [.. Enumerable.Range(0, table.Count)]);
        var inMemory = new TableRowEncoder(encoding, table);
        foreach (var file in new[] { "t.xlsx", "t.xls", "t.db" })
        {
            using var reader = encoding.Open(Public(file), Format);
            var encoder = new RowEncoder(encoding, reader, withTargets: true);
            var (states, expected) = (new float[encoding.InputSize], new float[encoding.InputSize]);
            var row = 0;
            for (; reader.Read(); row++)
            {
                encoder.Encode<float>(states);
                inMemory.Encode<float>(row, expected);
                Assert.Equal(expected, states);
            }
            Assert.Equal(table.Count, row);
        }
    }

    [Fact]
    public void Without_the_kinds_the_files_are_named_with_a_way_out()
    {
        const string database = "it begins like an SQLite database; expected rows of text: save the table as CSV";
        Assert.Contains(database, Problem(Public("t.db"), new TableFormat()), StringComparison.Ordinal);
        Assert.Contains(database, Problem(Public("t.db"), new TableFormat { Sheet = "t" }), StringComparison.Ordinal);
        Assert.Contains(database, Problem(Public("t.db"), new TableFormat { Query = "select 1" }), StringComparison.Ordinal);
        Assert.Contains("it begins like a workbook (.xlsx) or ZIP archive; expected rows of text: save the sheet as CSV", Problem(Public("t.xlsx"), new TableFormat { Sheet = "Data" }), StringComparison.Ordinal);
    }

    internal static string Problem(string path, TableFormat? format = null, ColumnChoices? choices = null) => Assert.Throws<DataException>(() => Read(path, choices, format)).Message;
}
