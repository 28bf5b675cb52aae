using Backprop.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Backprop.ML;

/// <summary>
/// Trains nets on the rows of a data view. What it makes is a chain of ML.NET's own transformers: the net as an ONNX graph, and what makes ML.NET's columns of its output. So
/// a pipeline with it is saved and loaded like any other. The order of the rows and the seed of the options decide the net; that of the <see cref="MLContext"/> does not.
/// </summary>
public sealed class BackpropEstimator : IEstimator<ITransformer>
{
    private readonly MLContext ml = new();
    private readonly ViewTask task;
    private readonly TableTrainingOptions options;
    private readonly Func<MLContext, ViewTask, IEstimator<ITransformer>> alike;

    /// <param name="task">What is learned.</param>
    /// <param name="options">How.</param>
    /// <param name="alike">A trainer of ML.NET that takes and makes the same columns: only such a one can say so.</param>
    internal BackpropEstimator(ViewTask task, TableTrainingOptions? options, Func<MLContext, ViewTask, IEstimator<ITransformer>> alike)
    {
        this.task = task;
        this.options = (options ?? new TableTrainingOptions()) with { TestShare = 0 };
        this.alike = alike;
        if (options?.Net is not null)
            throw new ArgumentException("Net describes a net of your own, whose input groups are not the one vector of features that ML.NET gives; leave it out and set the sizes of the hidden layers (Hidden).", nameof(options));
    }

    /// <summary>The training of the last <see cref="Fit"/>: its net, history and notes; null before. Nets that are cross-validated replace each other here.</summary>
    public TableTrainingResult? Trained { get; private set; }

    /// <summary>Trains nets.</summary>
    /// <param name="input">The rows; read once.</param>
    /// <returns>The transformer that answers rows.</returns>
    /// <exception cref="DataException">There are too few rows, a feature is not finite, or nothing can be learned.</exception>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    public ITransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var label = Column(input.Schema, task.Label);
        if (Column(input.Schema, task.Features).Type is not VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType { RawType: var item } } features || item != typeof(float))
            throw new DataException($"column '{task.Features}' is not a vector of a known number of floats; make one with Concatenate");
        if (LabelError(label.Type) is { } error)
            throw new DataException($"column '{task.Label}' is {error}");
        if (task.Weights is { } weights && Column(input.Schema, weights).Type != NumberDataViewType.Single)
            throw new DataException($"column '{weights}' is not a float, as weights are; make one with ConvertType");
        using var rows = ViewRows.OfTask(input, task);
        try
        {
            var table = Table.From(rows, ViewRows.Choices(features.Size, task), new TableFormat { Missing = [] }, ViewRows.Name);
            Trained = TableTraining.Train(table, options);
        }
        catch (DataException e) when (e.Column == ViewRows.Target)
        {
            throw ViewRows.InWordsOf(label, e);
        }
        var encoding = TableEncoding.FromJson(Trained.Model.Encodings!);
        return task.Task switch
        {
            LearningTask.Classes => ClassScoring.Of(ml, task, label, encoding, Trained.Model),
            LearningTask.YesOrNo => YesOrNoScoring.Of(ml, task, encoding, Trained.Model),
            _ => NumberScoring.Of(ml, task, encoding, Trained.Model),
        };
    }

    /// <summary>The columns that are made of those of a view.</summary>
    /// <param name="inputSchema">The columns of the view.</param>
    /// <returns>These and those that are made.</returns>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => alike(ml, task).GetOutputSchema(inputSchema);

    private string? LabelError(DataViewType type) => task.Task switch
    {
        LearningTask.Classes => type is KeyDataViewType ? null : "not a key; make one with MapValueToKey",
        LearningTask.YesOrNo => type is BooleanDataViewType ? null : "not a bool; make one with ConvertType",
        _ => type == NumberDataViewType.Single ? null : "not a float; make one with ConvertType",
    };

    private static DataViewSchema.Column Column(DataViewSchema schema, string name) => schema.GetColumnOrNull(name)
        ?? throw new DataException($"the data view has no column '{name}'; {(schema.Any(static column => !column.IsHidden) ? $"it has {string.Join(", ", schema.Where(static column => !column.IsHidden).Select(static column => column.Name))}" : "it has no columns")}");
}
