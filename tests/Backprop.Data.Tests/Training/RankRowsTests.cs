using System.Globalization;
using System.Text;
using Backprop.Tests;

namespace Backprop.Data.Tests;

/// <summary>Several processes, each of which keeps a part of a table, train what one process does that has all of it.</summary>
public sealed class RankRowsTests
{
    private const string OddOutside = "columns that vary outside of the training rows alone";

    private static readonly Dictionary<string, (ColumnChoices Choices, TableTrainingOptions Options)> Trainings = new(StringComparer.Ordinal)
    {
        ["classes"] = (new ColumnChoices { Targets = ["class"] }, new()),
        ["a number"] = (new ColumnChoices { Targets = ["number"], Ignored = ["class"] }, new() { Batch = Batch.Of(17) }),
        ["two targets"] = (new ColumnChoices { Targets = ["class", "number"] }, new() { Batch = Batch.All, Rule = new Lbfgs() }),
        ["groups"] = (new ColumnChoices { Targets = ["class"], Group = "place" }, new() { Batch = Batch.Of(100) }),
        ["times"] = (new ColumnChoices { Targets = ["number"], Time = "x0" }, new()),
        ["weights"] = (new ColumnChoices { Targets = ["class"], Weights = "weight" }, new() { BalancedClasses = true }),
        ["dates"] = (new ColumnChoices { Targets = ["class"], Dates = ["day"] }, new() { Restarts = 2 }),
        [OddOutside] = (new ColumnChoices { Targets = ["class"], Ignored = ["word", "place"] }, new()),
        ["no validation"] = (new ColumnChoices { Targets = ["class"] }, new() { ValidationShare = 0, TestShare = 0 }),
        ["Levenberg–Marquardt"] = (new ColumnChoices { Targets = ["number"], Ignored = ["class", "word", "place"] }, new() { Rule = new LevenbergMarquardt(), Hidden = [2] }),
    };

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var all = new TheoryData<string, int, int>();
            foreach (var name in Trainings.Keys)
            {
                foreach (var (shares, ranks) in new[] { (8, 2), (64, 3), (5, 5) })
                    all.Add(name, shares, ranks);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Any_number_of_processes_gives_the_encoding_the_notes_and_the_model_of_one(string name, int shares, int ranks)
    {
        using var file = new TemporaryFile(Text(400));
        if (name == OddOutside)
        {
            // Which rows are tested depends on the classes, not on the columns that change.
            var table = Table.Read(file.Path, Trainings[name].Choices);
            var tested = TableTraining.Divide(table, Options(name, shares, ranks: null)).Test[0];
            File.WriteAllText(file.Path, Text(400, table.FileRows![tested]));
        }
        var one = Train(file.Path, name, shares, ranks: null);
        Assert.Equal(name == OddOutside ? ["same", "flag", "level"] : [], one.Training.Encoding.Inputs.Where(static column => column.IsConstant).Select(static column => column.Column));

        var all = LocalRanks.Run(ranks, its => Train(file.Path, name, shares, its));

        Assert.All(all, its =>
        {
            Assert.Equal(one.Training.Encoding, its.Training.Encoding);
            Assert.Equal(one.Training.Table.Notes.Select(static note => note.Text), its.Training.Table.Notes.Select(static note => note.Text));
            Assert.Equal(one.Training.UnseenRows, its.Training.UnseenRows);
            Assert.Equal(one.Training.Split, its.Training.Split);
            Assert.Equal(one.Training.CreateTrainer().CasesFingerprint, its.Training.CreateTrainer().CasesFingerprint);
            Assert.Equal(one.Result.Notes, its.Result.Notes);
            Assert.Equal(one.Result.History.Errors, its.Result.History.Errors);
            Assert.Equal(one.Result.History.ValidationErrors, its.Result.History.ValidationErrors);
            Assert.Equal(one.Result.Model.Network<float>().Weights.ToArray(), its.Result.Model.Network<float>().Weights.ToArray());
        });
        Assert.Equal(one.Result.Scores?.ToString(), all[0].Result.Scores?.ToString());
    }

    [Theory]
    [InlineData("classes", true)]
    [InlineData("Levenberg–Marquardt", false)]
    public void Each_process_keeps_the_rows_of_its_shares_and_rank_0_those_of_the_test(string name, bool areParts)
    {
        using var file = new TemporaryFile(Text(400));

        var tables = LocalRanks.Run(4, its => TableTraining.ReadTable(file.Path, Trainings[name].Choices, Options(name, 8, its)));

        var split = TableTraining.Divide(tables[0], Options(name, 8, ranks: null));
        bool Has(Table table, int row)
        {
            try
            {
                _ = ((NumberColumn)table["x1"])[row];
                return true;
            }
            catch (IndexOutOfRangeException)
            {
                return false;
            }
        }

        Assert.All(tables, table => Assert.Equal(areParts, table.Part is not null));
        Assert.All(split.Training, row => Assert.Equal(areParts ? 1 : 4, tables.Count(table => Has(table, row))));
        Assert.All(split.Validation, row => Assert.Equal(areParts ? 1 : 4, tables.Count(table => Has(table, row))));
        Assert.All(split.Test, row => Assert.True(Has(tables[0], row)));
        Assert.All(split.Test, row => Assert.Equal(!areParts, Has(tables[2], row)));
        Assert.All(tables, static table => Assert.All(table.Targets, target => Assert.Equal(table.Count, Enumerable.Range(0, table.Count).Count(row => !target.IsMissing(row)))));
    }

    [Fact]
    public void A_compressed_table_is_kept_in_parts_too_and_rows_of_a_format_with_cells_in_memory_are_all_kept()
    {
        using var zipped = new TemporaryFile(Encoding.UTF8.GetBytes(Text(400)), zipped: true);
        using var lines = new TemporaryFile(string.Concat(Enumerable.Range(0, 60).Select(static k => $$"""{"x0": {{k % 9}}, "x1": {{k % 7}}, "class": "{{(k % 2 == 0 ? "a" : "b")}}"}""" + "\n")));
        (bool, bool) Parts(IRanks ranks) =>
            (TableTraining.ReadTable(zipped.Path, Trainings["classes"].Choices, Options("classes", 8, ranks)).Part is not null,
            TableTraining.ReadTable(lines.Path, new ColumnChoices { Targets = ["class"] }, Options("classes", 8, ranks)).Part is not null);

        Assert.All(LocalRanks.Run(2, Parts), static parts => Assert.Equal((true, false), parts));
    }

    [Fact]
    public void A_part_that_was_read_for_another_training_is_refused()
    {
        using var file = new TemporaryFile(Text(400));

        Assert.All(LocalRanks.Run(2, its =>
        {
            var table = TableTraining.ReadTable(file.Path, Trainings["classes"].Choices, Options("classes", 8, its));
            return (Message(table, Options("classes", 8, its) with { Seed = 2 }), Message(table, Options("classes", 8, ranks: null)));
        }), static messages =>
        {
            Assert.StartsWith("The table has those rows alone that this process needs for a training with other options; read it again, by ReadTable with these.", messages.Item1, StringComparison.Ordinal);
            Assert.Equal(messages.Item1, messages.Item2);
        });

        static string Message(Table table, TableTrainingOptions options) => Assert.Throws<ArgumentException>(() => TableTraining.Prepare(table, options)).Message;
    }

    [Fact]
    public void A_wait_for_another_process_can_be_canceled()
    {
        using var file = new TemporaryFile(Text(400));
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();

        Assert.All(LocalRanks.Run(2, its =>
        {
            var table = TableTraining.ReadTable(file.Path, Trainings["classes"].Choices, Options("classes", 8, its));
            return Record.Exception(() => TableTraining.Prepare(table, Options("classes", 8, its), canceled.Token));
        }), static exception => Assert.IsType<OperationCanceledException>(exception, exactMatch: false));
    }

    private static (TableTraining Training, TableTrainingResult Result) Train(string file, string name, int shares, IRanks? ranks)
    {
        var options = Options(name, shares, ranks);
        var training = TableTraining.Prepare(TableTraining.ReadTable(file, Trainings[name].Choices, options), options);
        Assert.Equal(ranks is not null && name != "Levenberg–Marquardt", training.Table.Part is not null);
        return (training, training.Run());
    }

    private static TableTrainingOptions Options(string name, int shares, IRanks? ranks) =>
        Trainings[name].Options with { Sweeps = 3, Hidden = Trainings[name].Options.Hidden ?? [7], Members = 1, Shares = shares, Ranks = ranks };

    /// <summary>Missing values, words of which some are rare, a column that is nearly always 0, dates with times, rows without a target.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="odd">The row that differs from all others in three columns; null: every third one does.</param>
    private static string Text(int rows, int? odd = null)
    {
        var random = new RandomSource(8);
        int Below(int many) => (int)((random.NextSigned() + 1) / 2 * many);
        var text = new StringBuilder("x0,x1,few,word,place,same,flag,level,day,weight,class,number\n");
        for (var row = 0; row < rows; row++)
        {
            var (x0, x1) = (random.NextSigned(), random.NextSigned());
            var word = row % 9 == 0 ? $"rare{row}" : $"word{Below(30)}";
            var day = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(Below(500_000));
            text.Append(CultureInfo.InvariantCulture, $"{x0:F4},{(row % 13 == 0 ? "" : x1.ToString("F4", CultureInfo.InvariantCulture))},{(row % 50 == 7 ? 1 : 0)},{word},p{row % 25},{((odd is null ? row % 3 == 0 : row == odd) ? "other,yes,2" : "one,no,1")},{day:yyyy-MM-dd HH:mm},{Below(3)},")
                .Append(row % 40 == 3 ? "," : string.Create(CultureInfo.InvariantCulture, $"{(x0 > x1 ? "yes" : x0 > 0 ? "no" : "perhaps")},{x0 * 3:F3}")).Append('\n');
        }
        return text.ToString();
    }
}
