using System.Data;

namespace Backprop.Data.Tests;

public sealed class RecordRowsTests
{
    private static DataTable Records()
    {
        var records = new DataTable("measurements");
        records.Columns.Add("length", typeof(decimal));
        records.Columns.Add("count", typeof(object));
        records.Columns.Add("mark", typeof(string));
        records.Columns.Add("ripe", typeof(bool));
        records.Columns.Add("day", typeof(DateTime));
        records.Columns.Add("kind", typeof(string));
        for (var i = 0; i < 40; i++)
            records.Rows.Add(i == 5 ? DBNull.Value : 1.5m + (i % 7), i % 2 == 0 ? i : (double)i, i % 3 == 0 ? "NA" : $"m{i % 3}", i % 4 == 0, new DateTime(2026, 1, 1).AddDays(i), i % 2 == 0 ? "a" : "b");
        return records;
    }

    private static readonly ColumnChoices Choices = new() { Targets = ["kind"], Dates = ["day"], KeepAll = true };

    [Fact]
    public void Cells_have_the_types_of_their_values()
    {
        using var records = Records();
        var table = Table.From(records, Choices);

        Assert.Equal(["length Number", "count Number", "mark Category", "ripe Boolean", "day Date", "kind Category"], table.Columns.Select(column => $"{column.Name} {column.Kind}"));
        Assert.Equal(2.5, ((NumberColumn)table["length"])[1]);
        Assert.True(table["length"].IsMissing(5));
        Assert.True(table["mark"].IsMissing(3)); // NA, one of the usual words
        Assert.Equal(new DateOnly(2026, 1, 3).DayNumber, ((NumberColumn)table["day"])[2]);
        Assert.Equal(17, ((NumberColumn)table["count"])[17]);
    }

    [Fact]
    public void A_reader_gives_the_same_table_and_stays_open()
    {
        using var records = Records();
        using var reader = records.CreateDataReader();
        var table = Table.From(reader, Choices);

        Assert.False(reader.IsClosed);
        Assert.Equal(TableTraining.Prepare(Table.From(records, Choices)).Encoding, TableTraining.Prepare(table).Encoding);
    }

    [Fact]
    public void Deleted_rows_are_not_read()
    {
        using var records = Records();
        records.AcceptChanges();
        records.Rows[0].Delete();

        Assert.Equal(39, Table.From(records, Choices).Count);
    }

    [Fact]
    public void Whole_numbers_that_a_double_does_not_hold_keep_their_digits()
    {
        using var records = new DataTable("ids");
        records.Columns.Add("id", typeof(decimal));
        for (var i = 0; i < 30; i++)
            records.Rows.Add(12345678901234567890m + (i % 2));

        var column = Assert.IsType<CategoryColumn>(Table.From(records, new ColumnChoices { Categories = ["id"] })["id"]);

        Assert.Equal(["12345678901234567890", "12345678901234567891"], column.Categories);
    }

    [Fact]
    public void A_value_that_no_column_holds_is_named_by_row_and_column()
    {
        using var records = Records();
        records.Columns.Add("picture", typeof(byte[]));
        records.Rows[2]["picture"] = new byte[3];

        Assert.StartsWith("measurements, row 3, column 'picture': holds a value of type Byte[]; expected a finite number, a text, a date, or yes or no", Assert.Throws<DataException>(() => Table.From(records, Choices)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_without_rows_is_refused_by_its_name()
    {
        using var records = Records();
        records.Clear();

        Assert.Equal("measurements: has no rows", Assert.Throws<DataException>(() => Table.From(records, Choices)).Message);
    }

    [Fact]
    public void More_texts_than_a_file_keeps_are_all_kept()
    {
        using var records = new DataTable("many");
        records.Columns.Add("text", typeof(string));
        records.Columns.Add("value", typeof(int));
        for (var i = 0; i < 200_100; i++)
            records.Rows.Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".5", i);

        var table = Table.From(records);

        Assert.Equal(200_099.5, ((NumberColumn)table["text"])[200_099]);
    }
}
