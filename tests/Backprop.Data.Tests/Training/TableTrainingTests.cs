namespace Backprop.Data.Tests;

public class TableTrainingTests
{
    private static Table Read(string name, params string[] targets) => Table.Read(TemporaryFile.Public(name), new ColumnChoices { Targets = targets });

    [Theory]
    [InlineData("iris.csv", "species", 0.9)]
    [InlineData("wine.csv", "cultivar", 0.9)]
    [InlineData("titanic.csv", "survived", 0.72)]
    public void Defaults_learn_classes(string name, string target, double accuracy)
    {
        var training = TableTraining.Prepare(Read(name, target));
        var trainer = training.CreateTrainer();
        trainer.Run(training.StopRule);
        Assert.InRange(TableScores.Of(training.Encoding, trainer.Network, training.Table, training.Split.Test.AsSpan()).Classes[target].Accuracy, accuracy, 1);
    }

    [Fact]
    public void Defaults_learn_numbers()
    {
        var training = TableTraining.Prepare(Read("diabetes.csv", "progression"));
        var trainer = training.CreateTrainer();
        var history = trainer.Run(training.StopRule);
        Assert.InRange(TableScores.Of(training.Encoding, trainer.Network, training.Table, training.Split.Test.AsSpan()).Numbers["progression"].RSquared, 0.35, 1);
        Assert.Equal("no better for 50 sweeps", history.Stopped!.Name);
        Assert.Equal(history.BestSweep + 50, history.Sweeps);
    }

    [Fact]
    public void Nothing_of_validation_or_test_rows_reaches_the_encoding_or_the_cases()
    {
        var table = Read("wine.csv", "cultivar");
        var training = TableTraining.Prepare(table, new TableTrainingOptions { Members = 1, Seed = 4 });
        Assert.Equal(EncodingFit.Fit(table, training.Split.Training.AsSpan()), training.Encoding);
        Assert.Equal(training.Split.Training.Length, training.Training.Count);
        Assert.Equal(training.Split.Validation.Length, training.Validation!.Count);
        Assert.Empty(training.Split.Training.Intersect(training.Split.Validation.Concat(training.Split.Test)));
    }

    [Fact]
    public void Restarts_start_from_different_weights_and_equal_seeds_from_equal_ones()
    {
        var training = TableTraining.Prepare(Read("iris.csv", "species"));
        Assert.Equal(training.CreateTrainer().Network.Weights.ToArray(), training.CreateTrainer().Network.Weights.ToArray());
        Assert.NotEqual(training.CreateTrainer().Network.Weights.ToArray(), training.CreateTrainer(1).Network.Weights.ToArray());
    }

    [Fact]
    public void Balanced_classes_raise_the_recall_of_the_rare_class()
    {
        var table = Read("titanic.csv", "survived");
        double Recall(bool balanced)
        {
            var training = TableTraining.Prepare(table, new TableTrainingOptions { BalancedClasses = balanced, Hidden = [], Sweeps = 30 });
            var trainer = training.CreateTrainer();
            trainer.Run(training.StopRule);
            return TableScores.Of(training.Encoding, trainer.Network, table, training.Split.Training.AsSpan()).Classes["survived"].Recall(1);
        }

        Assert.True(Recall(balanced: true) > Recall(balanced: false) + 0.02);
    }

    [Fact]
    public void Defaults_are_those_documented()
    {
        Assert.Equal(Batch.All, TableTraining.Prepare(Read("iris.csv", "species"), new TableTrainingOptions { Rule = new Rprop() }).CreateTrainer().Options.Batch);
        var trainer = TableTraining.Prepare(Read("iris.csv", "species")).CreateTrainer();
        Assert.Equal(new Adam { LearningRate = 0.002, WeightDecay = 0.0002 }, trainer.Rule);
        Assert.Equal((32, 100, 1_000, 50, 0.1, 0.2), (trainer.Options.Batch.Size, TableDefaults.Hidden, TableDefaults.Sweeps, TableDefaults.Patience, TableDefaults.ValidationShare, TableDefaults.TestShare));
        Assert.Equal(UnitFunction.RectifiedLinear, trainer.Network.Topology["hidden"].UnitFunction);
        Assert.IsType<CrossEntropy>(trainer.ErrorMeasure);
    }

