using System.Globalization;
using System.Text;
using Backprop.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Backprop.ML;

/// <summary>The values of a column of a data view in the current row: one, or those of the slots of a vector.</summary>
internal interface IViewCells
{
    /// <summary>The number of values.</summary>
    int Count { get; }

    /// <summary>What the values are; null where their texts decide.</summary>
    ColumnKind? Kind { get; }

    /// <summary>The name of the column, or of a slot of it.</summary>
    string NameOf(int slot);

    /// <summary>Reads the values of the current row.</summary>
    void Read();

    /// <summary>A value, valid until the next row.</summary>
    TableCell Cell(int slot);
}

/// <summary>Makes the cells of a column.</summary>
internal static class ViewCells
{
    private delegate TableCell ToCell<T>(in T value, byte[] room);

    /// <summary>The cells of a column.</summary>
    /// <param name="cursor">The rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="keysAsNumbers">Whether a key is its number, from 1, as a word; otherwise it is the word that it stands for.</param>
    public static IViewCells Of(DataViewRowCursor cursor, DataViewSchema.Column column, bool keysAsNumbers)
    {
        var item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        if (item is KeyDataViewType)
        {
            var words = keysAsNumbers ? null : KeyWords.Of(column);
            return item.RawType == typeof(byte) ? Make<byte>(ColumnKind.Category, (in byte key, byte[] room) => Key(key, words, room))
                : item.RawType == typeof(ushort) ? Make<ushort>(ColumnKind.Category, (in ushort key, byte[] room) => Key(key, words, room))
                : item.RawType == typeof(ulong) ? Make<ulong>(ColumnKind.Category, (in ulong key, byte[] room) => Key(key, words, room))
                : Make<uint>(ColumnKind.Category, (in uint key, byte[] room) => Key(key, words, room));
        }
        return item switch
        {
            TextDataViewType => Make<ReadOnlyMemory<char>>(null, static (in ReadOnlyMemory<char> text, byte[] room) => Text(text.Span, room)),
            BooleanDataViewType => Make<bool>(ColumnKind.Boolean, static (in bool yes, byte[] _) => TableCell.YesOrNo(yes)),
            DateTimeDataViewType => Make<DateTime>(null, static (in DateTime date, byte[] _) => TableCell.Date(date)),
            DateTimeOffsetDataViewType => Make<DateTimeOffset>(null, static (in DateTimeOffset date, byte[] _) => TableCell.Date(date.UtcDateTime)),
            NumberDataViewType when item.RawType == typeof(float) => Make<float>(ColumnKind.Number, static (in float number, byte[] _) => TableCell.Number(number)),
            NumberDataViewType when item.RawType == typeof(double) => Make<double>(ColumnKind.Number, static (in double number, byte[] _) => TableCell.Number(number)),
            NumberDataViewType when item.RawType == typeof(sbyte) => Make<sbyte>(ColumnKind.Number, static (in sbyte number, byte[] _) => TableCell.Number((long)number)),
            NumberDataViewType when item.RawType == typeof(byte) => Make<byte>(ColumnKind.Number, static (in byte number, byte[] _) => TableCell.Number((long)number)),
            NumberDataViewType when item.RawType == typeof(short) => Make<short>(ColumnKind.Number, static (in short number, byte[] _) => TableCell.Number((long)number)),
            NumberDataViewType when item.RawType == typeof(ushort) => Make<ushort>(ColumnKind.Number, static (in ushort number, byte[] _) => TableCell.Number((long)number)),
            NumberDataViewType when item.RawType == typeof(int) => Make<int>(ColumnKind.Number, static (in int number, byte[] _) => TableCell.Number((long)number)),
            NumberDataViewType when item.RawType == typeof(uint) => Make<uint>(ColumnKind.Number, static (in uint number, byte[] _) => TableCell.Number((long)number)),
            NumberDataViewType when item.RawType == typeof(long) => Make<long>(ColumnKind.Number, static (in long number, byte[] _) => TableCell.Number(number)),
            NumberDataViewType when item.RawType == typeof(ulong) => Make<ulong>(ColumnKind.Number, static (in ulong number, byte[] room) => number <= long.MaxValue ? TableCell.Number((long)number) : TableCell.Number(number, Utf8(number.ToString(CultureInfo.InvariantCulture), room))),
            _ => new OtherCells(column),
        };

        IViewCells Make<T>(ColumnKind? kind, ToCell<T> cell) => column.Type is VectorDataViewType { IsKnownSize: true } known ? new SlotCells<T>(cursor, column, known.Size, kind, cell)
            : column.Type is VectorDataViewType ? new OtherCells(column)
            : new ValueCells<T>(cursor, column, kind, cell);
    }

