using Parquet;
using Parquet.Schema;

namespace Backprop.TableSpeed;

/// <summary>Parquet by Parquet.Net, in row groups of 200,000 rows.</summary>
internal sealed class ParquetFile : TableFile
{
    private const int GroupRows = 200_000;

    public override string Name => "parquet";

    public override void Write(RandomTable table, string path) => WriteAsync(table, path).GetAwaiter().GetResult();

    public override object ReadAlone(string path) => ReadAsync(path).GetAwaiter().GetResult();

    private static async Task WriteAsync(RandomTable table, string path)
    {
        var fields = table.Columns.Select(static column => column.Values switch
        {
            double?[] => (DataField)new DataField<double?>(column.Name),
            float?[] => new DataField<float?>(column.Name),
            int?[] => new DataField<int?>(column.Name),
            long?[] => new DataField<long?>(column.Name),
            DateTime?[] => new DataField<DateTime?>(column.Name),
            bool?[] => new DataField<bool?>(column.Name),
            _ => new DataField<string>(column.Name),
        }).ToArray();
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        for (var first = 0; first < table.Rows; first += GroupRows)
        {
            var count = Math.Min(GroupRows, table.Rows - first);
            using var group = writer.CreateRowGroup();
            foreach (var (field, (_, values)) in fields.Zip(table.Columns))
            {
                await (values switch
                {
                    double?[] v => group.WriteAsync<double>(field, v.AsMemory(first, count)),
                    float?[] v => group.WriteAsync<float>(field, v.AsMemory(first, count)),
                    int?[] v => group.WriteAsync<int>(field, v.AsMemory(first, count)),
                    long?[] v => group.WriteAsync<long>(field, v.AsMemory(first, count)),
                    DateTime?[] v => group.WriteAsync<DateTime>(field, v.AsMemory(first, count)),
                    bool?[] v => group.WriteAsync<bool>(field, v.AsMemory(first, count)),
                    _ => group.WriteAsync(field, ((string[])values)[first..(first + count)]),
                });
            }
        }
    }

    private static async Task<object> ReadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(file);
        var kept = new List<Array>();
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            foreach (var field in reader.Schema.DataFields)
                kept.Add(await ColumnAsync(group, field, (int)group.RowCount));
        }
        return kept;
    }

    private static async Task<Array> ColumnAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        if (field.ClrType == typeof(double))
            return await NumbersAsync<double>(group, field, count);
        if (field.ClrType == typeof(float))
            return await NumbersAsync<float>(group, field, count);
        if (field.ClrType == typeof(int))
            return await NumbersAsync<int>(group, field, count);
        if (field.ClrType == typeof(long))
            return await NumbersAsync<long>(group, field, count);
        if (field.ClrType == typeof(DateTime))
            return await NumbersAsync<DateTime>(group, field, count);
        if (field.ClrType == typeof(bool))
            return await NumbersAsync<bool>(group, field, count);
        var texts = new string[count];
        await group.ReadAsync(field, texts.AsMemory()!);
        return texts;
    }

    private static async Task<Array> NumbersAsync<T>(ParquetRowGroupReader group, DataField field, int count)
        where T : struct
    {
        var values = new T?[count];
        await group.ReadAsync<T>(field, values.AsMemory());
        return values;
    }
}
