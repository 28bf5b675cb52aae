using System.Globalization;
using Backprop.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Backprop.ML;

/// <summary>Makes the columns of a multiclass trainer.</summary>
internal static class ClassScoring
{
    private const string Score = "Score", Class = "BackpropClass", Predicted = "PredictedLabel";

    public static ITransformer Of(MLContext ml, ViewTask task, DataViewSchema.Column label, TableEncoding encoding, Model model)
    {
        var classes = ((CategoryEncoding)encoding.Targets[0]).Categories;
        var keys = (int)((KeyDataViewType)label.Type).Count;
        // A key that no row had is never the answer.
        var rows = Enumerable.Range(1, keys).Select(key => (classes.Select(word => word == key.ToString(CultureInfo.InvariantCulture) ? 1.0 : 0).ToArray(), 0.0)).ToArray();
        var input = SchemaDefinition.Create(typeof(ClassScores));
        input[Score].ColumnType = new VectorDataViewType(NumberDataViewType.Single, keys);
        return ScoringGraph.Of(ml, model, encoding, task.Features, Score, rows) // a matrix of one row
            .Append(ml.Transforms.CustomMapping<ClassScores, LikeliestClass>(Likeliest.Find, Likeliest.Contract, input))
            .Append(Labels(ml, label, keys))
            .Append(ml.Transforms.DropColumns(Class))
            .Fit(Views.Empty(ml, task.Features, encoding.InputSize));
    }

    private static IEstimator<ITransformer> Labels(MLContext ml, DataViewSchema.Column label, int keys)
    {
        var type = KeyWords.TypeOf(label);
        return type == typeof(float) ? Map(KeyWords.Values<float>(label))
            : type == typeof(double) ? Map(KeyWords.Values<double>(label))
            : type == typeof(int) ? Map(KeyWords.Values<int>(label))
            : type == typeof(uint) ? Map(KeyWords.Values<uint>(label))
            : type == typeof(long) ? Map(KeyWords.Values<long>(label))
            : type == typeof(bool) ? Map(KeyWords.Values<bool>(label))
            : type is null ? Map(Enumerable.Range(1, keys))
            : Map(KeyWords.Of(label));

        IEstimator<ITransformer> Map<T>(IEnumerable<T> values) =>
            ml.Transforms.Conversion.MapValue(Predicted, values.Select(static (value, index) => new KeyValuePair<int, T>(index, value)), Class, treatValuesAsKeyType: true);
    }
}

/// <summary>The probabilities of the keys.</summary>
internal sealed class ClassScores
{
    public VBuffer<float> Score { get; set; }
}

/// <summary>The likeliest class, from 0.</summary>
internal sealed class LikeliestClass
{
    public int BackpropClass { get; set; }
}

/// <summary>Finds the likeliest class. ML.NET makes it by the name of its contract when it loads a pipeline.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class Likeliest : CustomMappingFactory<ClassScores, LikeliestClass>
{
    public const string Contract = "Backprop.LikeliestClass";

    public static void Find(ClassScores scores, LikeliestClass likeliest)
    {
        var (best, index) = (float.NegativeInfinity, 0);
        foreach (var (slot, score) in scores.Score.Items(all: true))
        {
            if (float.IsNaN(score))
                throw ScoringGraph.NoAnswer();
            if (score > best)
                (best, index) = (score, slot);
        }
        likeliest.BackpropClass = index;
    }

    public override Action<ClassScores, LikeliestClass> GetMapping() => Find;
}
