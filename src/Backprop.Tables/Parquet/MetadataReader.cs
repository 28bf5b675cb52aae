namespace Backprop.Data.Parquet;

/// <summary>Reads metadata of a Parquet file, which is in Thrift's compact protocol, byte for byte as the package does, and fails where that would go on without end, read beyond the metadata, or make room for more than there is.</summary>
/// <param name="file">The file, at the first byte.</param>
/// <param name="length">The bytes that there are.</param>
/// <param name="number">Called with each number in a structure: the structure, the field, the number, 0 or 1 of a flag; with field 0 where a structure begins.</param>
internal sealed class MetadataReader(Stream file, long length, Action<Shape, int, long> number)
{
    /// <summary>Lists within lists, in fields that are not known.</summary>
    private const int MostLevels = 16;

    private const int Stop = 0, FlagTrue = 1, FlagFalse = 2, OneByte = 3, Int16 = 4, Int32 = 5, Int64 = 6, Double = 7, Text = 8, List = 9, Struct = 12;

    private long read;

    private long Left => length - read;

    /// <summary>Reads a structure.</summary>
    /// <returns>The bytes that were read so far.</returns>
    /// <exception cref="InvalidDataException">It does not end, or claims more than it holds.</exception>
    public long Read(Shape shape)
    {
        number(shape, 0, 0);
        var field = 0;
        while (Next(ref field) is var type && type != Stop)
        {
            if (shape[field] is not { } part)
                Skip(type, 0);
            else if (part.IsList)
                for (var count = ListCount(out _); count > 0; count--)
                    Read(shape, field, part, type);
            else
                Read(shape, field, part, type);
        }
        return read;
    }

    private void Read(Shape shape, int field, Part part, int type)
    {
        switch (part.Kind)
        {
            case PartKind.Number:
                number(shape, field, Number());
                break;
            case PartKind.Long:
                number(shape, field, Long());
                break;
            case PartKind.Flag:
                number(shape, field, type == FlagTrue ? 1 : 0);
                break;
            case PartKind.Text:
                Skip(TextLength());
                break;
            case PartKind.Byte:
                Byte();
                break;
            case PartKind.Double:
                Skip(sizeof(double));
                break;
            case PartKind.Struct:
                Read(part.Shape!);
                break;
        }
    }

    /// <summary>Skips a field that is not known. The package takes what a structure holds for fields of it.</summary>
    private void Skip(int type, int level)
    {
        if (level > MostLevels)
            throw new InvalidDataException("its metadata holds lists within lists without end");
        switch (type)
        {
            case FlagTrue or FlagFalse:
                break;
            case OneByte:
                Byte();
                break;
            case Int16 or Int32:
                Number();
                break;
            case Int64:
                Long();
                break;
            case Double:
                Skip(sizeof(double));
                break;
            case Text:
                Skip(TextLength());
                break;
            case List:
                for (var count = ListCount(out type); count > 0; count--)
                    Skip(type, level + 1);
                break;
            case Struct:
                var field = 0;
                while (Next(ref field) != Stop)
                {
                }
                break;
            default:
                throw new InvalidDataException($"its metadata has a field of an unknown type, {type}");
        }
    }

    /// <summary>Goes to the next field: its type, or <see cref="Stop"/> at the end of the structure.</summary>
    private int Next(ref int field)
    {
        var header = Byte();
        if (header == 0)
            return Stop;
        field = header >> 4 == 0 ? (short)Number() : (short)(field + (header >> 4));
        // A type of 0 with a step is not an end.
        return (header & 15) is var type && type == 0 ? -1 : type;
    }

    private long ListCount(out int type)
    {
        var header = Byte();
        type = header & 15;
        var count = header >> 4 == 15 ? (long)Bits() : header >> 4;
        return count >= 0 && count <= Left ? count : throw new InvalidDataException($"it says that a list of its metadata has {(ulong)count:N0} entries, but has {Left:N0} bytes left for them");
    }

    private long TextLength() => (long)Bits();

    private int Number() => Long() is var number && number == (int)number ? (int)number : throw new InvalidDataException($"its metadata has the number {number:N0} in 32 bits");

    private long Long()
    {
        var bits = Bits();
        return (long)(bits >> 1) ^ -(long)(bits & 1);
    }

    private ulong Bits()
    {
        var bits = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            bits |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return bits;
        }
        throw new InvalidDataException("a number of its metadata has more than 10 bytes");
    }

    private int Byte()
    {
        if (Left == 0)
            throw new InvalidDataException("its metadata does not end");
        read++;
        return file.ReadByte();
    }

    private void Skip(long count)
    {
        if (count < 0 || count > Left)
            throw new InvalidDataException($"it says that a text of its metadata has {(ulong)count:N0} bytes, but has {Left:N0} left");
        read += count;
        file.Seek(count, SeekOrigin.Current);
    }
}
