using Backprop.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Backprop.ML.Tests;

public sealed class BackpropTrainersTests
{
    private static readonly TableTrainingOptions Short = new() { Sweeps = 60, Members = 2, Seed = 1 };
    private readonly MLContext ml = new(seed: 1);

    private IEstimator<ITransformer> Classes(BackpropEstimator trainer) => ml.Transforms.Conversion.MapValueToKey("Label", nameof(Iris.Species)).Append(Iris.Features(ml)).Append(trainer);

    private string Temporary() => Path.Combine(Directory.CreateTempSubdirectory("backprop").FullName, "model.zip");

    [Fact]
    public void A_multiclass_pipeline_is_evaluated_and_answers_objects()
    {
        var data = ml.Data.TrainTestSplit(Iris.Load(ml), 0.3);
        var trainer = ml.MulticlassClassification.Trainers.Backprop(options: Short);
        var model = Classes(trainer).Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data.TrainSet);

        var metrics = ml.MulticlassClassification.Evaluate(Classes(trainer).Fit(data.TrainSet).Transform(data.TestSet));
        using var engine = ml.Model.CreatePredictionEngine<Iris, SpeciesAnswer>(model);
        var answer = engine.Predict(new Iris { SepalLength = 5.1f, SepalWidth = 3.5f, PetalLength = 1.4f, PetalWidth = 0.2f });

