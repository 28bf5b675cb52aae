namespace Backprop.Data.Tests;

public class TableRowEncoderTests
{
    private static readonly TableEncoding Encoding = new(
        [new NumberEncoding("n", 1, 2) { MissingUnit = true }, new BooleanEncoding("b", "no", "yes"), new DateEncoding("d", 738_000, 2), new CategoryEncoding("c", ["blue", "red"]), new NumberEncoding("s", 0, 1) { IsConstant = true }],
        [new CategoryEncoding("kind", ["x", "y"]), new NumberEncoding("size", 0, 1)]);

    private static Table Read(string text, ColumnChoices? choices = null)
    {
        using var file = new TemporaryFile(text);
        return Table.Read(file.Path, choices ?? new ColumnChoices { Numbers = ["n"], Booleans = ["b"], Dates = ["d"], Categories = ["c"], Targets = ["kind", "size"], KeepAll = true });
    }

    [Fact]
    public void A_row_in_memory_is_encoded_as_a_case_is()
    {
        var table = Read("size,c,n,b,d,s,kind\n5,red,3,yes,2021-07-31,1,x\n6,blue,,no,2021-08-02,2,y\n7,green,9,yes,2021-08-03,3,\n");
        var encoder = new TableRowEncoder(Encoding, table, withTargets: true);
        var cases = Encoding.Encode(table, [0, 1, 2]);
        var states = new float[Encoding.InputSize];
        for (var row = 0; row < 3; row++)
        {
            encoder.Encode(row, states.AsSpan());
            Assert.Equal(cases.Inputs.SelectMany(group => Enumerable.Range(0, group.Size).Select(unit => (float)group[row, unit])), states);
        }
        Assert.Equal([9, 1, 0, 0], [(states[0] * 2) + 1, states[2], states[5], states[6]]); // n, b; green is not a category
        Assert.Equal([0, 1], [encoder.Target(0, 0), encoder.Target(1, 0)]);
        Assert.Equal(6, encoder.Target(1, 1));
        Assert.True(double.IsNaN(encoder.Target(2, 0)));
    }

    [Fact]
    public void A_class_that_the_encoding_does_not_have_and_a_number_too_far_out_are_named_with_their_row()
    {
        var table = Read("size,c,n,b,d,kind\n5,red,3,yes,2021-07-31,x\n6,blue,1e300,no,2021-08-02,wolf\n");
        var encoder = new TableRowEncoder(Encoding, table, withTargets: true);
        Assert.Equal($"{table.File}, row 2, column 'kind': holds 'wolf', which is none of the model's classes (x, y)", Assert.Throws<DataException>(() => encoder.Target(1, 0)).Message);
        Assert.StartsWith($"{table.File}, row 2, column 'n': holds 1E+300, which is too far", Assert.Throws<DataException>(() => encoder.Encode<float>(1, new float[Encoding.InputSize])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_another_kind_is_refused_and_one_without_influence_need_not_be_there()
    {
        var words = Read("size,c,n,b,d,kind\n5,red,a,yes,2021-07-31,x\n6,blue,b,no,2021-08-02,y\n", new ColumnChoices { Booleans = ["b"], Dates = ["d"], Categories = ["c"], Targets = ["kind", "size"], KeepAll = true });
        Assert.Equal($"{words.File}: has words in column 'n', where the model needs numbers", Assert.Throws<DataException>(() => new TableRowEncoder(Encoding, words)).Message);
        Assert.Contains("has no column 'c'", Assert.Throws<DataException>(() => new TableRowEncoder(Encoding, Read("n,b,d,kind,size\n1,yes,2021-07-31,x,1\n2,no,2021-07-30,y,2\n", new ColumnChoices { Targets = ["kind", "size"], Dates = ["d"], KeepAll = true }))).Message, StringComparison.Ordinal);
    }
}
