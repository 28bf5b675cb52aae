using System.Text;

namespace Backprop.Data.Tests;

public class TableCasesTests
{
    private const string Text = "n,color,member,y,kind\n1,red,yes,10,a\n3,blue,no,20,b\n?,,yes,,a\n5,red,,40,\n9,green,no,50,b\n";
    private static readonly ColumnChoices Choices = new() { Targets = ["y", "kind"] };

    private static (Table Table, TableEncoding Encoding) Fit(params int[] rows)
    {
        using var file = new TemporaryFile(Text);
        var table = Table.Read(file.Path, Choices);
        return (table, EncodingFit.Fit(table, rows));
    }

    private static double[] Row(CaseValues values, int @case) => [.. Enumerable.Range(0, values.Size).Select(unit => values[@case, unit])];

    [Fact]
    public void Cases_say_what_the_row_encoder_says()
    {
        var (table, encoding) = Fit(0, 1, 2, 3);
        var rows = new[] { 3, 0, 2, 1 };
        var cases = encoding.Encode(table, rows);
        Assert.Equal(["numbers", "color"], cases.Inputs.Select(i => i.Group));
        using var reader = encoding.Open(new MemoryStream(Encoding.UTF8.GetBytes(Text)), "t.csv");
        var encoder = new RowEncoder(encoding, reader);
        var states = new float[encoding.InputSize];
        for (var row = 0; row < 4; row++)
        {
            Assert.True(reader.Read());
            encoder.Encode(states.AsSpan());
            var @case = Array.IndexOf(rows, row);
            Assert.Equal(states.Select(s => (double)s), cases.Inputs.SelectMany(group => Row(group, @case)));
        }
    }

    [Fact]
    public void A_target_without_a_value_is_not_cared_about()
    {
        var (table, encoding) = Fit(0, 1, 2, 3);
        var cases = encoding.Encode(table, [0, 2, 3]);
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(c => double.IsNaN(cases.Targets[0][c, 0])));
        Assert.Equal([1, 0], Row(cases.Targets[1], 1));
        Assert.All(Row(cases.Targets[1], 2), d => Assert.True(double.IsNaN(d)));
    }

    [Fact]
    public void A_category_that_training_lacked_turns_its_group_off_and_is_counted()
    {
        var (table, encoding) = Fit(0, 1, 2, 3);
        Assert.Equal([0, 0, 0], Row(encoding.Encode(table, [4]).Inputs[1], 0));
        Assert.Equal(1, encoding.CountUnseen(table, [3, 4]));
        Assert.Equal(0, encoding.CountUnseen(table, [0, 1, 2, 3]));
    }

    [Fact]
    public void A_column_that_was_constant_in_training_is_0_and_its_other_values_are_not_counted()
    {
        var (table, encoding) = Fit(0, 3);
        Assert.True(encoding.Inputs[1].IsConstant); // always red
        Assert.Equal([0], Row(encoding.Encode(table, [0]).Inputs[1], 0));
        Assert.Equal([0], Row(encoding.Encode(table, [1]).Inputs[1], 0));
        Assert.Equal(0, encoding.CountUnseen(table, [0, 1, 4]));
    }

    [Fact]
    public void Weights_are_handed_on()
    {
        var (table, encoding) = Fit(0, 1);
        Assert.Equal([2.0, 0.5], encoding.Encode(table, [0, 1], [2, 0.5]).Weights.ToArray());
    }
}
