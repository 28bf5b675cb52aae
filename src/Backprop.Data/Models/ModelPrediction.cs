using System.Runtime.CompilerServices;

namespace Backprop.Data;

/// <summary>Lets a model that was trained on a table answer raw rows directly.</summary>
public static class ModelPrediction
{
    private static readonly ConditionalWeakTable<Model, TableModel> Tables = [];

    /// <summary>Answers a raw row; see <see cref="TableModel.Predict"/>. The encoding is read at the first call and kept with the model. Thread-safe.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">A value for each input column, by its name.</param>
    /// <param name="unseen">What to do with a category not seen in training. Default: an error.</param>
    /// <returns>One prediction per target, in the order of the targets.</returns>
    /// <exception cref="DataException">The model was not trained on a table, or the row is not what it needs.</exception>
    public static IReadOnlyList<Prediction> Predict(this Model model, IReadOnlyDictionary<string, object?> row, UnseenCategory unseen = UnseenCategory.Error)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Tables.GetValue(model, static m => new TableModel(m)).Predict(row, unseen);
    }
}
