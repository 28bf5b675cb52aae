using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace Backprop.Data.Parquet;

/// <summary>A column of a Parquet file, as the cells of a row group.</summary>
internal abstract class ParquetColumn(ColumnKind? kind)
{
    /// <summary>Its field in the file; null where nothing of it is decoded.</summary>
    public virtual DataField? Field => null;

    /// <summary>What it is declared to be; null for texts.</summary>
    public ColumnKind? Kind => kind;

    /// <summary>The number of the row group whose cells it holds, from 1; 0 for none.</summary>
    public int Group { get; set; }

    public abstract TableCell this[int row] { get; }

    /// <summary>The column of a field.</summary>
    public static ParquetColumn Of(Field field)
    {
        if (field is not DataField { IsArray: false } data)
            return new Unreadable(field.SchemaType switch { SchemaType.List => "a list", SchemaType.Map => "a map", SchemaType.Struct => "a structure", _ => "a list" });
        var type = data.ClrType;
        return TimeUnits.PerSecond(data) is { } units ? type == typeof(int) ? new Others<int>(data, null, (value, room) => Text(TimeUnits.Text(value, units), room)) : new Others<long>(data, null, (value, room) => Text(TimeUnits.Text(value, units), room))
            : type == typeof(double) ? new Values<double>(data, CellKind.Number, Doubles.Of)
            : type == typeof(float) ? new Values<float>(data, CellKind.Number, Doubles.OfSingles)
            : type == typeof(sbyte) ? new Values<sbyte>(data, CellKind.Number, Doubles.Of)
            : type == typeof(byte) ? new Values<byte>(data, CellKind.Number, Doubles.Of)
            : type == typeof(short) ? new Values<short>(data, CellKind.Number, Doubles.Of)
            : type == typeof(ushort) ? new Values<ushort>(data, CellKind.Number, Doubles.Of)
            : type == typeof(int) ? new Values<int>(data, CellKind.Number, Doubles.Of)
            : type == typeof(uint) ? new Values<uint>(data, CellKind.Number, Doubles.Of)
            : type == typeof(long) ? new Longs<long>(data)
            : type == typeof(ulong) ? new Longs<ulong>(data)
            : type == typeof(decimal) ? new Others<decimal>(data, ColumnKind.Number, static (value, _) => Decimal(value))
            : type == typeof(bool) ? new Values<bool>(data, CellKind.YesOrNo, Doubles.OfYesOrNo)
            : type == typeof(DateTime) ? new Values<DateTime>(data, CellKind.Date, Doubles.OfDates)
            : type == typeof(DateOnly) ? new Values<DateOnly>(data, CellKind.Date, Doubles.OfDates)
            : type == typeof(ReadOnlyMemory<char>) || type == typeof(string) ? new Texts(data)
            : type == typeof(Guid) ? new Others<Guid>(data, null, static (value, room) => Text(value.ToString(), room))
            : type == typeof(TimeOnly) ? new Others<TimeOnly>(data, null, static (value, room) => Text(value.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture), room))
            : type == typeof(TimeSpan) ? new Others<TimeSpan>(data, null, static (value, room) => Text(value.ToString("c", CultureInfo.InvariantCulture), room))
            : new Unreadable(type == typeof(ReadOnlyMemory<byte>) || type == typeof(byte[]) ? "bytes" : $"a value of the type {type.Name}");
    }

    /// <summary>Decodes the cells of a row group.</summary>
    public abstract void Load(ParquetRowGroupReader group, int count);

    /// <summary>Adds the cells of a row group to others.</summary>
    public virtual void Add(ParquetRowGroupReader group, int count, CellColumn cells)
    {
        Load(group, count);
        for (var row = 0; row < count; row++)
            cells.Add(this[row]);
    }

    private static TableCell Decimal(decimal value)
    {
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        var number = double.Parse(text[..length], CultureInfo.InvariantCulture);
        return length > 15 ? TableCell.Number(number, text[..length].ToArray()) : TableCell.Number(number);
    }

    private static TableCell Text(ReadOnlySpan<char> text, StringBytes room) => TableCell.Word(room.Of(text));

    /// <summary>The values of a row group that are there, one after another, and where they are.</summary>
    private sealed class Raw<T> : IDisposable
        where T : struct
    {
        private readonly T[] values;
        private readonly int[] levels = [];

        public Raw(ParquetRowGroupReader group, DataField field, int count)
        {
            if (group.GetMetadata(field)?.MetaData is not { } data || data.NumValues < count)
                throw new InvalidDataException("it has fewer values than the row group has rows");
            values = ArrayPool<T>.Shared.Rent(count);
            if (field.IsNullable)
                levels = ArrayPool<int>.Shared.Rent(count);
            group.ReadRawAsync(field, values.AsMemory(), field.IsNullable ? levels.AsMemory() : default(Memory<int>?), null).AsTask().GetAwaiter().GetResult();
            Count = field.IsNullable ? count - levels.AsSpan(0, count).Count(0) : count;
            HasNulls = Count < count;
        }

        /// <summary>The number of values.</summary>
        public int Count { get; }

        /// <summary>Whether some row has none.</summary>
        public bool HasNulls { get; }

        /// <summary>The values.</summary>
        public ReadOnlySpan<T> Values => values.AsSpan(0, Count);

        /// <summary>Whether a row has a value.</summary>
        public bool IsThere(int row) => !HasNulls || levels[row] != 0;

        public void Dispose()
        {
            ArrayPool<T>.Shared.Return(values, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
            if (levels.Length > 0)
                ArrayPool<int>.Shared.Return(levels);
        }

        /// <summary>Moves numbers that stand for the values to their rows, and puts NaN where there is none.</summary>
        public void Spread(Span<double> numbers)
        {
            if (!HasNulls)
                return;
            var from = Count;
            for (var row = numbers.Length - 1; row >= 0; row--)
                numbers[row] = levels[row] != 0 ? numbers[--from] : double.NaN;
        }
    }

    /// <summary>Values that are doubles: numbers, dates, yes or no.</summary>
    private sealed class Values<T>(DataField data, CellKind kind, ToDoubles<T> toDoubles) : ParquetColumn(kind switch { CellKind.Number => ColumnKind.Number, CellKind.Date => ColumnKind.Date, _ => ColumnKind.Boolean })
        where T : struct
    {
        private double[] values = [];

        public override DataField Field => data;

        public override TableCell this[int row] => double.IsNaN(values[row]) ? TableCell.Missing : kind switch
        {
            CellKind.Number => TableCell.Number(values[row]),
            CellKind.Date => TableCell.Days(values[row]),
            _ => TableCell.YesOrNo(values[row] != 0),
        };

        public override void Load(ParquetRowGroupReader group, int count)
        {
            if (values.Length < count)
                values = new double[count];
            Decode(group, values.AsSpan(0, count));
        }

        public override void Add(ParquetRowGroupReader group, int count, CellColumn cells)
        {
            using var room = MemoryPool<double>.Shared.Rent(count);
            var numbers = room.Memory.Span[..count];
            Decode(group, numbers);
            cells.Add(kind, numbers);
        }

        private void Decode(ParquetRowGroupReader group, Span<double> numbers)
        {
            using var raw = new Raw<T>(group, data, numbers.Length);
            toDoubles(raw.Values, numbers);
            raw.Spread(numbers);
        }
    }

    /// <summary>Whole numbers, some of more digits than a double holds.</summary>
    private sealed class Longs<T>(DataField data) : ParquetColumn(ColumnKind.Number)
        where T : struct, IBinaryInteger<T>
    {
        private readonly Others<T> cells = new(data, ColumnKind.Number, static (value, room) => long.CreateSaturating(value) is var whole && T.CreateSaturating(whole) == value
            ? TableCell.Number(whole) : TableCell.Number(double.CreateTruncating(value), room.Of(value.ToString(null, CultureInfo.InvariantCulture))));

        public override DataField Field => data;

        public override TableCell this[int row] => cells[row];

        public override void Load(ParquetRowGroupReader group, int count) => cells.Load(group, count);

        public override void Add(ParquetRowGroupReader group, int count, CellColumn to)
        {
            using var raw = new Raw<T>(group, data, count);
            if (!Doubles.AreExact(raw.Values))
            {
                cells.Add(raw, count, to);
                return;
            }
            using var room = MemoryPool<double>.Shared.Rent(count);
            var numbers = room.Memory.Span[..count];
            Doubles.Of(raw.Values, numbers);
            raw.Spread(numbers);
            to.Add(CellKind.Number, numbers);
        }
    }

    private sealed class Texts(DataField data) : ParquetColumn(kind: null)
    {
        private readonly Others<ReadOnlyMemory<char>> cells = new(data, null, static (value, room) => Text(value.Span, room));

        public override DataField Field => data;

        public override TableCell this[int row] => cells[row];

        public override void Load(ParquetRowGroupReader group, int count) => cells.Load(group, count);

        public override void Add(ParquetRowGroupReader group, int count, CellColumn to)
        {
            using var raw = new Raw<ReadOnlyMemory<char>>(group, data, count);
            using var room = MemoryPool<double>.Shared.Rent(count);
            var codes = room.Memory.Span[..count];
            var values = raw.Values;
            for (var i = 0; i < values.Length; i++)
                codes[i] = to.CodeOf(values[i].Span);
            raw.Spread(codes);
            to.Add(CellKind.Word, codes);
        }
    }

    private delegate TableCell ToCell<T>(T value, StringBytes room);

    private sealed class Others<T>(DataField data, ColumnKind? kind, ToCell<T> toCell) : ParquetColumn(kind)
        where T : struct
    {
        private readonly StringBytes room = new();
        private T[] values = [];
        private bool[] isThere = [];

        public override DataField Field => data;

        public override TableCell this[int row] => isThere[row] ? toCell(values[row], room) : TableCell.Missing;

        public override void Load(ParquetRowGroupReader group, int count)
        {
            if (values.Length < count)
                (values, isThere) = (new T[count], new bool[count]);
            using var raw = new Raw<T>(group, data, count);
            var found = raw.Values;
            for (int row = 0, at = 0; row < count; row++)
            {
                isThere[row] = raw.IsThere(row);
                if (isThere[row])
                    values[row] = found[at++];
            }
        }

        public override void Add(ParquetRowGroupReader group, int count, CellColumn cells)
        {
            using var raw = new Raw<T>(group, data, count);
            Add(raw, count, cells);
        }

        public void Add(Raw<T> raw, int count, CellColumn cells)
        {
            var found = raw.Values;
            for (int row = 0, at = 0; row < count; row++)
                cells.Add(raw.IsThere(row) ? toCell(found[at++], room) : TableCell.Missing);
        }
    }

    private sealed class Unreadable(string what) : ParquetColumn(kind: null)
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
