using System.Buffers.Binary;
using Parquet.Meta;

namespace Backprop.Data.Parquet;

/// <summary>The pages of a column in a row group. What their headers say is checked against their bytes before the package, which makes room for as much as they say, reads them.</summary>
internal static class ColumnPages
{
    /// <summary>Bytes that any page may have unpacked.</summary>
    private const int AnyPacked = 1 << 26, AnySnappy = 1 << 20;

    /// <summary>Bytes that a byte may become: of a constant column; at most, by Snappy.</summary>
    private const int PackedPerByte = 1_000, SnappyPerByte = 64;

    /// <summary>Bytes in which what is packed says its length.</summary>
    private const int LongestStart = 18;

    private const int DictionaryPage = 2, DataPageV2 = 3;

    /// <summary>Checks the headers of the pages.</summary>
    /// <param name="file">The file, which is left anywhere.</param>
    /// <param name="column">What the footer says of the column.</param>
    /// <returns>Where the pages end.</returns>
    /// <exception cref="InvalidDataException">They claim more than they hold.</exception>
    public static long Check(Stream file, ColumnMetaData column)
    {
        var at = new[] { column.DictionaryPageOffset ?? 0, column.DataPageOffset, column.IndexPageOffset ?? 0 }.Where(static offset => offset != 0).DefaultIfEmpty().Min();
        for (var left = column.NumValues; left > 0;)
        {
            if (at < 0 || at >= file.Length)
                throw new InvalidDataException($"a page of it should begin at byte {at:N0}, but has {file.Length:N0} in all");
            file.Seek(at, SeekOrigin.Begin);
            var page = new Page();
            at += new MetadataReader(file, file.Length - at, page.Take).Read(Shape.PageHeader);
            page.Check(left, file.Length - at);
            var unpacked = Unpacked(file, column.Codec, page);
            if (unpacked < 0 || unpacked > Most(column.Codec, page.Length))
                throw new InvalidDataException($"it says that a page of {page.Length:N0} bytes has {unpacked:N0} unpacked");
            if (page.Type == DictionaryPage && page.Values > unpacked)
                throw new InvalidDataException($"it says that a dictionary of {unpacked:N0} bytes has {page.Values:N0} values");
            if (page.Type != DictionaryPage)
                left -= page.Values;
            at += page.Length;
        }
        return at;
    }

    /// <summary>The most bytes that a page may have unpacked.</summary>
    private static long Most(CompressionCodec codec, long length) => codec switch
    {
        CompressionCodec.UNCOMPRESSED or CompressionCodec.SNAPPY => Math.Max(SnappyPerByte * length, AnySnappy),
        _ => Math.Max(PackedPerByte * length, AnyPacked),
    };

    /// <summary>The bytes that a page says to have unpacked: in its header or, where that has it, in what is packed. The file is at the first byte.</summary>
    private static long Unpacked(Stream file, CompressionCodec codec, Page page)
    {
        if (page.UnpackedLength < 0 || !page.IsPacked || codec is not (CompressionCodec.SNAPPY or CompressionCodec.ZSTD))
            return page.UnpackedLength;
        file.Seek(page.Levels, SeekOrigin.Current);
        Span<byte> start = stackalloc byte[LongestStart];
        start = start[..(int)Math.Min(LongestStart, page.Length - page.Levels)];
        file.ReadExactly(start);
        return Math.Max(page.UnpackedLength, codec == CompressionCodec.SNAPPY ? SnappyLength(start) : ZstandardLength(start));
    }

    private static long SnappyLength(ReadOnlySpan<byte> start)
    {
        var length = 0L;
        for (var i = 0; i < Math.Min(start.Length, 5); i++)
        {
            length |= (long)(start[i] & 0x7F) << (7 * i);
            if (start[i] < 0x80)
                break;
        }
        return length;
    }

    /// <summary>The length that a frame gives (RFC 8878, 3.1.1.1); 0 where it gives none.</summary>
    private static long ZstandardLength(ReadOnlySpan<byte> start)
    {
        if (start.Length < 5 || BinaryPrimitives.ReadUInt32LittleEndian(start) != 0xFD2FB528)
            return 0;
        var (isSingle, dictionary) = ((start[4] & 0x20) != 0, start[4] & 3);
        var size = (start[4] >> 6) switch { 0 => isSingle ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        var at = 5 + (isSingle ? 0 : 1) + (dictionary == 3 ? 4 : dictionary);
        if (size == 0 || at + size > start.Length)
            return 0;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        start.Slice(at, size).CopyTo(length);
        length[size..].Clear();
        var bytes = BinaryPrimitives.ReadUInt64LittleEndian(length) + (size == 2 ? 256UL : 0);
        return (long)Math.Min(bytes, long.MaxValue);
    }

    /// <summary>What the header of a page says.</summary>
    private sealed class Page
    {
        private readonly Dictionary<(Shape, int), long> numbers = [];

        public long Type => Number(Shape.PageHeader, 1);

        /// <summary>The length of the page in bytes, behind its header.</summary>
        public long Length => Number(Shape.PageHeader, 3);

        public long UnpackedLength => Number(Shape.PageHeader, 2);

        public long Values => Number(Type switch { DictionaryPage => Shape.DictionaryPage, DataPageV2 => Shape.DataPageV2, _ => Shape.DataPage }, 1);

        /// <summary>The bytes that come before what is packed.</summary>
        public long Levels => Type == DataPageV2 ? Number(Shape.DataPageV2, 5) : 0;

        public bool IsPacked => Type != DataPageV2 || !numbers.TryGetValue((Shape.DataPageV2, 7), out var flag) || flag == 1;

        /// <summary>Takes a number of the header.</summary>
        public void Take(Shape shape, int field, long number) => numbers[(shape, field)] = number;

        /// <summary>Checks the numbers.</summary>
        /// <param name="valuesLeft">The values that the column is to have from here on.</param>
        /// <param name="bytesLeft">The bytes of the file behind the header.</param>
        public void Check(long valuesLeft, long bytesLeft)
        {
            if (Length < 0 || Length > bytesLeft)
                throw new InvalidDataException($"it says that a page of it has {Length:N0} bytes, but has {bytesLeft:N0} left");
            if (Levels < 0 || Levels > Length)
                throw new InvalidDataException($"it says that a page of {Length:N0} bytes begins with levels of {Levels:N0}");
            var missing = Type == DataPageV2 ? Number(Shape.DataPageV2, 2) : 0;
            if (Values < 0 || missing < 0 || missing > Values || (Type != DictionaryPage && Values > valuesLeft))
                throw new InvalidDataException($"it says that a page has {Values:N0} values, {missing:N0} of them missing, where the column has {valuesLeft:N0} left");
        }

        private long Number(Shape shape, int field) => numbers.GetValueOrDefault((shape, field));
    }
}
