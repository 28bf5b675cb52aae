using Microsoft.ML;
using Microsoft.ML.Data;

namespace Backprop.ML;

/// <summary>Data views that transformers are made from.</summary>
internal static class Views
{
    /// <summary>A view without rows that has a column of vectors: the transformers of a trained net learn nothing more.</summary>
    public static IDataView Empty(MLContext ml, string features, int size)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnName = features;
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        return ml.Data.LoadFromEnumerable(Array.Empty<Row>(), schema);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
