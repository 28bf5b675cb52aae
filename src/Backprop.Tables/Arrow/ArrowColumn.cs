using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Backprop.Data.Arrow;

/// <summary>A column of an Arrow file, as the cells of a batch.</summary>
internal abstract class ArrowColumn(ColumnKind? kind)
{
    /// <summary>What it is declared to be; null for texts.</summary>
    public ColumnKind? Kind => kind;

    public abstract TableCell this[int row] { get; }

    /// <summary>The column of a type.</summary>
    public static ArrowColumn Of(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.Double => new Numbers<double>(static value => TableCell.Number(value)),
        ArrowTypeId.Float => new Numbers<float>(static value => TableCell.Number(value)),
        ArrowTypeId.HalfFloat => new Numbers<Half>(static value => TableCell.Number(double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))),
        ArrowTypeId.Int8 => new Numbers<sbyte>(static value => TableCell.Number((double)value)),
        ArrowTypeId.Int16 => new Numbers<short>(static value => TableCell.Number((double)value)),
        ArrowTypeId.Int32 => new Numbers<int>(static value => TableCell.Number((double)value)),
        ArrowTypeId.Int64 => new Numbers<long>(static value => TableCell.Number(value)),
        ArrowTypeId.UInt8 => new Numbers<byte>(static value => TableCell.Number((double)value)),
        ArrowTypeId.UInt16 => new Numbers<ushort>(static value => TableCell.Number((double)value)),
        ArrowTypeId.UInt32 => new Numbers<uint>(static value => TableCell.Number((double)value)),
        ArrowTypeId.UInt64 => new Numbers<ulong>(static value => value <= long.MaxValue ? TableCell.Number((long)value) : TableCell.Number(value, Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)))),
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

    private delegate TableCell ToCell<T>(T value);

    private sealed class Numbers<T>(ToCell<T> toCell) : ArrowColumn(ColumnKind.Number)
        where T : struct, IEquatable<T>
    {
        private PrimitiveArray<T>? cells;
        private bool hasNulls;

        public override TableCell this[int row] => hasNulls && cells!.IsNull(row) ? TableCell.Missing : toCell(cells!.Values[row]);

        public override void Load(IArrowArray array) => (cells, hasNulls) = ((PrimitiveArray<T>)array, array.NullCount != 0);
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
    }

    private sealed class Dates() : ArrowColumn(ColumnKind.Date)
    {
        private IArrowArray? cells;

        public override TableCell this[int row] => cells!.IsNull(row) ? TableCell.Missing : cells switch
        {
            Date32Array days => OfTicks((long)days.Values[row] * TimeSpan.TicksPerDay),
            Date64Array milliseconds => OfTicks(checked(milliseconds.Values[row] * TimeSpan.TicksPerMillisecond)),
            TimestampArray times => OfTicks(((TimestampType)times.Data.DataType).Unit switch
            {
                TimeUnit.Second => checked(times.Values[row] * TimeSpan.TicksPerSecond),
                TimeUnit.Millisecond => checked(times.Values[row] * TimeSpan.TicksPerMillisecond),
                TimeUnit.Microsecond => checked(times.Values[row] * TimeSpan.TicksPerMicrosecond),
                _ => times.Values[row] / 100,
            }),
            _ => TableCell.Missing,
        };

        public override void Load(IArrowArray array) => cells = array;

        /// <summary>A date of so many ticks since 1970, in UTC where it has a zone.</summary>
        private static TableCell OfTicks(long ticks) =>
            ticks > DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks || ticks < -DateTime.UnixEpoch.Ticks ? TableCell.Other("a date before the year 1 or after 9999"u8)
            : TableCell.Date(DateTime.UnixEpoch.AddTicks(ticks));
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

        public ReadOnlySpan<byte> Bytes(int row) => cells switch
        {
            StringArray texts => texts.GetBytes(row),
            LargeStringArray texts => texts.GetBytes(row),
            StringViewArray texts => texts.GetBytes(row),
            _ => default,
        };

        public override void Load(IArrowArray array) => cells = array;
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
                var code = codes switch
                {
                    Int8Array c => c.Values[row],
                    UInt8Array c => c.Values[row],
                    Int16Array c => c.Values[row],
                    UInt16Array c => c.Values[row],
                    Int32Array c => c.Values[row],
                    UInt32Array c => c.Values[row],
                    Int64Array c => c.Values[row],
                    UInt64Array c => (long)c.Values[row],
                    _ => -1,
                };
                return code >= 0 && code < count ? values[(int)code] : TableCell.Other("a code that its dictionary does not have"u8);
            }
        }

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
        public override TableCell this[int row] => TableCell.Missing;

        public override void Load(IArrowArray array)
        {
            // There are no values.
        }
    }

    private sealed class Others(string what) : ArrowColumn(kind: null)
    {
        private readonly byte[] text = Encoding.UTF8.GetBytes(what);

        public override TableCell this[int row] => TableCell.Other(text);

        public override void Load(IArrowArray array)
        {
            // Nothing of it is used.
        }
    }
}