    private static TableCell Key(ulong key, IReadOnlyList<string>? words, byte[] room) => key == 0 ? TableCell.Missing
        : TableCell.Word(Utf8(words is null ? key.ToString(CultureInfo.InvariantCulture) : words[(int)key - 1], room));

    private static TableCell Text(ReadOnlySpan<char> text, byte[] room) => TableCell.OfText(Utf8(text, room));

    private static ReadOnlySpan<byte> Utf8(ReadOnlySpan<char> text, byte[] room)
    {
        var bytes = Encoding.UTF8.GetByteCount(text) <= room.Length ? room : new byte[Encoding.UTF8.GetByteCount(text)];
        return bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes));
    }

    /// <summary>A column of single values.</summary>
    private sealed class ValueCells<T>(DataViewRowCursor cursor, DataViewSchema.Column column, ColumnKind? kind, ToCell<T> cell) : IViewCells
    {
        private readonly ValueGetter<T> get = cursor.GetGetter<T>(column);
        private readonly byte[] room = new byte[256];
        private T value = default!;

        public int Count => 1;

        public ColumnKind? Kind => kind;

        public string NameOf(int slot) => column.Name;

        public void Read() => get(ref value);

        public TableCell Cell(int slot) => cell(in value, room);
    }

    /// <summary>A column of vectors.</summary>
    private sealed class SlotCells<T> : IViewCells
    {
        private readonly ValueGetter<VBuffer<T>> get;
        private readonly DataViewSchema.Column column;
        private readonly ToCell<T> cell;
        private readonly byte[] room = new byte[256];
        private readonly T[] values;
        private readonly string[] names;
        private VBuffer<T> buffer;

        public SlotCells(DataViewRowCursor cursor, DataViewSchema.Column column, int size, ColumnKind? kind, ToCell<T> cell)
        {
            get = cursor.GetGetter<VBuffer<T>>(column);
            this.column = column;
            this.cell = cell;
            Kind = kind;
            values = new T[size];
            names = new string[size];
            if (column.HasSlotNames())
            {
                VBuffer<ReadOnlyMemory<char>> slots = default;
                column.GetSlotNames(ref slots);
                foreach (var (slot, name) in slots.Items())
                    names[slot] = name.ToString();
            }
        }

        public int Count => values.Length;

        public ColumnKind? Kind { get; }

        public string NameOf(int slot) => string.IsNullOrEmpty(names[slot]) ? string.Create(CultureInfo.InvariantCulture, $"{column.Name}.{slot + 1}") : $"{column.Name}.{names[slot]}";

        public void Read()
        {
            get(ref buffer);
            buffer.CopyTo(values);
        }

        public TableCell Cell(int slot) => cell(in values[slot], room);
    }

    /// <summary>A column that no table can hold.</summary>
    private sealed class OtherCells(DataViewSchema.Column column) : IViewCells
    {
        private readonly byte[] what = Encoding.UTF8.GetBytes($"a value of the type {column.Type}");

        public int Count => 1;

        public ColumnKind? Kind => null;

        public string NameOf(int slot) => column.Name;

        public void Read() { }

        public TableCell Cell(int slot) => TableCell.Other(what);
    }
}
