using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Backprop.ML;

/// <summary>What the keys of a column stand for.</summary>
internal static class KeyWords
{
    /// <summary>The words of the keys, from key 1; their numbers where the column does not say what they stand for.</summary>
    public static IReadOnlyList<string> Of(DataViewSchema.Column column)
    {
        var count = (int)((KeyDataViewType)(column.Type is VectorDataViewType vector ? vector.ItemType : column.Type)).Count;
        return TypeOf(column) is not { } type ? [.. Enumerable.Range(1, count).Select(static key => key.ToString(CultureInfo.InvariantCulture))]
            : type == typeof(ReadOnlyMemory<char>) ? Words<ReadOnlyMemory<char>>(column)
            : type == typeof(float) ? Words<float>(column)
            : type == typeof(double) ? Words<double>(column)
            : type == typeof(int) ? Words<int>(column)
            : type == typeof(uint) ? Words<uint>(column)
            : type == typeof(long) ? Words<long>(column)
            : type == typeof(bool) ? Words<bool>(column)
            : [.. Enumerable.Range(1, count).Select(static key => key.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>The type of what keys stand for; null where the column does not say.</summary>
    public static Type? TypeOf(DataViewSchema.Column column) =>
        column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is VectorDataViewType { ItemType.RawType: var type } ? type : null;

    /// <summary>What the keys stand for, from key 1.</summary>
    public static T[] Values<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues()];
    }

    private static string[] Words<T>(DataViewSchema.Column column) => [.. Values<T>(column).Select(static value => Convert.ToString(value is ReadOnlyMemory<char> text ? text.ToString() : value, CultureInfo.InvariantCulture)!)];
}
