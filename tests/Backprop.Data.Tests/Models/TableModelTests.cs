namespace Backprop.Data.Tests;

public class TableModelTests
{
    private static (TableTraining Training, TableModel Model) Titanic()
    {
        var table = Table.Read(TemporaryFile.Public("titanic.csv"), new ColumnChoices { Targets = ["survived"] });
        var training = TableTraining.Prepare(table, new TableTrainingOptions { Sweeps = 3 });
        var trainer = training.CreateTrainer();
        trainer.Run(training.StopRule);
        return (training, new TableModel(Model.Of(trainer) with { Encodings = training.Encoding.ToJson() }));
    }

    private static readonly Dictionary<string, object?> Passenger = new(StringComparer.Ordinal)
    {
        ["pclass"] = 1,
        ["sex"] = "female",
        ["age"] = 29.0,
        ["sibsp"] = 0,
        ["parch"] = 0,
        ["fare"] = 211.3375,
        ["embarked"] = "S",
        ["name"] = "Allen",
    };

    [Fact]
    public void A_raw_row_is_answered_as_its_case_is()
    {
        var (training, model) = Titanic();
        var activity = model.Model.Network<float>().Run(training.Encoding.Encode(training.Table, [0]));
        var answer = Assert.Single(model.Predict(Passenger));
        Assert.Equal(("survived", "yes"), (answer.Target, answer.Text));
        Assert.Equal(activity["survived", 0][1], (float)answer.Probabilities[1], 1e-6f);
        Assert.Equal(answer.Probabilities, model.Model.Predict(Passenger)[0].Probabilities);
    }

