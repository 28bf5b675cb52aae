using System.Buffers.Binary;
using System.IO.Compression;

namespace Backprop.Data;

/// <summary>
/// An array in the IDX format in which MNIST is published, plain or gzip: two zero bytes, a type, a number of dimensions, their
/// big-endian 32-bit sizes, then the items, the last dimension running fastest.
/// </summary>
public sealed class IdxFile
{
    private const long MostBytes = 2_000_000_000;
    private readonly byte[] items;
    private readonly byte type;

    private IdxFile(byte type, int[] sizes, byte[] items)
    {
        this.type = type;
        this.items = items;
        Sizes = sizes;
    }

    /// <summary>The size of each dimension; the first counts the cases.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The number of items in all.</summary>
    public int Length => items.Length / SizeOf(type);

    /// <summary>Whether the items are bytes from 0 to 255.</summary>
    public bool IsBytes => type == 0x08;

    /// <summary>The items as they stand, big-endian where they are wider than a byte.</summary>
    internal byte[] Items => items;

    /// <summary>An item, counted through all dimensions.</summary>
    /// <param name="index">The index, from 0, with the last dimension running fastest.</param>
    public double this[int index]
    {
        get
        {
            var item = items.AsSpan(index * SizeOf(type));
            return type switch
            {
                0x08 => item[0],
                0x09 => (sbyte)item[0],
                0x0B => BinaryPrimitives.ReadInt16BigEndian(item),
                0x0C => BinaryPrimitives.ReadInt32BigEndian(item),
                0x0D => BinaryPrimitives.ReadSingleBigEndian(item),
                _ => BinaryPrimitives.ReadDoubleBigEndian(item),
            };
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file; a name that ends in .gz is decompressed.</param>
    /// <returns>The whole file, in memory.</returns>
    /// <exception cref="DataException">It cannot be read, is not an IDX file, or has more or fewer items than it says.</exception>
    public static IdxFile Read(string path)
    {
        DataFile.CheckReadAgain(path);
        try
        {
            using var file = DataFile.Open(path);
            Span<byte> magic = stackalloc byte[2];
            var zipped = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic.SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B]);
            file.Position = 0;
            using var content = zipped ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            return Read(content, path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new DataException("cannot be read: " + e.Message, path, innerException: e);
        }
    }

    /// <summary>Whether a file begins as an IDX file does; false where it cannot be read, and for a pipe, which would lose what is read here.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>Whether it is one.</returns>
    public static bool Is(string path)
    {
        if (DataFile.IsReadOnce(path))
            return false;
        try
        {
            using var file = DataFile.Open(path);
            using var content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            Span<byte> start = stackalloc byte[4];
            return content.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start[0] == 0 && start[1] == 0 && SizeOf(start[2]) > 0 && start[3] > 0;
        }
        catch (Exception e) when (e is DataException or InvalidDataException or IOException)
        {
            return false;
        }
    }

    private static IdxFile Read(Stream content, string path)
    {
        Span<byte> word = stackalloc byte[4];
        var whole = content.ReadAtLeast(word, 4, throwOnEndOfStream: false) == 4;
        if (!whole || word[0] != 0 || word[1] != 0 || SizeOf(word[2]) == 0 || word[3] is 0 or > 8)
            throw new DataException("is not an IDX file: expected two zero bytes, a type (08, 09, 0B … 0E) and 1 to 8 dimensions", path);
        var type = word[2];
        var sizes = new int[word[3]];
        var bytes = (long)SizeOf(type);
        for (var i = 0; i < sizes.Length; i++)
        {
            if (content.ReadAtLeast(word, 4, throwOnEndOfStream: false) < 4)
                throw new DataException("ends within its header", path);
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(word);
            if (sizes[i] <= 0 || bytes > MostBytes / sizes[i])
                throw new DataException($"says that dimension {i + 1} has {(uint)sizes[i]} items; expected 1 or more, and 2 GB in all at most", path);
            bytes *= sizes[i];
        }
        return new IdxFile(type, sizes, ReadItems(content, bytes, path));
    }

    /// <summary>Reads the items as they come, so that a wrong header costs no memory.</summary>
    private static byte[] ReadItems(Stream content, long bytes, string path)
    {
        var buffer = new byte[Math.Min(bytes, 1 << 20)];
        var read = 0;
        while (true)
        {
            read += content.ReadAtLeast(buffer.AsSpan(read), buffer.Length - read, throwOnEndOfStream: false);
            if (read < buffer.Length)
                throw new DataException($"is cut short: its header promises {bytes} bytes of items, but only {read} came", path);
            if (read == bytes)
                break;
            Array.Resize(ref buffer, (int)Math.Min(bytes, buffer.Length * 4L));
        }
        if (content.ReadByte() >= 0)
            throw new DataException($"is longer than the {bytes} bytes of items that its header promises", path);
        return buffer;
    }

    private static int SizeOf(byte type) => type switch { 0x08 or 0x09 => 1, 0x0B => 2, 0x0C or 0x0D => 4, 0x0E => 8, _ => 0 };
}
