using System.Diagnostics;
using Backprop.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Backprop.Defaults;

/// <summary>LightGBM through ML.NET with its defaults: numbers as they are, missing ones too; categories one-hot, as ML.NET's manual has it.</summary>
internal static class LightGbmRuns
{
    public static void Run(Selection selection, string results)
    {
        var file = new ResultFile(results, "lightgbm");
        foreach (var table in selection.Tables())
        {
            var splits = TestRows.Read(Path.Combine(selection.Folder, "splits", table.Table + ".txt"));
            var rows = table.Load(selection.Folder);
            var classes = table.HasClasses ? ((CategoryColumn)rows[table.Target]).Categories.Count : 0;
            var inputs = Inputs(rows);
            var labels = Enumerable.Range(0, rows.Count).Select(row => rows[table.Target] is CategoryColumn words ? words[row] : ((NumberColumn)rows[table.Target])[row]).ToArray();
            for (var split = 1; split <= selection.Splits; split++)
            {
                if (file.Has(table.Table, split))
                    continue;
                var test = splits[split - 1];
                var training = Enumerable.Range(0, rows.Count).Except(test).ToArray();
                var (score, seconds) = Measure(inputs, labels, classes, training, test, split);
                file.Append(table.Table, split, score, seconds);
            }
            Console.Error.WriteLine($"lightgbm: {table.Table} done");
        }
    }

    private static (Score Score, double Seconds) Measure(float[][] inputs, double[] labels, int classes, int[] training, int[] test, int seed)
    {
        var learning = new MLContext(seed);
        IDataView View<TRow>(IEnumerable<TRow> rows)
            where TRow : class
        {
            var schema = SchemaDefinition.Create(typeof(TRow));
            schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, inputs[0].Length);
            return learning.Data.LoadFromEnumerable(rows, schema);
        }
        IDataView ViewOf(int[] rows) => classes switch
        {
            2 => View(rows.Select(row => new BinaryRow { Features = inputs[row], Label = labels[row] == 1 })),
            _ => View(rows.Select(row => new NumberRow { Features = inputs[row], Label = (float)labels[row] })),
        };
        var clock = Stopwatch.StartNew();
        ITransformer model = classes switch
        {
            0 => learning.Regression.Trainers.LightGbm().Fit(ViewOf(training)),
            2 => learning.BinaryClassification.Trainers.LightGbm().Fit(ViewOf(training)),
            // By value, for the scores are in the order of the keys. A row of every class is among the training rows.
            _ => learning.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
                .Append(learning.MulticlassClassification.Trainers.LightGbm()).Fit(ViewOf(training)),
        };
        var seconds = clock.Elapsed.TotalSeconds;
        var answers = model.Transform(ViewOf(test));
        var score = classes switch
        {
            0 => Score.OfNumbers([.. answers.GetColumn<float>("Score").Select(value => (double)value)], [.. test.Select(row => labels[row])]),
            2 => Score.OfClasses([.. answers.GetColumn<float>("Probability").Select(p => new[] { 1.0 - p, p })], [.. test.Select(row => (int)labels[row])]),
            _ => Score.OfClasses([.. answers.GetColumn<float[]>("Score").Select(values => Array.ConvertAll(values, p => (double)p))], [.. test.Select(row => (int)labels[row])]),
        };
        return (score, seconds);
    }

    private static float[][] Inputs(Table rows)
    {
        var inputs = new float[rows.Count][];
        for (var row = 0; row < inputs.Length; row++)
        {
            var values = new List<float>();
            foreach (var column in rows.Columns.Where(column => !column.IsTarget))
            {
                if (column is NumberColumn numbers)
                    values.Add((float)numbers[row]);
                else if (column is CategoryColumn words)
                    values.AddRange(Enumerable.Range(0, words.Categories.Count).Select(i => words[row] == i ? 1f : 0f));
            }
            inputs[row] = [.. values];
        }
        return inputs;
    }

    private sealed class NumberRow
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class BinaryRow
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