    [Fact]
    public void A_model_is_read_from_the_bytes_of_its_file()
    {
        var (_, model) = Titanic();

        Assert.Equal(model.Predict(Passenger), TableModel.Load(model.Model.ToBytes()).Predict(Passenger));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_net_with_its_groups_in_another_order_than_the_table_answers_as_its_cases_are(bool inputs, bool outputs)
    {
        using var file = new TemporaryFile("c,a,y,k\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{"uvw"[i % 3]},{i * 7 % 60},{(i * 7 % 60) + (i % 3 * 100)}.5,{(i % 3 == 0 ? "hot" : "cold")}\n")));
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y", "k"] });
        var net = Topology.Build(net =>
        {
            // The table has the numbers before c, and y before k.
            GroupBuilder[] below = inputs ? [net.Input("c", 3), net.Input("numbers", 1)] : [net.Input("numbers", 1), net.Input("c", 3)];
            if (!outputs)
                net.Output("y", 1, UnitFunction.Identity).From(below);
            net.Output("k", 2, UnitFunction.Softmax).From(below);
            if (outputs)
                net.Output("y", 1, UnitFunction.Identity).From(below);
        });
        var trained = TableTraining.Train(table, new TableTrainingOptions { Net = net, Sweeps = 20 });
        var activity = trained.Model.Network<float>().Run(TableEncoding.FromJson(trained.Model.Encodings!).Encode(table, [4]));
        var answers = trained.Model.Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = 28, ["c"] = "v" });
        Assert.Equal(["y", "k"], answers.Select(answer => answer.Target));
        Assert.Equal(activity["k", 0].ToArray(), answers[1].Probabilities.Select(p => (float)p), (a, b) => Math.Abs(a - b) < 1e-5f);
        Assert.Equal(((NumberEncoding)TableEncoding.FromJson(trained.Model.Encodings!).Targets[0]).Decode(activity["y", 0][0]), answers[0].Number, 1e-3);
        AssertManyRowsAreAnsweredAsEachAlone(new TableModel(trained.Model), 70);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    public void Many_rows_are_answered_as_each_alone(int count) => AssertManyRowsAreAnsweredAsEachAlone(Titanic().Model, count);

    private static void AssertManyRowsAreAnsweredAsEachAlone(TableModel model, int count)
    {
        var random = new RandomSource(2);
        float[] inputs = [.. Enumerable.Range(0, count * model.Encoding.InputSize).Select(_ => (float)random.NextSigned())];
        var size = model.Encoding.TargetSize;
        var (many, one) = (new float[count * size], new float[size]);
        Assert.Equal(count, model.Run(inputs, many, count));
        for (var row = 0; row < count; row++)
        {
            model.Run(inputs.AsSpan(row * model.Encoding.InputSize, model.Encoding.InputSize), one);
            Assert.Equal(one, many.AsSpan(row * size, size));
        }
    }

    [Fact]
    public void Of_many_rows_the_first_without_a_finite_answer_is_found()
    {
        var encoding = new TableEncoding([new NumberEncoding("x", 0, 1)], [new NumberEncoding("y", 0, 1)]);
        var network = new Network<float>(Topology.Build(net => net.Output("y", 1, UnitFunction.Identity).From(net.Input("numbers", 1))));
        network.Weights.Fill(1e30f);
        var model = new TableModel(new Model(network) { Encodings = encoding.ToJson() });
        var inputs = new float[40];
        (inputs[33], inputs[36]) = (1e10f, 1e10f);
        Assert.Equal(33, model.Run(inputs, new float[40], 40));
    }

    [Fact]
    public void A_saved_model_answers_alike()
    {
        var (_, model) = Titanic();
        using var file = new TemporaryFile("");
        model.Model.Save(file.Path);
        Assert.Equal(model.Predict(Passenger)[0].Probabilities, Model.Load(file.Path).Predict(Passenger)[0].Probabilities);
        Assert.Equal(model.Predict(Passenger)[0].Probabilities, TableModel.Load(file.Path).Predict(Passenger)[0].Probabilities);
        using var stream = File.OpenRead(file.Path);
        Assert.Equal(model.Predict(Passenger)[0].Probabilities, TableModel.Load(stream).Predict(Passenger)[0].Probabilities);
    }

    [Fact]
    public void Missing_values_are_null_and_missing_columns_are_errors()
    {
        var (_, model) = Titanic();
        var row = new Dictionary<string, object?>(Passenger, StringComparer.Ordinal) { ["age"] = null };
        Assert.NotEqual(model.Predict(Passenger)[0].Probabilities, model.Predict(row)[0].Probabilities);
        row.Remove("age");
        Assert.Contains("no 'age'", Assert.Throws<DataException>(() => model.Predict(row)).Message, StringComparison.Ordinal);
    }

    /// <summary>A model that answers what the column holds, as it was standardized.</summary>
    private static TableModel Same(ColumnEncoding input, ColumnEncoding target, Func<TableEncoding, TableEncoding>? with = null)
    {
        var encoding = new TableEncoding([input], [target]);
        var topology = Topology.Build(n => n.Output(target.Column, 1, UnitFunction.Identity).From(n.Input("numbers", 1)));
        var net = new Network<float>(topology);
        net.Weights[0] = 1;
        return new TableModel(new Model(net) { Encodings = (with?.Invoke(encoding) ?? encoding).ToJson() });
    }

    [Fact]
    public void Dates_and_text_mean_what_they_mean_in_the_training_table()
    {
        var days = Same(new DateEncoding("d", 738886, 100), new NumberEncoding("y", 0, 100), e => e with { DateFormat = "dd/MM/yyyy", DecimalMark = ',' });
        foreach (var date in new object[] { new DateOnly(2024, 2, 3), new DateTime(2024, 2, 3), new DateTimeOffset(2024, 2, 3, 0, 0, 0, TimeSpan.Zero), "03/02/2024" })
            Assert.Equal(32, days.Predict(new Dictionary<string, object?> { ["d"] = date })[0].Number, 1e-5);
        var comma = Same(new NumberEncoding("x", 0, 8), new NumberEncoding("y", 0, 8), e => e with { DecimalMark = ',' });
        var answer = comma.Predict(new Dictionary<string, object?> { ["x"] = "3,5" })[0];
        Assert.Equal((3.5, "3,5"), (answer.Number, answer.Text));
        Assert.Equal(3.5, comma.Predict(new Dictionary<string, object?> { ["x"] = 3.5 })[0].Number);
    }

    [Fact]
    public void A_wrong_value_is_named()
    {
        var (_, model) = Titanic();
        var row = new Dictionary<string, object?>(Passenger, StringComparer.Ordinal) { ["sex"] = "unknown" };
        Assert.StartsWith("column 'sex' holds 'unknown'", Assert.Throws<DataException>(() => model.Predict(row)).Message, StringComparison.Ordinal);
        Assert.Single(model.Predict(row, UnseenCategory.AllOff));
    }

    [Fact]
    public void A_category_is_the_same_however_it_is_spelled()
    {
        var encoding = new TableEncoding(
            [new CategoryEncoding("n", ["1.0", "2.0"]), new CategoryEncoding("c", ["007", "7", "K\u00F6ln"]), new BooleanEncoding("b", "No", "Yes")],
            [new NumberEncoding("y", 0, 1)]);
        var net = new Network<float>(TableNet.Layered(encoding, [], UnitFunction.Tanh)).Initialize(3, Initialization.Glorot);
        var model = new TableModel(Model.Of(net) with { Encodings = encoding.ToJson() });
        double Answer(object n, object c, object b) => model.Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["n"] = n, ["c"] = c, ["b"] = b })[0].Number;

        var expected = Answer("2.0", "K\u00F6ln", "Yes");
        foreach (var two in new object[] { 2, 2.0, 2f, 2m, 2L, "2", "+2", "2.00", "2e0", "\u00A02 " })
            Assert.Equal(expected, Answer(two, " Ko\u0308ln\u00A0", true));
        foreach (var yes in new object[] { "YES", "yes\u00A0", "true", "T", 1 })
            Assert.Equal(expected, Answer(2, "K\u00F6ln", yes));
        Assert.NotEqual(Answer(1, "7", true), Answer(1, "007", true));
        Assert.Equal(Answer(1, "7", true), Answer(1, 7.0, true));
        Assert.Throws<DataException>(() => Answer("2.5", "7", true));
        Assert.Throws<DataException>(() => Answer(2, "k\u00F6ln", true));
    }

    [Fact]
    public async Task Many_threads_get_the_same_answers()
    {
        var (_, model) = Titanic();
        var expected = model.Predict(Passenger)[0].Probabilities[0];
        await Parallel.ForAsync(0, 500, (_, _) =>
        {
            Assert.Equal(expected, model.Predict(Passenger)[0].Probabilities[0]);
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Numbers_run_without_allocation()
    {
        var (_, model) = Titanic();
        var inputs = new float[model.Encoding.InputSize];
        var outputs = new float[model.Encoding.TargetSize];
        for (var i = 0; i < 100; i++)
            model.Run(inputs, outputs);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            model.Run(inputs, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_model_without_an_encoding_or_with_another_nets_is_refused()
    {
        var (_, model) = Titanic();
        Assert.Throws<DataException>(() => new TableModel(model.Model with { Encodings = null }));
        Assert.Throws<DataException>(() => new TableModel(model.Model with { Encodings = new TableEncoding([new NumberEncoding("x", 0, 1)], [new NumberEncoding("y", 0, 1)]).ToJson() }));
    }
}
