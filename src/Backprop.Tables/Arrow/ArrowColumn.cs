using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Backprop.Data.Arrow;

/// <summary>A column of an Arrow file, as the cells of a batch.</summary>
internal abstract class ArrowColumn(ColumnKind? kind)
{
    /// <summary>What it is declared to be; null for texts.</summary>
    public ColumnKind? Kind => kind;

    /// <summary>Whether each row takes room in the file.</summary>
    public virtual bool HasValues => true;

    public abstract TableCell this[int row] { get; }

    /// <summary>The column of a type.</summary>
    public static ArrowColumn Of(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.Double => new Numbers<double>(Doubles.Of),
        ArrowTypeId.Float => new Numbers<float>(Doubles.OfSingles),
        ArrowTypeId.HalfFloat => new Numbers<Half>(Doubles.OfHalves),
        ArrowTypeId.Int8 => new Numbers<sbyte>(Doubles.Of),
        ArrowTypeId.Int16 => new Numbers<short>(Doubles.Of),
        ArrowTypeId.Int32 => new Numbers<int>(Doubles.Of),
        ArrowTypeId.Int64 => new Longs<long>(static value => TableCell.Number(value)),
        ArrowTypeId.UInt8 => new Numbers<byte>(Doubles.Of),
        ArrowTypeId.UInt16 => new Numbers<ushort>(Doubles.Of),
        ArrowTypeId.UInt32 => new Numbers<uint>(Doubles.Of),
        ArrowTypeId.UInt64 => new Longs<ulong>(static value => value <= long.MaxValue ? TableCell.Number((long)value) : TableCell.Number(value, Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)))),
        ArrowTypeId.Decimal32 or ArrowTypeId.Decimal64 or ArrowTypeId.Decimal128 or ArrowTypeId.Decimal256 => new Decimals(),
        ArrowTypeId.Boolean => new YesOrNos(),
        ArrowTypeId.Date32 or ArrowTypeId.Date64 or ArrowTypeId.Timestamp => new Dates(),
        ArrowTypeId.Time32 or ArrowTypeId.Time64 => new Times(),
        ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView => new Texts(),
        ArrowTypeId.Dictionary => new Dictionaries((DictionaryType)type),
        ArrowTypeId.Null => new Nulls(),
        ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.ListView or ArrowTypeId.FixedSizeList => new Others("a list"),
        ArrowTypeId.Struct => new Others("a structure"),
        ArrowTypeId.Map => new Others("a map"),
        ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.FixedSizedBinary or ArrowTypeId.BinaryView => new Others("bytes"),
        _ => new Others($"a value of the type {type.Name}"),
    };

    /// <summary>Takes the cells of a batch.</summary>
    public abstract void Load(IArrowArray array);

    /// <summary>Adds the cells of a batch, which were taken, to others.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="to">The others.</param>
    public virtual void Add(int count, CellColumn to)
    {
        for (var row = 0; row < count; row++)
            to.Add(this[row]);
    }

    /// <summary>Puts NaN where a row has no value.</summary>
    private static void MarkMissing(IArrowArray array, Span<double> numbers)
    {
        if (array.NullCount == 0)
            return;
        for (var row = 0; row < numbers.Length; row++)
            if (array.IsNull(row))
                numbers[row] = double.NaN;
    }

    private delegate TableCell ToCell<T>(T value);

    private sealed class Numbers<T>(ToDoubles<T> toDoubles) : ArrowColumn(ColumnKind.Number)
        where T : struct, IEquatable<T>
    {
        private PrimitiveArray<T>? cells;
        private bool hasNulls;

        public override TableCell this[int row]
        {
            get
            {
                if (hasNulls && cells!.IsNull(row))
                    return TableCell.Missing;
                var number = 0.0;
                toDoubles(cells!.Values.Slice(row, 1), new Span<double>(ref number));
                return TableCell.Number(number);
            }
        }

        public override void Load(IArrowArray array) => (cells, hasNulls) = ((PrimitiveArray<T>)array, array.NullCount != 0);

        public override void Add(int count, CellColumn to)
        {
            using var room = MemoryPool<double>.Shared.Rent(count);
            var numbers = room.Memory.Span[..count];
            toDoubles(cells!.Values[..count], numbers);
            MarkMissing(cells, numbers);
            to.Add(CellKind.Number, numbers);
        }
    }

    /// <summary>Whole numbers, some of more digits than a double holds.</summary>
    private sealed class Longs<T>(ToCell<T> toCell) : ArrowColumn(ColumnKind.Number)
        where T : struct, IBinaryInteger<T>
    {
        private PrimitiveArray<T>? cells;
        private bool hasNulls;

        public override TableCell this[int row] => hasNulls && cells!.IsNull(row) ? TableCell.Missing : toCell(cells!.Values[row]);

        public override void Load(IArrowArray array) => (cells, hasNulls) = ((PrimitiveArray<T>)array, array.NullCount != 0);

        public override void Add(int count, CellColumn to)
        {
            if (!Doubles.AreExact(cells!.Values[..count]))
            {
                base.Add(count, to);
                return;
            }
            using var room = MemoryPool<double>.Shared.Rent(count);
            var numbers = room.Memory.Span[..count];
            Doubles.Of(cells.Values[..count], numbers);
            MarkMissing(cells, numbers);
            to.Add(CellKind.Number, numbers);
        }
    }

    private sealed class Decimals() : ArrowColumn(ColumnKind.Number)
    {
        private IArrowArray? cells;

        public override TableCell this[int row]
        {
            get
            {
                if (cells!.IsNull(row))
                    return TableCell.Missing;
                var text = cells switch
                {
                    Decimal128Array wide => wide.GetString(row),
                    Decimal256Array wide => wide.GetString(row),
                    Decimal32Array narrow => narrow.GetString(row),
                    Decimal64Array narrow => narrow.GetString(row),
                    _ => null,
                } ?? "";
                var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
                return text.Length > 15 ? TableCell.Number(number, Encoding.UTF8.GetBytes(text)) : TableCell.Number(number);
            }
        }

        public override void Load(IArrowArray array) => cells = array;
    }

    private sealed class YesOrNos() : ArrowColumn(ColumnKind.Boolean)
    {
        private BooleanArray? cells;

        public override TableCell this[int row] => cells!.GetValue(row) is { } yes ? TableCell.YesOrNo(yes) : TableCell.Missing;

        public override void Load(IArrowArray array) => cells = (BooleanArray)array;

        public override void Add(int count, CellColumn to)
        {
            using var room = MemoryPool<double>.Shared.Rent(count);
            var numbers = room.Memory.Span[..count];
            var hasNulls = cells!.NullCount != 0;
            var bits = cells.Values;
            for (var row = 0; row < count; row++)
                numbers[row] = hasNulls && cells.IsNull(row) ? double.NaN : BitUtility.GetBit(bits, cells.Offset + row) ? 1 : 0;
            to.Add(CellKind.YesOrNo, numbers);
        }
    }

    private sealed class Dates() : ArrowColumn(ColumnKind.Date)
    {
        private IArrowArray? cells;

        public override TableCell this[int row] => cells!.IsNull(row) ? TableCell.Missing
            : Ticks(row) is var ticks && IsDate(ticks) ? TableCell.Date(DateTime.UnixEpoch.AddTicks(ticks))
            : TableCell.Other("a date before the year 1 or after 9999"u8);

        public override void Load(IArrowArray array) => cells = array;

        public override void Add(int count, CellColumn to)
        {
            using var room = MemoryPool<double>.Shared.Rent(count);
            var days = room.Memory.Span[..count];
            var hasNulls = cells!.NullCount != 0;
            for (var row = 0; row < count; row++)
            {
                if (hasNulls && cells.IsNull(row))
                {
                    days[row] = double.NaN;
                    continue;
                }
                var ticks = Ticks(row);
                if (!IsDate(ticks))
                {
                    base.Add(count, to);
                    return;
                }
                days[row] = (double)(DateTime.UnixEpoch.Ticks + ticks) / TimeSpan.TicksPerDay;
            }
            to.Add(CellKind.Date, days);
        }

        /// <summary>The ticks of a date since 1970, in UTC where it has a zone.</summary>
        private long Ticks(int row) => cells switch
        {
            Date32Array days => days.Values[row] * TimeSpan.TicksPerDay,
            Date64Array milliseconds => Product(milliseconds.Values[row], TimeSpan.TicksPerMillisecond),
            TimestampArray times => ((TimestampType)times.Data.DataType).Unit switch
            {
                TimeUnit.Second => Product(times.Values[row], TimeSpan.TicksPerSecond),
                TimeUnit.Millisecond => Product(times.Values[row], TimeSpan.TicksPerMillisecond),
                TimeUnit.Microsecond => Product(times.Values[row], TimeSpan.TicksPerMicrosecond),
                _ => times.Values[row] / 100,
            },
            _ => long.MaxValue,
        };

        /// <summary>The product, or the greatest number, which is not a date.</summary>
        private static long Product(long value, long ticks) => Math.Abs((double)value) > long.MaxValue / ticks ? long.MaxValue : value * ticks;

        private static bool IsDate(long ticks) => ticks <= DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks && ticks >= -DateTime.UnixEpoch.Ticks;
    }

    /// <summary>Times of day, as texts.</summary>
    private sealed class Times() : ArrowColumn(kind: null)
    {
        private IArrowArray? cells;

        public override TableCell this[int row] => cells!.IsNull(row) ? TableCell.Missing : cells switch
        {
            Time32Array times => OfTicks(times.Values[row], ((Time32Type)times.Data.DataType).Unit == TimeUnit.Second ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond),
            Time64Array times when ((Time64Type)times.Data.DataType).Unit == TimeUnit.Microsecond => OfTicks(times.Values[row], TimeSpan.TicksPerMicrosecond),
            Time64Array times => OfTicks(times.Values[row] / 100, 1),
            _ => TableCell.Missing,
        };

        public override void Load(IArrowArray array) => cells = array;

        private static TableCell OfTicks(long value, long ticks) => value < 0 || value >= TimeSpan.TicksPerDay / ticks ? TableCell.Other("a time that is not one of a day"u8)
            : TableCell.Word(Encoding.UTF8.GetBytes(new TimeOnly(value * ticks).ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)));
    }

    private sealed class Texts() : ArrowColumn(kind: null)
    {
        private IArrowArray? cells;

        public override TableCell this[int row] => cells!.IsNull(row) ? TableCell.Missing : TableCell.Word(Bytes(row));

        public bool IsNull(int row) => cells!.IsNull(row);

        public ReadOnlySpan<byte> Bytes(int row) => cells switch
        {
            StringArray texts => texts.GetBytes(row),
            LargeStringArray texts => texts.GetBytes(row),
            StringViewArray texts => texts.GetBytes(row),
            _ => default,
        };

        public override void Load(IArrowArray array) => cells = array;

        public override void Add(int count, CellColumn to)
        {
            using var room = MemoryPool<double>.Shared.Rent(count);
            var codes = room.Memory.Span[..count];
            var hasNulls = cells!.NullCount != 0;
            for (var row = 0; row < count; row++)
                codes[row] = hasNulls && cells.IsNull(row) ? double.NaN : to.CodeOf(Bytes(row));
            to.Add(CellKind.Word, codes);
        }
    }

    /// <summary>Codes, and the values that they stand for: categories where these are texts.</summary>
    private sealed class Dictionaries(DictionaryType type) : ArrowColumn(Of(type.ValueType).Kind ?? (Of(type.ValueType) is Texts ? ColumnKind.Category : null))
    {
        private readonly ArrowColumn values = Of(type.ValueType);
        private IArrowArray? codes;
        private int count;

        public override TableCell this[int row]
        {
            get
            {
                if (codes!.IsNull(row))
                    return TableCell.Missing;
                var code = Code(row);
                return code >= 0 && code < count ? values[(int)code] : TableCell.Other("a code that its dictionary does not have"u8);
            }
        }

        public override void Add(int count, CellColumn to)
        {
            if (values is not Texts texts)
            {
                base.Add(count, to);
                return;
            }
            using var room = MemoryPool<double>.Shared.Rent(count);
            var places = room.Memory.Span[..count];
            var known = new double[this.count]; // where a text is among the cells, and one more; 0 where it was not looked for, NaN where it is missing
            var hasNulls = codes!.NullCount != 0;
            for (var row = 0; row < count; row++)
            {
                if (hasNulls && codes.IsNull(row))
                {
                    places[row] = double.NaN;
                    continue;
                }
                var code = Code(row);
                if (code < 0 || code >= this.count)
                {
                    base.Add(count, to);
                    return;
                }
                if (known[code] == 0)
                    known[code] = texts.IsNull((int)code) ? double.NaN : to.CodeOf(texts.Bytes((int)code)) + 1;
                places[row] = known[code] - 1;
            }
            to.Add(CellKind.Word, places);
        }

        private long Code(int row) => codes switch
        {
            Int32Array c => c.Values[row],
            Int8Array c => c.Values[row],
            UInt8Array c => c.Values[row],
            Int16Array c => c.Values[row],
            UInt16Array c => c.Values[row],
            UInt32Array c => c.Values[row],
            Int64Array c => c.Values[row],
            UInt64Array c => (long)c.Values[row],
            _ => -1,
        };

        public override void Load(IArrowArray array)
        {
            var dictionary = (DictionaryArray)array;
            codes = dictionary.Indices;
            count = dictionary.Dictionary.Length;
            values.Load(dictionary.Dictionary);
        }
    }

    private sealed class Nulls() : ArrowColumn(kind: null)
    {
        public override bool HasValues => false;

        public override TableCell this[int row] => TableCell.Missing;

        public override void Load(IArrowArray array)
        {
            // There are no values.
        }
    }

    private sealed class Others(string what) : ArrowColumn(kind: null)
    {
        private readonly byte[] text = Encoding.UTF8.GetBytes(what);

        public override bool HasValues => false;

        public override TableCell this[int row] => TableCell.Other(text);

        public override void Load(IArrowArray array)
        {
            // Nothing of it is used.
        }
    }
}
