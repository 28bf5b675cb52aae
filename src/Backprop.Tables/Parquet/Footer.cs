using System.Buffers.Binary;

namespace Backprop.Data.Parquet;

/// <summary>The footer of a Parquet file: its schema and where its columns lie.</summary>
internal static class Footer
{
    /// <summary>Columns within columns.</summary>
    private const int MostLevels = 64;

    /// <summary>The length of the footer and the mark, which end a file.</summary>
    private const int Tail = 8;

    /// <summary>Checks what it says against its length, before the package, which makes room for as much as it says, reads it.</summary>
    /// <param name="file">The file, which is left anywhere.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="InvalidDataException">It claims more than it holds.</exception>
    public static long Check(Stream file)
    {
        if (file.Length < Tail + 4)
            throw new InvalidDataException($"it has {file.Length:N0} bytes");
        Span<byte> tail = stackalloc byte[Tail];
        file.Seek(-Tail, SeekOrigin.End);
        file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (length < 0 || length > file.Length - Tail)
            throw new InvalidDataException($"it says that its footer has {(uint)length:N0} bytes, but has {file.Length:N0} in all");
        file.Seek(-Tail - length, SeekOrigin.End);
        var missing = new Stack<long>(); // of each open group, the columns that are still to come
        return new MetadataReader(file, length, (shape, field, number) =>
        {
            if (shape == Shape.SchemaElement && field == 0)
                Begin(missing);
            else if (shape == Shape.SchemaElement && field == 5 && number > 0)
                missing.Push(number);
            if (missing.Count > MostLevels)
                throw new InvalidDataException($"its columns are nested more than {MostLevels} levels deep");
        }).Read(Shape.FileMetaData);
    }

    /// <summary>Begins a column or group, which follows the group that it is in.</summary>
    private static void Begin(Stack<long> missing)
    {
        while (missing.TryPop(out var count))
        {
            if (count == 0)
                continue;
            missing.Push(count - 1);
            return;
        }
    }
}