    [Fact]
    public void Eight_nets_are_averaged_but_one_is_trained_where_it_is_given_or_kept_of_several_or_the_table_is_very_small_or_large()
    {
        var table = Read("iris.csv", "species");
        Assert.Equal(8, TableTraining.Prepare(table).Options.Members);
        Assert.Equal(1, TableTraining.Prepare(table, new TableTrainingOptions { Restarts = 2 }).Options.Members);
        Assert.Equal(1, TableTraining.Prepare(table, new TableTrainingOptions { Net = TableTraining.Prepare(table).Topology }).Options.Members);
        Assert.Equal(3, TableTraining.Prepare(table, new TableTrainingOptions { Members = 3 }).Options.Members);
        Assert.Equal(1, TableDefaults.MembersFor(Rows(31), new TableTrainingOptions()));
        Assert.Equal(8, TableDefaults.MembersFor(Rows(32), new TableTrainingOptions()));
        // 4,500 rows of words that are all different: 4,500 times 4,500 units.
        Assert.Equal(1, TableDefaults.MembersFor(Rows(4500, "w"), new TableTrainingOptions()));

        static Table Rows(int count, string word = "")
        {
            using var file = new TemporaryFile("a,y\n" + string.Concat(Enumerable.Range(0, count).Select(row => $"{word}{row},{row % 2}\n")));
            return Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Categories = word.Length > 0 ? ["a"] : [], KeepAll = true });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_column_that_is_constant_in_the_training_rows_has_no_influence(bool nowhere)
    {
        // 200 rows y = 3x + 1; p is 101325 but in one row, which is held out, or nowhere.
        var text = "x,p,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i / 200.0},{(i == 7 && !nowhere ? 98000 : 101325)},{(3 * i / 200.0) + 1}\n")));
        using var file = new TemporaryFile(text);
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], KeepAll = true });
        var seed = 0UL;
        while (TableTraining.Prepare(table, new TableTrainingOptions { Seed = seed }).Split.Training.Contains(7))
            seed++;
        var training = TableTraining.Prepare(table, new TableTrainingOptions { Seed = seed, Sweeps = 100 });
        var model = new TableModel(training.Run().Model);
        double Answer(double p) => model.Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = 0.5, ["p"] = p })[0].Number;
        Assert.Equal(2.5, Answer(98000), 0.05);
        Assert.Equal(Answer(101325), Answer(98000));
        Assert.Contains("column 'p' is always 101325 in the training rows; it has no influence on the answers", training.Encoding.Notes);
    }

    [Fact]
    public void A_table_without_a_target_is_refused() =>
        Assert.Contains("no column is the target; choose the column to predict (ColumnChoices.Targets)", Assert.Throws<DataException>(() => TableTraining.Prepare(Read("iris.csv"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Numbers_of_the_options_below_1_are_refused_by_name()
    {
        var table = Read("iris.csv", "species");
        foreach (var (options, name) in new[]
        {
            (new TableTrainingOptions { Restarts = 0 }, "Restarts"), (new TableTrainingOptions { Threads = 0 }, "Threads"),
            (new TableTrainingOptions { Members = 0 }, "Members"), (new TableTrainingOptions { Sweeps = 0 }, "Sweeps"), (new TableTrainingOptions { Patience = -1 }, "Patience"),
        })
            Assert.StartsWith($"{name} must be 1 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => TableTraining.Prepare(table, options)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TableTraining.Prepare(table).CreateTrainer(-1));
    }

    [Fact]
    public void What_the_options_say_comes_before_the_defaults()
    {
        var options = new TableTrainingOptions { Hidden = [3, 2], HiddenFunction = UnitFunction.Logistic, Skip = true, Error = new SumOfSquares(), Batch = Batch.Of(7), Seed = 5 };
        var training = TableTraining.Prepare(Read("iris.csv", "species"), options);
        Assert.Equal([3, 2], training.Topology.Groups.Where(static g => g.Name.StartsWith("hidden", StringComparison.Ordinal)).Select(static g => g.Size));
        Assert.Equal((UnitFunction.Logistic, 4), (training.Topology["hidden 1"].UnitFunction, training.Topology.Projections.Count));
        Assert.IsType<SumOfSquares>(training.Error);
        var trainer = training.CreateTrainer();
        Assert.IsType<SumOfSquares>(trainer.ErrorMeasure);
        Assert.Equal((Batch.Of(7), true, 5UL), (trainer.Options.Batch, trainer.Options.Shuffle, trainer.Options.Seed));
    }

    [Fact]
    public void The_seed_of_each_restart_stays_the_same_so_that_a_model_can_be_trained_again() =>
        Assert.Equal([1, 0x9E3779B97F4A7C16, 0x3C6EF372FE94F82B], Enumerable.Range(0, 3).Select(TableTraining.Prepare(Read("iris.csv", "species")).CreateTrainer).Select(static trainer => trainer.Options.Seed));

    [Fact]
    public void A_net_of_your_own_that_does_not_fit_the_table_is_refused()
    {
        Topology Net(int inputs, int outputs) => Topology.Build(net => net.Output("species", outputs, UnitFunction.Softmax).From(net.Input("numbers", inputs)));
        var table = Read("iris.csv", "species");
        Assert.Equal(3, TableTraining.Prepare(table, new TableTrainingOptions { Net = Net(4, 3) }).Topology.Outputs[0].Size);
        Assert.Contains("no input group 'numbers' of 4 units", Assert.Throws<DataException>(() => TableTraining.Prepare(table, new TableTrainingOptions { Net = Net(5, 3) })).Message, StringComparison.Ordinal);
        Assert.Contains("no output group 'species' of 3 units", Assert.Throws<DataException>(() => TableTraining.Prepare(table, new TableTrainingOptions { Net = Net(4, 2) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_targets_the_first_with_classes_decides_the_division_and_the_weights()
    {
        using var file = new TemporaryFile("x,a,k,l\n" + string.Concat(Enumerable.Range(0, 90).Select(static i => $"{i},{i * 7 % 31}.5,{(i % 9 == 0 ? "rare" : "often")},{(i % 2 == 0 ? "even" : "odd")}\n")));
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["a", "k", "l"], Numbers = ["x"] });
        var training = TableTraining.Prepare(table, new TableTrainingOptions { Members = 1, BalancedClasses = true, Seed = 3 });
        var first = (CategoryColumn)table["k"];
        Assert.Equal(DataSplit.Random([.. Enumerable.Range(0, 90).Select(row => first[row])], 0.1, 0.2, 3), training.Split);
        Assert.Equal(ClassWeights.Balanced(first, training.Split.Training.AsSpan()), training.Training.Weights.ToArray());
    }

    [Fact]
    public void Weights_are_not_balanced_without_classes() =>
        Assert.Contains("no target has classes whose weights could be balanced", Assert.Throws<DataException>(() =>
            TableTraining.Prepare(Read("diabetes.csv", "progression"), new TableTrainingOptions { BalancedClasses = true })).Message, StringComparison.Ordinal);

    [Fact]
    public void The_division_of_the_rows_is_that_of_the_training()
    {
        var table = Read("iris.csv", "species");
        var options = new TableTrainingOptions { Members = 1, Seed = 9, TestShare = 0.3 };
        Assert.Equal(TableTraining.Prepare(table, options).Split.Test, TableTraining.Divide(table, options).Test);
    }

    private static string Rows(int count) => "who,when,w,x,y\n" + string.Concat(Enumerable.Range(0, count).Select(static i => $"p{i % 9},{i},{i % 3},{i * 7 % 10}.5,{(i * 7 % 10 > 4 ? "yes" : "no")}\n"));

    [Fact]
    public void Columns_that_say_something_of_the_rows_are_not_inputs_and_decide_the_parts()
    {
        using var file = new TemporaryFile(Rows(90));
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Group = "who", Weights = "w", Ignored = ["when"] });
        Assert.Equal(["x", "y"], table.Columns.Select(static column => column.Name));
        Assert.Equal(("who", "w", 90, null), (table.Groups!.Name, table.Weights!.Name, table.Weights.Count, table.Times));
        var grouped = TableTraining.Prepare(table, new TableTrainingOptions { Members = 1 });
        Assert.Equal(DataSplit.ByGroup([.. Enumerable.Range(0, 90).Select(row => table.Groups[row])], 0.1, 0.2, 1), grouped.Split);
        var mean = grouped.Split.Training.Average(static row => row % 3);
        Assert.Equal(grouped.Split.Training.Length, grouped.Training.TotalWeight, 1e-9);
        Assert.Equal(grouped.Split.Validation.Sum(row => row % 3 / mean), grouped.Validation!.TotalWeight, 1e-9);
        var timed = TableTraining.Prepare(Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Time = "when", Ignored = ["who", "w"] }));
        Assert.Equal([.. Enumerable.Range(72, 18)], timed.Split.Test);
        Assert.Equal([.. Enumerable.Range(63, 9)], timed.Split.Validation);
    }

    [Fact]
    public void The_nets_of_a_pack_hold_out_whole_groups_weigh_rows_and_do_not_learn_from_later_ones()
    {
        using var file = new TemporaryFile(Rows(90));
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Group = "who", Ignored = ["when", "w"] });
        var training = TableTraining.Prepare(table, new TableTrainingOptions { Members = 3 });
        var trainers = Enumerable.Range(0, 3).Select(training.CreateTrainer).ToArray();
        // Each part has the size of a sum of whole groups.
        var groups = training.Split.Training.GroupBy(row => table.Groups![row]).Select(static rows => rows.Count()).ToArray();
        Assert.All(trainers, trainer => Assert.True(IsSum(groups, trainer.Options.Validation!.Count)));
        Assert.Equal(1, TableDefaults.MembersFor(table, new TableTrainingOptions()));

        var weighted = TableTraining.Prepare(Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Weights = "w", Ignored = ["who", "when"] }), new TableTrainingOptions { BalancedClasses = true });
        var first = weighted.CreateTrainer();
        var held = first.Options.Validation!.TotalWeight * weighted.Split.Training.Average(static row => row % 3); // as the column has it, not balanced
        Assert.Equal(Math.Round(held), held, 1e-9);
        Assert.True(first.Cases.TotalWeight < weighted.Training.TotalWeight);

        var timed = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Time = "when", Ignored = ["who", "w"] });
        Assert.Equal(1, TableTraining.Prepare(timed).Options.Members);
        Assert.Contains("later than those that stop them", Assert.Throws<DataException>(() => TableTraining.Prepare(timed, new TableTrainingOptions { Members = 2 })).Message, StringComparison.Ordinal);

        static bool IsSum(int[] sizes, int sum) => Enumerable.Range(0, 1 << sizes.Length).Any(set => Enumerable.Range(0, sizes.Length).Sum(k => ((set >> k) & 1) * sizes[k]) == sum);
    }

    [Fact]
    public void Balanced_classes_have_equal_sums_of_weights()
    {
        using var file = new TemporaryFile(Rows(90));
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Weights = "w", Ignored = ["who", "when"] });
        int[] rows = [.. Enumerable.Range(0, 90)];
        var y = (CategoryColumn)table["y"];
        var balanced = ClassWeights.Balanced(y, rows, [.. rows.Select(row => table.Weights![row])]);
        Assert.Equal(rows.Sum(row => y[row] == 0 ? balanced[row] : 0), rows.Sum(row => y[row] == 1 ? balanced[row] : 0), 1e-9);
        Assert.Equal(rows.Sum(row => table.Weights![row]), balanced.Sum(), 1e-9);
        Assert.All(rows, row => Assert.Equal(table.Weights![row] == 0, balanced[row] == 0));
    }

    [Fact]
    public void A_row_of_weight_2_teaches_as_much_as_two_rows()
    {
        using var weighted = new TemporaryFile("w,x,y\n2,1.5,3.5\n1,2.5,1.5\n0,9.5,9.5\n1,0.5,2.5\n"); // with mean 1, by which weights are divided
        using var twice = new TemporaryFile("x,y\n1.5,3.5\n1.5,3.5\n2.5,1.5\n0.5,2.5\n");
        var options = new TableTrainingOptions { ValidationShare = 0, TestShare = 0 };
        var one = TableTraining.Prepare(Table.Read(weighted.Path, new ColumnChoices { Targets = ["y"], Weights = "w" }), options);
        var other = TableTraining.Prepare(Table.Read(twice.Path, new ColumnChoices { Targets = ["y"] }), options);
        Assert.Equal(other.Training.TotalWeight, one.Training.TotalWeight, 1e-12);
        var net = new Network<float>(one.Topology).Initialize(1, Initialization.Glorot);
        var expected = one.Encoding.Encode(one.Table, [0, 0, 1, 3]);
        Assert.Equal(net.Evaluate(expected).Error, net.Evaluate(one.Training).Error, 1e-5);
    }

    [Fact]
    public void Validation_rows_may_come_from_a_file_of_their_own()
    {
        using var training = new TemporaryFile(Rows(60));
        using var validation = new TemporaryFile("y;x;w;more\nyes;7,5;1;k\nno;0,5;2;k\n".Replace(',', '.'));
        var table = Table.Read(training.Path, new ColumnChoices { Targets = ["y"], Weights = "w", Ignored = ["who", "when"] });
        var prepared = TableTraining.Prepare(table, new TableTrainingOptions { ValidationFile = validation.Path });
        Assert.Equal((48, 0, 12, 2, 3.0), (prepared.Split.Training.Length, prepared.Split.Validation.Length, prepared.Split.Test.Length, prepared.Validation!.Count, Math.Round(prepared.Validation.TotalWeight * prepared.Split.Training.Average(static row => row % 3), 9)));
        using var unknown = new TemporaryFile("y,x,w\nperhaps,7.5,1\n");
        Assert.Contains("perhaps", Assert.Throws<DataException>(() => TableTraining.Prepare(table, new TableTrainingOptions { ValidationFile = unknown.Path })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e30", 1e30)]
    [InlineData("1e-50", 1e-50)]
    [InlineData("7", 7)]
    public void The_unit_of_weights_does_not_count(string text, double unit)
    {
        string Of(string one, string two) => "w,x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? one : two)},{i}.5,{i * 7 % 10}.5\n"));
        Cases CasesOf(string content, bool ofValidation = false)
        {
            using var file = new TemporaryFile(content);
            var training = TableTraining.Prepare(Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Weights = "w", KeepAll = true }), new TableTrainingOptions { Members = 1 });
            return ofValidation ? training.Validation! : training.Training;
        }

        Assert.Equal(CasesOf(Of("1", "1")).Weights.ToArray(), CasesOf(Of(text, text)).Weights.ToArray());
        var three = (3 * unit).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var ofValidation in new[] { false, true })
            Assert.Equal(CasesOf(Of("1", "3"), ofValidation).Weights.ToArray(), CasesOf(Of(text, three), ofValidation).Weights.ToArray(), (one, other) => Math.Abs(one - other) < 1e-12);
    }

    [Fact]
    public void Groups_and_time_exclude_each_other()
    {
        using var file = new TemporaryFile(Rows(9));
        Assert.Contains("by groups or by time, not by both", Assert.Throws<DataException>(() => Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Group = "who", Time = "when" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", null, "is the target and chosen for the groups of the rows")]
    [InlineData(null, "y", "is the target and chosen for the weights of the rows")]
    [InlineData("x", "x", "is chosen for the groups of the rows and for the weights of the rows")]
    [InlineData(null, "who", "holds 'p0', which is not a number")]
    [InlineData("nobody", null, "has no column 'nobody'")]
    public void What_a_column_cannot_say_of_the_rows_is_refused(string? group, string? weights, string expected)
    {
        using var file = new TemporaryFile(Rows(9));
        Assert.Contains(expected, Assert.Throws<DataException>(() => Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Group = group, Weights = weights })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_has_a_weight_of_0_or_more_and_some_weigh_something()
    {
        static DataException Of(string text)
        {
            using var file = new TemporaryFile(text);
            return Assert.Throws<DataException>(() => TableTraining.Prepare(Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Weights = "w" }), new TableTrainingOptions { ValidationShare = 0, TestShare = 0 }));
        }

        Assert.Contains("has no value in 1 of 3 rows (empty 1), but is chosen for the weights of the rows", Of("w,x,y\n1,1,2\n,2,1\n1,3,3\n").Message, StringComparison.Ordinal);
        Assert.Contains("line 3, column 'w': holds '-1', but the weight of a row must be 0 or more", Of("w,x,y\n1,1,2\n-1,2,1\n1,3,3\n").Message, StringComparison.Ordinal);
        Assert.Contains("the weights of all training rows are 0", Of("w,x,y\n0,1,2\n0,2,1\n0,3,3\n").Message, StringComparison.Ordinal);
    }
}
