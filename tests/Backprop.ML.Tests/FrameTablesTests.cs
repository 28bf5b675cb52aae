using Backprop.Data;
using Microsoft.Data.Analysis;
using Microsoft.ML;

namespace Backprop.ML.Tests;

public sealed class FrameTablesTests
{
    private static readonly ColumnChoices Choices = new() { Numbers = ["number"], Booleans = ["yes"], Categories = ["word"], Dates = ["date"], KeepAll = true };

    /// <summary>A frame of random values of every kind, a quarter of them missing; each column has two different values at least.</summary>
    private static DataFrame Random(int seed)
    {
        var random = new Random(seed);
        var rows = random.Next(8, 60);
        string[] words = ["red", "blue", "7", "007", "NA?", "grün"];
        return new DataFrame(
            new DoubleDataFrameColumn("number", Values(i => i < 2 ? i : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 9)))),
            new BooleanDataFrameColumn("yes", Values(i => i < 2 ? i == 1 : random.Next(2) == 1)),
            new StringDataFrameColumn("word", Enumerable.Range(0, rows).Select(i => i >= 2 && random.Next(4) == 0 ? null : words[i < 2 ? i : random.Next(words.Length)])),
            new DateTimeDataFrameColumn("date", Values(i => new DateTime(1970, 1, 1).AddDays(random.Next(-30_000, 30_000)).AddMilliseconds(i % 2 == 0 ? 0 : random.Next(86_400_000)))));

        T?[] Values<T>(Func<int, T> value)
            where T : struct => [.. Enumerable.Range(0, rows).Select(i => i >= 2 && random.Next(4) == 0 ? (T?)null : value(i))];
    }

    private static List<object?[]> Rows(DataFrame frame) => [.. frame.Rows.Select(static row => row.ToArray())];

    [Fact]
    public void A_frame_comes_back_from_its_table_with_every_value_and_every_missing_one()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var frame = Random(seed);
            var again = Table.From(frame, Choices, new TableFormat { Missing = [] }).ToDataFrame();

            Assert.Equal(frame.Columns.Select(static column => (column.Name, column.DataType)), again.Columns.Select(static column => (column.Name, column.DataType)));
            Assert.Equal(Rows(frame), Rows(again));
        }
    }

    [Fact]
    public void A_table_comes_back_from_its_frame()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var format = new TableFormat { Missing = [] };
            var table = Table.From(Random(seed), Choices, format);
            var again = Table.From(table.ToDataFrame(), Choices, format);

            Assert.Equal(table.Columns.Select(static column => (column.Name, column.Kind)), again.Columns.Select(static column => (column.Name, column.Kind)));
            foreach (var (one, other) in table.Columns.Zip(again.Columns))
                Assert.Equal(Enumerable.Range(0, table.Count).Select(row => Value(one, row)), Enumerable.Range(0, table.Count).Select(row => Value(other, row)));
        }

        static object Value(TableColumn column, int row) => column is CategoryColumn words ? words.IsMissing(row) ? "" : words.Categories[words[row]] : ((NumberColumn)column)[row];
    }

    [Fact]
    public void Nulls_of_every_type_are_missing_values_and_other_values_are_kept()
    {
        var frame = new DataFrame(
            new Int32DataFrameColumn("int", [3, null, 5]),
            new Int64DataFrameColumn("long", [null, 2, 4]),
            new ByteDataFrameColumn("byte", [1, 2, null]),
            new SingleDataFrameColumn("float", [0.1f, null, 3]),
            new DecimalDataFrameColumn("decimal", [0.25m, 7, null]),
            new BooleanDataFrameColumn("bool", [true, null, false]),
            new DateTimeDataFrameColumn("date", [new DateTime(2020, 2, 29), null, new DateTime(2021, 1, 1, 12, 0, 0)]),
            new CharDataFrameColumn("char", ['7', null, 'é']),
            new StringDataFrameColumn("text", ["a", null, "b"]));
        var table = Table.From(frame, new ColumnChoices { KeepAll = true, Dates = ["date"], Numbers = ["int", "long", "byte", "float", "decimal"] });

        Assert.Equal(
            [
                "int 3  5", "long  2 4", "byte 1 2 ", "float 0.1  3", "decimal 0.25 7 ", "bool True  False", "date 02/29/2020 00:00:00  01/01/2021 12:00:00", "char 7  é", "text a  b",
            ],
            table.ToDataFrame().Columns.Select(static column => $"{column.Name} {string.Join(' ', Enumerable.Range(0, 3).Select(row => FormattableString.Invariant($"{column[row]}")))}"));
    }

    [Fact]
    public void A_model_answers_a_frame_as_it_answers_its_rows()
    {
        var random = new Random(3);
        var frame = new DataFrame(
            new DoubleDataFrameColumn("size", Enumerable.Range(0, 600).Select(i => i % 7 == 0 ? (double?)null : random.Next(100))),
            new StringDataFrameColumn("color", Enumerable.Range(0, 600).Select(static i => i % 11 == 0 ? null : i % 3 == 0 ? "red" : "blue")));
        frame.Columns.Add(new StringDataFrameColumn("kind", Enumerable.Range(0, 600).Select(row => frame["size"][row] is > 50.0 ? "big" : "small")));
        frame.Columns.Add(new BooleanDataFrameColumn("isRed", Enumerable.Range(0, 600).Select(static i => (bool?)(i % 3 == 0))));
        frame.Columns.Add(new DateTimeDataFrameColumn("day", Enumerable.Range(0, 600).Select(row => (DateTime?)new DateTime(2020, 1, 1).AddDays(frame["size"][row] is double size ? size : 0))));
        frame.Columns.Add(new DoubleDataFrameColumn("half", Enumerable.Range(0, 600).Select(row => (double?)((frame["size"][row] is double size ? size : 0) / 2.5))));
        var choices = new ColumnChoices { Targets = ["kind", "isRed", "day", "half"], Dates = ["day"] };
        var model = new TableModel(TableTraining.Train(Table.From(frame, choices), new TableTrainingOptions { Sweeps = 30, Members = 1 }).Model);

        var answers = model.Predict(frame, withProbabilities: true);

        Assert.Equal(["kind String", "kind: big Double", "kind: small Double", "isRed Boolean", "isRed: false Double", "isRed: true Double", "day DateTime", "half Double"], answers.Columns.Select(static column => $"{column.Name.Replace("False", "false", StringComparison.Ordinal).Replace("True", "true", StringComparison.Ordinal)} {column.DataType.Name}"));
        Assert.Equal(600, answers.Rows.Count);
        for (var row = 0; row < 600; row++)
        {
            var single = model.Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["size"] = frame["size"][row], ["color"] = frame["color"][row] });
            Assert.Equal(single[0].Text, answers["kind"][row]);
            Assert.Equal(single[0].Probabilities[1], answers["kind: small"][row]);
            Assert.Equal(single[1].Number == 1, answers["isRed"][row]);
            Assert.Equal(single[2].Number, ((DateTime)answers["day"][row]).Ticks / (double)TimeSpan.TicksPerDay, 1e-9);
            Assert.Equal(single[3].Number, answers["half"][row]);
        }
        Assert.Equal(["kind", "isRed", "day", "half"], model.Predict(frame).Columns.Select(static column => column.Name));
    }

    [Fact]
    public void What_cannot_be_answered_is_said_with_its_row()
    {
        var frame = new DataFrame(
            new DoubleDataFrameColumn("size", Enumerable.Range(0, 600).Select(static i => (double?)(i % 10))),
            new StringDataFrameColumn("color", Enumerable.Range(0, 600).Select(static i => i % 3 == 0 ? "red" : "blue")),
            new StringDataFrameColumn("kind", Enumerable.Range(0, 600).Select(static i => i % 10 > 4 ? "big" : "small")));
        var model = new TableModel(TableTraining.Train(Table.From(frame, new ColumnChoices { Targets = ["kind"] }), new TableTrainingOptions { Sweeps = 10, Members = 1 }).Model);

        frame["color"][300] = "green";
        Assert.Equal("the data view, row 301, column 'color': holds 'green', which is not one of the categories seen in training (blue, red)", Assert.Throws<DataException>(() => model.Predict(frame)).Message);
        Assert.Equal(600, model.Predict(frame, unseen: UnseenCategory.AllOff).Rows.Count);
        frame["size"][290] = double.MaxValue;
        Assert.StartsWith("the data view, row 291", Assert.Throws<DataException>(() => model.Predict(frame, unseen: UnseenCategory.AllOff)).Message, StringComparison.Ordinal);
        frame.Columns.Remove("size");
        Assert.Equal("the data view: has no column 'size', which the model needs; it has color, kind", Assert.Throws<DataException>(() => model.Predict(frame)).Message);
    }

    [Fact]
    public void A_data_view_of_no_frame_is_answered_too()
    {
        var ml = new MLContext(seed: 1);
        var view = Iris.Load(ml);
        var model = new TableModel(TableTraining.Train(Table.From(view, new ColumnChoices { Targets = [nameof(Iris.Species)], Ignored = [nameof(Iris.IsVirginica)] }), new TableTrainingOptions { Sweeps = 60, Members = 1 }).Model);

        var answers = model.Predict(view);

        Assert.Equal(150, answers.Rows.Count);
        Assert.Equal("setosa", answers[nameof(Iris.Species)][0]);
        Assert.Equal("virginica", answers[nameof(Iris.Species)][149]);
    }
}
