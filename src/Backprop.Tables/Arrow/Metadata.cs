using System.Buffers.Binary;

namespace Backprop.Data.Arrow;

/// <summary>Checks the counts in the metadata of an Arrow file against its bytes before the package, which makes room for as many entries as they say, sees it. Metadata is in FlatBuffers: tables, each with a list of the places of its fields, and vectors.</summary>
internal static class Metadata
{
    /// <summary>Fields within fields.</summary>
    private const int MostLevels = 64;

    /// <summary>Bytes of fields and texts for each byte of metadata: writers share few of them.</summary>
    private const int MostSharing = 8;

    private const byte UnionType = 14, DictionaryBatch = 2, RecordBatch = 3;

    /// <summary>Checks the footer: the schema.</summary>
    /// <exception cref="InvalidDataException">It claims more than it holds.</exception>
    public static void CheckFooter(ReadOnlySpan<byte> footer)
    {
        var budget = (long)MostSharing * footer.Length;
        var root = FlatTable.Root(footer);
        root.Vector(2, 24);
        root.Vector(3, 24);
        if (!root.Table(1, out var schema))
            throw new InvalidDataException("its footer has no schema");
        CheckTexts(schema, 2, ref budget);
        CheckFields(schema, 1, 0, ref budget);
    }

    /// <summary>Checks the metadata of a message: the lists of its nodes and buffers, and the length of its body.</summary>
    /// <param name="message">The metadata.</param>
    /// <param name="bytesLeft">The bytes of the file behind it.</param>
    /// <exception cref="InvalidDataException">It claims more than it holds.</exception>
    public static void CheckMessage(ReadOnlySpan<byte> message, long bytesLeft)
    {
        var root = FlatTable.Root(message);
        if (root.Long(3) is var length && (length < 0 || length > bytesLeft))
            throw new InvalidDataException($"it says that a part of it has {length:N0} bytes, but has {bytesLeft:N0} left");
        var kind = root.Byte(1);
        if (kind is not (DictionaryBatch or RecordBatch) || !root.Table(2, out var batch) || (kind == DictionaryBatch && !batch.Table(1, out batch)))
            return;
        batch.Vector(1, 16);
        var (_, buffers) = batch.Vector(2, 16);
        var (at, counts) = batch.Vector(4, sizeof(long));
        for (var i = 0; i < counts; i++)
            if (BinaryPrimitives.ReadInt64LittleEndian(message[(at + (sizeof(long) * i))..]) is var count && (count < 0 || count > buffers))
                throw new InvalidDataException($"it says that a column has {count:N0} buffers, but has {buffers:N0} in all");
    }

    private static void CheckFields(FlatTable table, int slot, int level, ref long budget)
    {
        if (level > MostLevels)
            throw new InvalidDataException($"its fields are nested more than {MostLevels} levels deep");
        var (at, count) = table.Vector(slot, sizeof(int));
        for (var i = 0; i < count; i++)
        {
            Take(ref budget, sizeof(int));
            var field = table.At(at + (sizeof(int) * i));
            CheckText(field, 0, ref budget);
            CheckTexts(field, 6, ref budget);
            if (field.Byte(2) == UnionType && field.Table(3, out var union))
                union.Vector(1, sizeof(int));
            CheckFields(field, 5, level + 1, ref budget);
        }
    }

    private static void CheckTexts(FlatTable table, int slot, ref long budget)
    {
        var (at, count) = table.Vector(slot, sizeof(int));
        for (var i = 0; i < count; i++)
        {
            Take(ref budget, sizeof(int));
            var pair = table.At(at + (sizeof(int) * i));
            CheckText(pair, 0, ref budget);
            CheckText(pair, 1, ref budget);
        }
    }

    private static void CheckText(FlatTable table, int slot, ref long budget) => Take(ref budget, table.Vector(slot, 1).Count);

    private static void Take(ref long budget, int bytes)
    {
        if ((budget -= bytes) < 0)
            throw new InvalidDataException("its schema names the same parts again and again");
    }

    /// <summary>A table of FlatBuffers. What it refers to lies behind it, so that nothing refers to itself.</summary>
    private readonly ref struct FlatTable(ReadOnlySpan<byte> bytes, int at)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;
        private readonly int at = at;

        public static FlatTable Root(ReadOnlySpan<byte> bytes) => new FlatTable(bytes, 0).At(0);

        /// <summary>The table that a place refers to.</summary>
        public FlatTable At(int place) => new(bytes, Target(place));

        /// <summary>The table of a field; false where it has none.</summary>
        public bool Table(int slot, out FlatTable table)
        {
            var place = Place(slot);
            table = place == 0 ? default : At(place);
            return place != 0;
        }

        /// <summary>Where the first entry of a vector lies, and the number of its entries; 0 where there is none.</summary>
        /// <param name="slot">The field.</param>
        /// <param name="size">The bytes of an entry.</param>
        public (int At, int Count) Vector(int slot, int size)
        {
            var place = Place(slot);
            if (place == 0)
                return (0, 0);
            var vector = Target(place);
            var count = Int(vector);
            var left = bytes.Length - vector - sizeof(int);
            return count >= 0 && count <= left / size ? (vector + sizeof(int), count)
                : throw new InvalidDataException($"it says that a list of its metadata has {(uint)count:N0} entries, but has {left:N0} bytes left for them");
        }

        public byte Byte(int slot) => Place(slot) is var place && place == 0 ? (byte)0 : Part(place, 1)[0];

        public long Long(int slot) => Place(slot) is var place && place == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(Part(place, sizeof(long)));

        /// <summary>Where a field lies; 0 where the table does not have it.</summary>
        private int Place(int slot)
        {
            var list = (long)at - Int(at);
            if (list < 0 || list > bytes.Length)
                throw Beyond();
            var offset = (2 * slot) + 4;
            if (offset >= BinaryPrimitives.ReadInt16LittleEndian(Part((int)list, 2)))
                return 0;
            var field = BinaryPrimitives.ReadInt16LittleEndian(Part((int)list + offset, 2));
            return field == 0 ? 0 : field > 0 ? at + field : throw Beyond();
        }

        private int Target(int place) => Int(place) is var offset && offset > 0 && offset < bytes.Length - place ? place + offset : throw Beyond();

        private int Int(int place) => BinaryPrimitives.ReadInt32LittleEndian(Part(place, sizeof(int)));

        private ReadOnlySpan<byte> Part(int place, int count) => place <= bytes.Length - count ? bytes.Slice(place, count) : throw Beyond();

        private static InvalidDataException Beyond() => new("its metadata refers to a place that it does not have");
    }
}
