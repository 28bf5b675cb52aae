using System.Globalization;
using System.Numerics;
using System.Text;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Backprop.Data.Parquet;

/// <summary>A column of a Parquet file, as the cells of a row group.</summary>
internal abstract class ParquetColumn(string name, ColumnKind? kind)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What it is declared to be; null for texts.</summary>
    public ColumnKind? Kind => kind;

    /// <summary>The number of the row group whose cells it holds, from 1; 0 for none.</summary>
    public int Group { get; set; }

    public abstract TableCell this[int row] { get; }

    /// <summary>The column of a field.</summary>
    public static ParquetColumn Of(Field field)
    {
        if (field is not DataField { IsArray: false } data)
            return new Unreadable(field.Name, field.SchemaType switch { SchemaType.List => "a list", SchemaType.Map => "a map", SchemaType.Struct => "a structure", _ => "a list" });
        var type = data.ClrType;
        return TimeUnits.PerSecond(data) is { } units ? type == typeof(int) ? new Others<int>(data, null, (value, room) => Text(TimeUnits.Text(value, units), room)) : new Others<long>(data, null, (value, room) => Text(TimeUnits.Text(value, units), room))
            : type == typeof(double) ? new Numbers<double>(data)
            : type == typeof(float) ? new Singles(data)
            : type == typeof(sbyte) ? new Numbers<sbyte>(data)
            : type == typeof(byte) ? new Numbers<byte>(data)
            : type == typeof(short) ? new Numbers<short>(data)
            : type == typeof(ushort) ? new Numbers<ushort>(data)
            : type == typeof(int) ? new Numbers<int>(data)
            : type == typeof(uint) ? new Numbers<uint>(data)
            : type == typeof(long) ? new Longs<long>(data)
            : type == typeof(ulong) ? new Longs<ulong>(data)
            : type == typeof(decimal) ? new Others<decimal>(data, ColumnKind.Number, static (value, _) => Decimal(value))
            : type == typeof(bool) ? new Others<bool>(data, ColumnKind.Boolean, static (value, _) => TableCell.YesOrNo(value))
            : type == typeof(DateTime) ? new Others<DateTime>(data, ColumnKind.Date, static (value, _) => TableCell.Date(value))
            : type == typeof(DateOnly) ? new Others<DateOnly>(data, ColumnKind.Date, static (value, _) => TableCell.Date(value.ToDateTime(TimeOnly.MinValue)))
            : type == typeof(ReadOnlyMemory<char>) || type == typeof(string) ? new Others<ReadOnlyMemory<char>>(data, null, static (value, room) => Text(value.Span, room))
            : type == typeof(Guid) ? new Others<Guid>(data, null, static (value, room) => Text(value.ToString(), room))
            : type == typeof(TimeOnly) ? new Others<TimeOnly>(data, null, static (value, room) => Text(value.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture), room))
            : type == typeof(TimeSpan) ? new Others<TimeSpan>(data, null, static (value, room) => Text(value.ToString("c", CultureInfo.InvariantCulture), room))
            : new Unreadable(data.Name, type == typeof(ReadOnlyMemory<byte>) || type == typeof(byte[]) ? "bytes" : $"a value of the type {type.Name}");
    }

    /// <summary>Decodes the cells of a row group.</summary>
    public abstract void Load(ParquetRowGroupReader group, int count);

    private static TableCell Decimal(decimal value)
    {
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        var number = double.Parse(text[..length], CultureInfo.InvariantCulture);
        return length > 15 ? TableCell.Number(number, text[..length].ToArray()) : TableCell.Number(number);
    }

    private static TableCell Text(ReadOnlySpan<char> text, StringBytes room) => TableCell.Word(room.Of(text));

    /// <summary>The values of a row group that are there, and whether some row has none.</summary>
    private static (RawColumnData<T> Data, bool HasNulls) Raw<T>(ParquetRowGroupReader group, DataField field, int count)
        where T : struct
    {
        var data = (RawColumnData<T>)group.ReadRawColumnDataBaseAsync(field, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var present = field.IsNullable ? data.DefinitionLevels.Length - data.DefinitionLevels.Count(0) : count;
        if ((field.IsNullable && data.DefinitionLevels.Length < count) || data.Values.Length < present)
        {
            data.Dispose();
            throw new InvalidDataException("it has fewer values than the row group has rows");
        }
        return (data, present < count);
    }

    /// <summary>Numbers that a double holds exactly.</summary>
    private sealed class Numbers<T>(DataField field) : ParquetColumn(field.Name, ColumnKind.Number)
        where T : struct, INumber<T>
    {
        private double[] values = [];

        public override TableCell this[int row] => TableCell.Number(values[row]);

        public override void Load(ParquetRowGroupReader group, int count)
        {
            if (values.Length < count)
                values = new double[count];
            var (data, hasNulls) = Raw<T>(group, field, count);
            using (data)
            {
                var found = data.Values;
                var levels = hasNulls ? data.DefinitionLevels : default;
                for (int row = 0, at = 0; row < count; row++)
                    values[row] = hasNulls && levels[row] == 0 ? double.NaN : double.CreateTruncating(found[at++]);
            }
        }
    }

    private sealed class Singles(DataField field) : ParquetColumn(field.Name, ColumnKind.Number)
    {
        private float[] values = [];

        public override TableCell this[int row] => TableCell.Number(values[row]);

        public override void Load(ParquetRowGroupReader group, int count)
        {
            if (values.Length < count)
                values = new float[count];
            var (data, hasNulls) = Raw<float>(group, field, count);
            using (data)
            {
                var found = data.Values;
                var levels = hasNulls ? data.DefinitionLevels : default;
                for (int row = 0, at = 0; row < count; row++)
                    values[row] = hasNulls && levels[row] == 0 ? float.NaN : found[at++];
            }
        }
    }

    /// <summary>Whole numbers of more digits than a double holds.</summary>
    private sealed class Longs<T>(DataField field) : ParquetColumn(field.Name, ColumnKind.Number)
        where T : struct, IBinaryInteger<T>
    {
        private readonly Others<T> cells = new(field, ColumnKind.Number, static (value, room) => long.CreateSaturating(value) is var whole && T.CreateSaturating(whole) == value
            ? TableCell.Number(whole) : TableCell.Number(double.CreateTruncating(value), room.Of(value.ToString(null, CultureInfo.InvariantCulture))));

        public override TableCell this[int row] => cells[row];

        public override void Load(ParquetRowGroupReader group, int count) => cells.Load(group, count);
    }

    private delegate TableCell ToCell<T>(T value, StringBytes room);

    private sealed class Others<T>(DataField field, ColumnKind? kind, ToCell<T> toCell) : ParquetColumn(field.Name, kind)
        where T : struct
    {
        private readonly StringBytes room = new();
        private T[] values = [];
        private bool[] isThere = [];

        public override TableCell this[int row] => isThere[row] ? toCell(values[row], room) : TableCell.Missing;

        public override void Load(ParquetRowGroupReader group, int count)
        {
            if (values.Length < count)
                (values, isThere) = (new T[count], new bool[count]);
            var (data, hasNulls) = Raw<T>(group, field, count);
            using (data)
            {
                var found = data.Values;
                var levels = hasNulls ? data.DefinitionLevels : default;
                for (int row = 0, at = 0; row < count; row++)
                {
                    isThere[row] = !hasNulls || levels[row] != 0;
                    if (isThere[row])
                        values[row] = found[at++];
                }
            }
        }
    }

    private sealed class Unreadable(string name, string what) : ParquetColumn(name, kind: null)
    {
        private readonly byte[] text = Encoding.UTF8.GetBytes(what);

        public override TableCell this[int row] => TableCell.Other(text);

        public override void Load(ParquetRowGroupReader group, int count)
        {
            // Nothing is decoded.
        }
    }
}

/// <summary>Room for one text as UTF-8.</summary>
internal sealed class StringBytes
{
    private byte[] bytes = new byte[64];

    /// <summary>The text; valid until the next one.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (bytes.Length < most)
            bytes = new byte[most * 2];
        return bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes));
    }
}
