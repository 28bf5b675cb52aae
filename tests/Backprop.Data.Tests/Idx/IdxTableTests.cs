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
        var encoding = EncodingFit.Fit(table, [0, 1, 2]);
        Assert.Equal(0.2, ((NumberEncoding)encoding.Inputs[1]).Encode(((NumberColumn)table["item 2"])[0]), 1e-12);
    }

    [Fact]
    public void Labels_that_are_no_whole_numbers_are_numbers()
    {
        using var images = new TemporaryFile(IdxFileTests.Bytes(8, [2, 1], 0, 51));
        using var labels = new TemporaryFile(IdxFileTests.Bytes(0x0D, [2], 0x3F, 0x00, 0, 0, 0xC0, 0, 0, 0));
        Assert.Equal(ColumnKind.Number, IdxTable.Read(images.Path, labels.Path)["label"].Kind);
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
}
