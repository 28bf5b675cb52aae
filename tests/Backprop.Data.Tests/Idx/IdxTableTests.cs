namespace Backprop.Data.Tests;

public class IdxTableTests
{
    [Fact]
    public void Images_and_labels_make_a_table_scaled_from_0_to_1()
    {
        using var images = new TemporaryFile(IdxFileTests.Bytes(8, [3, 1, 2], 0, 51, 255, 0, 102, 204));
        using var labels = new TemporaryFile(IdxFileTests.Bytes(8, [3], 7, 3, 7));
        var table = IdxTable.Read(images.Path, labels.Path);
        Assert.Equal(["item 1", "item 2", "label"], table.Columns.Select(c => c.Name));
        var label = Assert.IsType<CategoryColumn>(table["label"]);
        Assert.Equal(["3", "7"], label.Categories);
        Assert.Equal((1, 0), (label[0], label[1]));
        Assert.All(table.Columns, column => Assert.Equal(3, column.Count));
        Assert.Equal((255, 204), (((NumberColumn)table["item 1"])[1], ((NumberColumn)table["item 2"])[2]));
        var encoding = EncodingFit.Fit(table, [0, 1, 2]);
        Assert.False(((NumberEncoding)encoding.Inputs[0]).HasExponent);
        Assert.Equal(0.2, ((NumberEncoding)encoding.Inputs[1]).Encode(((NumberColumn)table["item 2"])[0]), 1e-12);
    }

    [Fact]
    public void Labels_that_are_no_whole_numbers_are_numbers()
    {
        using var images = new TemporaryFile(IdxFileTests.Bytes(8, [2, 1], 0, 51));
        using var labels = new TemporaryFile(IdxFileTests.Bytes(0x0D, [2], 0x3F, 0x00, 0, 0, 0xC0, 0, 0, 0));
        var table = IdxTable.Read(images.Path, labels.Path);
        Assert.Equal(ColumnKind.Number, table["label"].Kind);
        Assert.False(Assert.IsType<NumberEncoding>(EncodingFit.Fit(table, [0, 1]).Targets[0]).HasExponent); // such files hold no text
    }

    [Fact]
    public void A_case_of_more_items_than_a_table_has_columns_is_refused()
    {
        using var images = new TemporaryFile(IdxFileTests.Bytes(8, [1, 300, 400], new byte[120_000]), zipped: true);
        var message = Assert.Throws<DataException>(() => IdxTable.Read(images.Path)).Message;
        Assert.Contains("has 120,000 items per case; a table has at most 100,000 columns", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Different_numbers_of_cases_and_a_single_class_are_refused()
    {
        using var images = new TemporaryFile(IdxFileTests.Bytes(8, [2, 1], 0, 51));
        using var three = new TemporaryFile(IdxFileTests.Bytes(8, [3], 1, 2, 3));
        using var same = new TemporaryFile(IdxFileTests.Bytes(8, [2], 4, 4));
        Assert.Contains("has 3 labels, but", Assert.Throws<DataException>(() => IdxTable.Read(images.Path, three.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("every label is 4", Assert.Throws<DataException>(() => IdxTable.Read(images.Path, same.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_wider_than_a_byte_are_numbers_case_by_case()
    {
        using var images = new TemporaryFile(IdxFileTests.Bytes(0x0B, [3, 2], 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6));
        var table = IdxTable.Read(images.Path);
        Assert.Equal([1, 3, 5], Enumerable.Range(0, 3).Select(row => ((NumberColumn)table["item 1"])[row]));
        Assert.Equal([2, 4, 6], Enumerable.Range(0, 3).Select(row => ((NumberColumn)table["item 2"])[row]));
        Assert.All(table.Columns, static column => Assert.False(column.IsTarget));
    }

    [Fact]
    public void An_item_that_is_not_finite_is_refused_by_its_place()
    {
        using var images = new TemporaryFile(IdxFileTests.Bytes(0x0D, [2, 2], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 0xC0, 0, 0));
        Assert.Contains("item 2 of case 2 is NaN; expected a finite number", Assert.Throws<DataException>(() => IdxTable.Read(images.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_are_the_target()
    {
        using var images = new TemporaryFile(IdxFileTests.Bytes(8, [2, 1], 0, 51));
        using var classes = new TemporaryFile(IdxFileTests.Bytes(8, [2], 1, 2));
        using var numbers = new TemporaryFile(IdxFileTests.Bytes(0x0D, [2], 0x3F, 0x00, 0, 0, 0xC0, 0, 0, 0));
        Assert.True(IdxTable.Read(images.Path, classes.Path)["label"].IsTarget);
        Assert.True(IdxTable.Read(images.Path, numbers.Path)["label"].IsTarget);
    }
}