        Assert.True(metrics.MicroAccuracy > 0.9, $"{metrics.MicroAccuracy}");
        Assert.True(metrics.LogLoss < 0.4, $"{metrics.LogLoss}");
        Assert.Equal("setosa", answer.PredictedLabel);
        Assert.Equal(1, answer.Score.Sum(), 1e-5);
        Assert.NotNull(trainer.Trained);
    }

    [Fact]
    public void Scores_are_the_probabilities_of_the_net()
    {
        var data = Iris.Load(ml);
        var trainer = ml.MulticlassClassification.Trainers.Backprop(options: Short);
        var scored = Classes(trainer).Fit(data).Transform(data);
        var net = new TableModel(trainer.Trained!.Model);

        var scores = scored.GetColumn<float[]>("Score").ToList();
        var rows = ml.Data.CreateEnumerable<Iris>(data, reuseRowObject: false).ToList();
        for (var i = 0; i < rows.Count; i += 10)
        {
            var raw = new Dictionary<string, object?>(StringComparer.Ordinal) { ["feature 1"] = rows[i].SepalLength, ["feature 2"] = rows[i].SepalWidth, ["feature 3"] = rows[i].PetalLength, ["feature 4"] = rows[i].PetalWidth };
            Assert.Equal(net.Predict(raw)[0].Probabilities.Select(static p => (float)p), scores[i], static (a, b) => Math.Abs(a - b) < 1e-5f);
        }
    }

    [Fact]
    public void A_label_of_one_class_is_refused_with_its_name_and_the_word_of_the_class()
    {
        var setosas = ml.Data.TakeRows(Iris.Load(ml), 50);
        var trainer = ml.MulticlassClassification.Trainers.Backprop(options: Short);

        Assert.Equal("the data view, column 'Label': the target is 'setosa' in every row; there is nothing to learn", Assert.Throws<DataException>(() => Classes(trainer).Fit(setosas)).Message);
        Assert.Equal(
            "the data view, column 'IsVirginica': the target is 'false' in every row; there is nothing to learn",
            Assert.Throws<DataException>(() => Iris.Features(ml).Append(ml.BinaryClassification.Trainers.Backprop(nameof(Iris.IsVirginica), options: Short)).Fit(setosas)).Message);
    }

    [Fact]
    public void A_pipeline_is_cross_validated()
    {
        var folds = ml.MulticlassClassification.CrossValidate(Iris.Load(ml), Classes(ml.MulticlassClassification.Trainers.Backprop(options: Short)), numberOfFolds: 3);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, static fold => Assert.True(fold.Metrics.MicroAccuracy > 0.85));
    }

    [Fact]
    public void A_pipeline_that_is_saved_and_loaded_by_another_context_gives_the_same_scores()
    {
        var data = Iris.Load(ml);
        var model = Classes(ml.MulticlassClassification.Trainers.Backprop(options: Short)).Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        var path = Temporary();
        ml.Model.Save(model, data.Schema, path);

        var other = new MLContext();
        var loaded = other.Model.Load(path, out _);

        Assert.Equal(model.Transform(data).GetColumn<float[]>("Score"), loaded.Transform(data).GetColumn<float[]>("Score"));
        Assert.Equal(model.Transform(data).GetColumn<string>("PredictedLabel"), loaded.Transform(data).GetColumn<string>("PredictedLabel"));
    }

    [Fact]
    public void A_binary_pipeline_is_evaluated_saved_and_loaded()
    {
        var data = Iris.Load(ml);
        var model = Iris.Features(ml).Append(ml.BinaryClassification.Trainers.Backprop(nameof(Iris.IsVirginica), options: Short)).Fit(data);
        var path = Temporary();
        ml.Model.Save(model, data.Schema, path);

        var metrics = ml.BinaryClassification.Evaluate(new MLContext().Model.Load(path, out _).Transform(data), nameof(Iris.IsVirginica));

        Assert.True(metrics.Accuracy > 0.93, $"{metrics.Accuracy}");
        Assert.True(metrics.AreaUnderRocCurve > 0.98, $"{metrics.AreaUnderRocCurve}");
        Assert.True(metrics.LogLoss < 0.4, $"{metrics.LogLoss}");
    }

    [Fact]
    public void Probability_is_that_of_true_whichever_comes_first()
    {
        var rows = ml.Data.CreateEnumerable<Iris>(Iris.Load(ml), reuseRowObject: false).Reverse().ToList();
        var data = ml.Data.LoadFromEnumerable(rows);
        var scored = Iris.Features(ml).Append(ml.BinaryClassification.Trainers.Backprop(nameof(Iris.IsVirginica), options: Short)).Fit(data).Transform(data);

        Assert.True(rows[0].IsVirginica);
        Assert.True(scored.GetColumn<float>("Probability").First() > 0.5);
        Assert.True(scored.GetColumn<bool>("PredictedLabel").First());
        Assert.False(scored.GetColumn<bool>("PredictedLabel").Last());
    }

    [Fact]
    public void A_regression_pipeline_is_evaluated_saved_and_loaded()
    {
        var data = Iris.Load(ml);
        var model = Iris.Features(ml, nameof(Iris.PetalWidth)).Append(ml.Regression.Trainers.Backprop(nameof(Iris.PetalWidth), options: Short)).Fit(data);
        var path = Temporary();
        ml.Model.Save(model, data.Schema, path);

        var metrics = ml.Regression.Evaluate(new MLContext().Model.Load(path, out _).Transform(data), nameof(Iris.PetalWidth));

        Assert.True(metrics.RSquared > 0.9, $"{metrics.RSquared}");
    }

    [Fact]
    public void A_key_that_no_row_has_is_never_the_answer()
    {
        var rows = ml.Data.CreateEnumerable<Iris>(Iris.Load(ml), reuseRowObject: false).ToList();
        var keys = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Iris.Species)).Fit(ml.Data.LoadFromEnumerable(rows));
        var data = keys.Transform(ml.Data.LoadFromEnumerable(rows.Where(static row => row.Species != "versicolor")));
        var scored = Iris.Features(ml).Append(ml.MulticlassClassification.Trainers.Backprop(options: Short)).Fit(data).Transform(data);

        Assert.All(scored.GetColumn<float[]>("Score"), static score => Assert.Equal((3, 0f), (score.Length, score[1])));
        Assert.Equal(2, scored.GetColumn<uint>("PredictedLabel").Distinct().Count());
    }

    [Fact]
    public void A_row_with_a_missing_feature_has_no_class_but_an_error_and_no_number_but_NaN()
    {
        var data = Iris.Load(ml);
        var missing = ml.Data.LoadFromEnumerable([new Iris { SepalLength = float.NaN, SepalWidth = 3, PetalLength = 4, PetalWidth = 1 }]);
        var classes = Classes(ml.MulticlassClassification.Trainers.Backprop(options: Short)).Fit(data);
        var yes = Iris.Features(ml).Append(ml.BinaryClassification.Trainers.Backprop(nameof(Iris.IsVirginica), options: Short)).Fit(data);
        var number = Iris.Features(ml, nameof(Iris.PetalWidth)).Append(ml.Regression.Trainers.Backprop(nameof(Iris.PetalWidth), options: Short)).Fit(data);

        foreach (var model in (ITransformer[])[classes, yes])
            Assert.Contains("a feature that is missing (NaN) or infinite", Assert.ThrowsAny<Exception>(() => model.Transform(missing).Preview().RowView.Length).ToString(), StringComparison.Ordinal);
        Assert.Equal(float.NaN, Assert.Single(number.Transform(missing).GetColumn<float>("Score")));
    }

    [Fact]
    public void The_columns_have_the_types_that_ML_NET_evaluates()
    {
        var data = Iris.Load(ml);
        var keyed = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Iris.Species)).Append(Iris.Features(ml)).Fit(data).Transform(data);

        Assert.Equal(["PredictedLabel Key<UInt32, 0-2>", "Score Vector<Single, 1, 3>"], Made(ml.MulticlassClassification.Trainers.Backprop(options: Short)));
        Assert.Equal(["PredictedLabel Boolean", "Probability Single", "Score Single"], Made(ml.BinaryClassification.Trainers.Backprop(nameof(Iris.IsVirginica), options: Short)));
        Assert.Equal(["Score Single"], Made(ml.Regression.Trainers.Backprop(nameof(Iris.PetalWidth), options: Short)));

        IEnumerable<string> Made(IEstimator<ITransformer> trainer) =>
            trainer.Fit(keyed).Transform(keyed).Schema.Where(column => !column.IsHidden && keyed.Schema.GetColumnOrNull(column.Name) is null).Select(static column => $"{column.Name} {column.Type}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void A_confusion_matrix_numbers_the_classes_in_the_order_of_the_keys()
    {
        var data = Iris.Load(ml);
        var scored = Classes(ml.MulticlassClassification.Trainers.Backprop(options: Short)).Fit(data).Transform(data);
        var matrix = ml.MulticlassClassification.Evaluate(scored).ConfusionMatrix;

        Assert.False(scored.Schema["Score"].HasSlotNames());
        Assert.Equal(50, matrix.Counts[0][0]); // every setosa, the first key
        Assert.DoesNotContain("setosa", matrix.GetFormattedConfusionTable(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_the_columns_is_said()
    {
        var data = Iris.Load(ml);
        var featured = Iris.Features(ml).Fit(data).Transform(data);

        Assert.StartsWith("the data view has no column 'Label'; it has SepalLength", Assert.Throws<DataException>(() => ml.Regression.Trainers.Backprop().Fit(featured)).Message, StringComparison.Ordinal);
        Assert.Equal("column 'SepalWidth' is not a vector of a known number of floats; make one with Concatenate", Assert.Throws<DataException>(() => ml.Regression.Trainers.Backprop("PetalWidth", "SepalWidth").Fit(featured)).Message);
        Assert.Equal("column 'Species' is not a key; make one with MapValueToKey", Assert.Throws<DataException>(() => ml.MulticlassClassification.Trainers.Backprop("Species").Fit(featured)).Message);
        Assert.Equal("column 'Species' is not a bool; make one with ConvertType", Assert.Throws<DataException>(() => ml.BinaryClassification.Trainers.Backprop("Species").Fit(featured)).Message);
        Assert.Equal("column 'IsVirginica' is not a float; make one with ConvertType", Assert.Throws<DataException>(() => ml.Regression.Trainers.Backprop("IsVirginica").Fit(featured)).Message);
        Assert.Equal("column 'Species' is not a float, as weights are; make one with ConvertType", Assert.Throws<DataException>(() => ml.Regression.Trainers.Backprop("PetalWidth", exampleWeightColumnName: "Species").Fit(featured)).Message);
        var missing = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(static i => new Iris { SepalLength = i == 6 ? float.NaN : i, PetalWidth = i }));
        Assert.Contains("row 7: feature 1 is missing (NaN); replace such values first", Assert.Throws<DataException>(() => Iris.Features(ml).Append(ml.Regression.Trainers.Backprop(nameof(Iris.PetalWidth))).Fit(missing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_net_of_ones_own_is_refused_and_hidden_layers_are_not()
    {
        var own = new TableTrainingOptions { Net = Topology.Layered(4, 5, 3) };
        foreach (var make in new Func<BackpropEstimator>[]
        {
            () => ml.MulticlassClassification.Trainers.Backprop(options: own), () => ml.BinaryClassification.Trainers.Backprop(options: own), () => ml.Regression.Trainers.Backprop(options: own),
        })
            Assert.Equal("Net describes a net of your own, whose input groups are not the one vector of features that ML.NET gives; leave it out and set the sizes of the hidden layers (Hidden). (Parameter 'options')", Assert.Throws<ArgumentException>(make).Message);

        var trainer = ml.MulticlassClassification.Trainers.Backprop(options: new TableTrainingOptions { Hidden = [5, 7], Members = 1, Sweeps = 1 });
        Classes(trainer).Fit(Iris.Load(ml));
        Assert.Equal([5, 7], trainer.Trained!.Model.Topology.Groups.Where(static group => !group.IsInput && !group.IsOutput).Select(static group => group.Size));
    }
}
