using Parquet;
using Parquet.Schema;

namespace Backprop.Data.Parquet;

/// <summary>Writes Parquet files: columns that may have missing values, compressed by Snappy, which every reader knows.</summary>
internal static class ParquetOutput
{
    private const int RowsOfGroup = 1 << 18;

    public static async Task WriteAsync(TableOutput table, Stream stream)
    {
        DataField[] fields = [.. table.Columns.Select(Field)];
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            for (var first = 0; first < table.Rows; first += RowsOfGroup)
            {
                using var group = writer.CreateRowGroup();
                for (var i = 0; i < fields.Length; i++)
                    await WriteAsync(group, fields[i], table.Columns[i], first, Math.Min(RowsOfGroup, table.Rows - first)).ConfigureAwait(false);
                group.CompleteValidate();
            }
        }
    }

    /// <summary>What the cells of a column that is read are; null where its kind or its cells say it.</summary>
    public static CellType? TypeOf(Field field) => field is not DataField { IsArray: false } data || TimeUnits.PerSecond(data) is not null ? null
        : data.ClrType == typeof(double) || data.ClrType == typeof(float) ? CellType.Number
        : data.ClrType.IsPrimitive && data.ClrType != typeof(bool) && data.ClrType != typeof(ulong) ? CellType.Whole
        : data.ClrType == typeof(DateTime) && data is not DateTimeDataField { DateTimeFormat: DateTimeFormat.Date } ? CellType.Time
        : null;

    private static DataField Field(OutputColumn column) => column.Type switch
    {
        CellType.Number => new DataField(column.Name, typeof(double), isNullable: true),
        CellType.Whole => new DataField(column.Name, typeof(long), isNullable: true),
        CellType.YesOrNo => new DataField(column.Name, typeof(bool), isNullable: true),
        CellType.Day => new DataField(column.Name, typeof(DateOnly), isNullable: true),
        CellType.Time => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: false, unit: DateTimeTimeUnit.Micros, isNullable: true),
        _ => new DataField(column.Name, typeof(string), isNullable: true),
    };

    private static Task WriteAsync(ParquetRowGroupWriter group, DataField field, OutputColumn column, int first, int count)
    {
        return column.Type switch
        {
            CellType.Number => Of(column.Number),
            CellType.Whole => Of(column.Whole),
            CellType.YesOrNo => Of(row => column.Number(row) != 0),
            CellType.Day => Of(row => DateOnly.FromDateTime(column.Date(row))),
            CellType.Time => Of(row => DateTime.SpecifyKind(column.Date(row), DateTimeKind.Unspecified)),
            _ => group.WriteAsync(field, [.. Enumerable.Range(first, count).Select(row => column.IsMissing(row) ? null! : column.Texts[column.Code(row)])]),
        };

        Task Of<T>(Func<int, T> value)
            where T : struct
        {
            var values = new T?[count];
            for (var i = 0; i < count; i++)
                values[i] = column.IsMissing(first + i) ? null : value(first + i);
            return group.WriteAsync<T>(field, values);
        }
    }
}
