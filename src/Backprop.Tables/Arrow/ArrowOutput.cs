using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Backprop.Data.Arrow;

/// <summary>Writes Arrow files: columns that may have missing values, categories as dictionaries, without compression.</summary>
internal static class ArrowOutput
{
    private const int RowsOfBatch = 1 << 16;

    public static void Write(TableOutput table, Stream stream)
    {
        IArrowArray?[] dictionaries = [.. table.Columns.Select(static column => column.Type == CellType.Category ? new StringArray.Builder().AppendRange(column.Texts).Build() : null)];
        var schema = new Schema([.. table.Columns.Select(static column => new Field(column.Name, Type(column.Type), nullable: true))], metadata: null);
        using var writer = new ArrowFileWriter(stream, schema, leaveOpen: true);
        writer.WriteStart();
        for (var first = 0; first < table.Rows || first == 0; first += RowsOfBatch)
        {
            var count = Math.Min(RowsOfBatch, table.Rows - first);
            using var batch = new RecordBatch(schema, table.Columns.Select((column, i) => Cells(column, dictionaries[i], first, count)), count);
            writer.WriteRecordBatch(batch);
        }
        writer.WriteEnd();
    }

    /// <summary>What the cells of a column that is read are; null where its kind or its cells say it.</summary>
    public static CellType? TypeOf(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.Double or ArrowTypeId.Float or ArrowTypeId.HalfFloat => CellType.Number,
        ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64 or ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32 => CellType.Whole,
        ArrowTypeId.Timestamp => CellType.Time,
        _ => null,
    };

    private static IArrowType Type(CellType type) => type switch
    {
        CellType.Number => DoubleType.Default,
        CellType.Whole => Int64Type.Default,
        CellType.YesOrNo => BooleanType.Default,
        CellType.Day => Date32Type.Default,
        CellType.Time => new TimestampType(TimeUnit.Microsecond, timezone: (string?)null),
        CellType.Category => new DictionaryType(Int32Type.Default, StringType.Default, ordered: false),
        _ => StringType.Default,
    };

    private static IArrowArray Cells(OutputColumn column, IArrowArray? dictionary, int first, int count)
    {
        var rows = Enumerable.Range(first, count);
        return column.Type switch
        {
            CellType.Number => Filled(new DoubleArray.Builder(), column.Number),
            CellType.Whole => Filled(new Int64Array.Builder(), column.Whole),
            CellType.YesOrNo => YesOrNos(),
            CellType.Day => Days(),
            CellType.Time => Times(),
            CellType.Category => new DictionaryArray((DictionaryType)Type(column.Type), Filled(new Int32Array.Builder(), column.Code), dictionary!),
            _ => Texts(),
        };

        IArrowArray Filled<T, TArray, TBuilder>(PrimitiveArrayBuilder<T, TArray, TBuilder> builder, Func<int, T> value)
            where T : struct
            where TArray : IArrowArray
            where TBuilder : PrimitiveArrayBuilder<T, TArray, TBuilder>
        {
            foreach (var row in rows)
                _ = column.IsMissing(row) ? builder.AppendNull() : builder.Append(value(row));
            return builder.Build(allocator: null);
        }

        IArrowArray YesOrNos()
        {
            var builder = new BooleanArray.Builder();
            foreach (var row in rows)
                _ = column.IsMissing(row) ? builder.AppendNull() : builder.Append(column.Number(row) != 0);
            return builder.Build();
        }

        IArrowArray Days()
        {
            var builder = new Date32Array.Builder();
            foreach (var row in rows)
                _ = column.IsMissing(row) ? builder.AppendNull() : builder.Append(DateOnly.FromDateTime(column.Date(row)));
            return builder.Build();
        }

        IArrowArray Times()
        {
            var builder = new TimestampArray.Builder((TimestampType)Type(CellType.Time));
            foreach (var row in rows)
                _ = column.IsMissing(row) ? builder.AppendNull() : builder.Append(new DateTimeOffset(column.Date(row), TimeSpan.Zero));
            return builder.Build();
        }

        IArrowArray Texts()
        {
            var builder = new StringArray.Builder();
            foreach (var row in rows)
                _ = column.IsMissing(row) ? builder.AppendNull() : builder.Append(column.Texts[column.Code(row)]);
            return builder.Build();
        }
    }
}
