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
    public void A_saved_model_answers_alike()
    {
        var (_, model) = Titanic();
        using var file = new TemporaryFile("");
        model.Model.Save(file.Path);
        Assert.Equal(model.Predict(Passenger)[0].Probabilities, Model.Load(file.Path).Predict(Passenger)[0].Probabilities);
        Assert.Equal(model.Predict(Passenger)[0].Probabilities, TableModel.Load(file.Path).Predict(Passenger)[0].Probabilities);
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

    [Fact]
    public void A_wrong_value_is_named()
    {
        var (_, model) = Titanic();
        var row = new Dictionary<string, object?>(Passenger, StringComparer.Ordinal) { ["sex"] = "unknown" };
        Assert.StartsWith("column 'sex' holds 'unknown'", Assert.Throws<DataException>(() => model.Predict(row)).Message, StringComparison.Ordinal);
        Assert.Single(model.Predict(row, UnseenCategory.AllOff));
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
