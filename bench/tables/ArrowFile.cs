using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Backprop.TableSpeed;

/// <summary>Arrow by Apache.Arrow, in batches of 65,536 rows without compression; half of the columns of words are dictionaries.</summary>
internal sealed class ArrowFile : TableFile
{
    private const int BatchRows = 65_536;
    private static readonly TimestampType Times = new(TimeUnit.Microsecond, "UTC");

    public override string Name => "arrow";

    public override void Write(RandomTable table, string path)
    {
        using var file = File.Create(path);
        ArrowFileWriter? writer = null;
        for (var first = 0; first < table.Rows; first += BatchRows)
        {
            var count = Math.Min(BatchRows, table.Rows - first);
            var arrays = table.Columns.Select((column, i) => Column(column.Values, first, count, isDictionary: i % 2 == 0)).ToArray();
            var schema = new Schema([.. table.Columns.Zip(arrays, static (column, array) => new Field(column.Name, array.Data.DataType, true))], null);
            writer ??= new ArrowFileWriter(file, schema);
            writer.WriteRecordBatch(new RecordBatch(schema, arrays, count));
        }
        writer!.WriteEnd();
        writer.Dispose();
    }

    public override object ReadAlone(string path)
    {
        using var reader = new ArrowFileReader(File.OpenRead(path));
        var kept = new List<System.Array>();
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            for (var i = 0; i < batch.ColumnCount; i++)
                kept.Add(Values(batch.Column(i)));
            batch.Dispose();
        }
        return kept;
    }

    private static IArrowArray Column(System.Array all, int first, int count, bool isDictionary)
    {
        switch (all)
        {
            case double?[] values:
                return Numbers<double, DoubleArray, DoubleArray.Builder>(new(), values.AsSpan(first, count));
            case float?[] values:
                return Numbers<float, FloatArray, FloatArray.Builder>(new(), values.AsSpan(first, count));
            case int?[] values:
                return Numbers<int, Int32Array, Int32Array.Builder>(new(), values.AsSpan(first, count));
            case long?[] values:
                return Numbers<long, Int64Array, Int64Array.Builder>(new(), values.AsSpan(first, count));
            case bool?[] values:
                return new BooleanArray.Builder().AppendRange(values[first..(first + count)].Select(static yes => yes!.Value)).Build();
            case DateTime?[] values:
                var times = new TimestampArray.Builder(Times);
                foreach (var time in values[first..(first + count)])
                    _ = time is { } there ? times.Append(there) : times.AppendNull();
                return times.Build();
            default:
                var texts = ((string?[])all)[first..(first + count)];
                if (!isDictionary)
                    return new StringArray.Builder().AppendRange(texts).Build();
                string[] words = [.. ((string?[])all).OfType<string>().Distinct(StringComparer.Ordinal)];
                var codes = new Int32Array.Builder();
                foreach (var text in texts)
                    _ = text is null ? codes.AppendNull() : codes.Append(System.Array.IndexOf(words, text));
                return new DictionaryArray(new DictionaryType(Int32Type.Default, StringType.Default, false), codes.Build(), new StringArray.Builder().AppendRange(words).Build());
        }
    }

    private static TArray Numbers<T, TArray, TBuilder>(TBuilder builder, ReadOnlySpan<T?> values)
        where T : struct
        where TArray : IArrowArray
        where TBuilder : PrimitiveArrayBuilder<T, TArray, TBuilder>
    {
        foreach (var value in values)
            _ = value is { } there ? builder.Append(there) : builder.AppendNull();
        return builder.Build(null);
    }

    private static System.Array Values(IArrowArray array)
    {
        switch (array)
        {
            case DoubleArray values:
                return Numbers<DoubleArray, double>(values, static (a, i) => a.GetValue(i));
            case FloatArray values:
                return Numbers<FloatArray, float>(values, static (a, i) => a.GetValue(i));
            case Int32Array values:
                return Numbers<Int32Array, int>(values, static (a, i) => a.GetValue(i));
            case Int64Array values:
                return Numbers<Int64Array, long>(values, static (a, i) => a.GetValue(i));
            case BooleanArray values:
                return Numbers<BooleanArray, bool>(values, static (a, i) => a.GetValue(i));
            case TimestampArray values:
                return Numbers<TimestampArray, DateTimeOffset>(values, static (a, i) => a.GetTimestamp(i));
            case DictionaryArray values:
                var words = Values(values.Dictionary);
                var codes = (Int32Array)values.Indices;
                var named = new string?[values.Length];
                for (var row = 0; row < named.Length; row++)
                    named[row] = codes.GetValue(row) is { } code ? ((string[])words)[code] : null;
                return named;
            default:
                var texts = new string?[array.Length];
                for (var row = 0; row < texts.Length; row++)
                    texts[row] = ((StringArray)array).GetString(row);
                return texts;
        }
    }

    private static T?[] Numbers<TArray, T>(TArray array, Func<TArray, int, T?> at)
        where TArray : IArrowArray
        where T : struct
    {
        var values = new T?[array.Length];
        for (var row = 0; row < values.Length; row++)
            values[row] = at(array, row);
        return values;
    }
}
