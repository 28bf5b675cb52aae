namespace Backprop.Data.Tests;

/// <summary>Cases in a table whose columns are units.</summary>
public sealed class CaseTableTests
{
    private static readonly Topology Net = Topology.Build(static net =>
        net.Output("answer", 2, unitNames: ["yes", "no"]).From(net.Input("word", 3, unitNames: ["a", "b.c", "7"]), net.Input("mood", 1, initialState: 0.5)));

    private static readonly Topology Letters = Topology.Iterative(static net =>
    {
        var state = net.Output("next", 2).From(net.Input("letter", 2));
        state.From(state, delay: 1);
    }).Unroll(2);

    [Fact]
    public void Columns_are_units_by_name_or_number_in_any_order()
    {
        var cases = Read("answer.no,weight,word.b.c,name,word.a,word.3,mood.1\n?,2,0.5,first,1,0,\n1,,0,,0,1,0.25\n");

        Assert.Equal(["first", ""], cases.Names);
        Assert.Equal([2, 1], cases.Weights);
        Assert.Equal([[1, 0.5, 0], [0, 0, 1]], Rows(cases.Inputs.Single(static values => values.Group == "word")));
        Assert.Equal([[0.5], [0.25]], Rows(cases.Inputs.Single(static values => values.Group == "mood")));
        Assert.Equal([[double.NaN, double.NaN], [double.NaN, 1]], Rows(cases.Targets[0]));
    }

    [Fact]
    public void A_table_with_semicolons_and_decimal_commas_is_read_as_any_other()
    {
        var cases = Read("word.a;word.b.c;word.3;answer.yes\n0,5;1;0;0,25\n0,75;0;0;1\n");

        Assert.Equal([[0.5, 1, 0], [0.75, 0, 0]], Rows(cases.Inputs[0]));
        Assert.Equal(0.25, cases.Targets[0][0, 0]);
        Assert.Empty(cases.Names);
    }

    [Fact]
    public void Rows_with_one_word_in_the_column_sequence_are_a_sequence()
    {
        using var file = new TemporaryFile("sequence,weight,letter.1,letter.2,next.1,next.2\nab,2,1,0,0,1\nab,2,,,?,1\nb,1,0,1,,\n");

        CaseComparison.AssertAlike(
            Letters,
            new SequencesBuilder(Letters, 2).Input(0, "letter", [[1, 0]]).Target(0, "next", [[0, 1], [double.NaN, 1]]).Input(1, "letter", [[0, 1]]).Names(["ab", "b"]).Weights([2, 1]).ToCases(),
            CaseTable.Read(file.Path, Letters));
    }

    [Theory]
    [InlineData("word.a,word.b.c,word.3,answer.yes\n1,0,0,1\n1,x,0,1\n", ", line 3, column 'word.b.c': holds 'x', which is not a finite number")]
    [InlineData("word.a,word.b.c,word.3,answer.yes\n1,,0,1\n", ", line 2, column 'word.b.c': is empty; inputs must be finite numbers, only targets can be left open")]
    [InlineData("word.a,word.b.c,answer.yes\n1,0,1\n", ": There is no column 'word.7'; every unit of input group 'word' needs one.")]
    [InlineData("word.a,word.b.c,word.3,answer.yess\n1,0,0,1\n", ": Column 'answer.yess' is not 'group.unit' of an input or output group of the net, nor 'name', 'weight' or 'sequence'; did you mean 'answer.yes'?")]
    [InlineData("word.a,word.1,word.b.c,word.3,answer.yes\n1,1,0,0,1\n", ": Column 'word.1' and another give the same unit, by its number and by its name; give it once.")]
    [InlineData("name,word.a,word.b.c,word.3,answer.yes\nx,1,0,0,1\nx,1,0,0,1\n", ", line 3, column 'name': holds 'x', which is also the name on line 2; give each case a name of its own")]
    [InlineData("weight,word.a,word.b.c,word.3,answer.yes\n-1,1,0,0,1\n", ", line 2, column 'weight': holds '-1'; a weight is a number of 0 or more")]
    [InlineData("sequence,word.a,word.b.c,word.3,answer.yes\nx,1,0,0,1\n", ", line 1, column 'sequence': gives sequences, which are for an iterative net, but this one is layered; give the net \"iterations\" and delays (docs/net-json.md)")]
    [InlineData("word.a,word.b.c,word.3,answer.yes\n", ": There are no cases; give at least one row below the names of the columns.")]
    public void What_is_wrong_is_said_with_its_line_and_column(string text, string message) =>
        Assert.EndsWith(message, Assert.Throws<DataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("sequence,letter.1,letter.2,next.1\na,1,0,1\nb,1,0,1\na,0,1,1\n", ", line 4, column 'sequence': holds 'a', which is also the name on line 2; give each sequence a name of its own, and put its rows one below the other")]
    [InlineData("sequence,letter.1,letter.2,next.1\n,1,0,1\n", ", line 2, column 'sequence': is empty; each row belongs to a sequence, which rows one below the other name alike")]
    [InlineData("sequence,weight,letter.1,letter.2,next.1\na,2,1,0,1\na,3,1,0,1\n", ", line 3, column 'weight': is 3, but 2 in the rows above of the same sequence; a sequence has one weight")]
    [InlineData("sequence,name,letter.1,letter.2,next.1\na,2,1,0,1\n", ", line 1, column 'name': names sequences, and so does the column 'sequence'; leave one of them out")]
    [InlineData("sequence,letter.1,letter.2,next.1\na,1,,1\n", ", line 2, column 'letter.2': is empty; inputs must be finite numbers, only targets can be left open")]
    public void Sequences_that_cannot_be_are_refused(string text, string message)
    {
        using var file = new TemporaryFile(text);

        Assert.EndsWith(message, Assert.Throws<DataException>(() => CaseTable.Read(file.Path, Letters)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_also_the_name_of_another_unit_is_refused()
    {
        var digits = Topology.Build(static net => net.Output("y", 1).From(net.Input("digit", 2, unitNames: ["0", "1"])));
        using var file = new TemporaryFile("digit.0,digit.1,y.1\n0,1,1\n");

        Assert.EndsWith(": Column 'digit.1' is the number of one unit and the name of another; name the unit in another way.", Assert.Throws<DataException>(() => CaseTable.Read(file.Path, digits)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name,word.a,word.2,word.7,answer.no\nx,1,0,0,1\n", true)]
    [InlineData("word.a,word.2,word.7,answer.no,age\n1,0,0,1,3\n", true)]
    [InlineData("name,weight\nx,1\n", false)]
    [InlineData("1,0,0,1\n", false)]
    [InlineData("", false)]
    public void A_table_of_cases_is_known_by_its_columns(string text, bool expected)
    {
        using var file = new TemporaryFile(text);

        Assert.Equal(expected, CaseTable.IsCaseTable(file.Path, Net));
    }

    private static Cases Read(string text)
    {
        using var file = new TemporaryFile(text);
        return CaseTable.Read(file.Path, Net);
    }

    private static double[][] Rows(CaseValues values) => [.. Enumerable.Range(0, values.Count).Select(c => Enumerable.Range(0, values.Size).Select(unit => values[c, unit]).ToArray())];
}
