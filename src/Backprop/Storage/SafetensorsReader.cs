using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Backprop;

/// <summary>
/// Reads a safetensors file: 8 bytes with the header's length (little-endian), the JSON header, the tensors' bytes. Opening checks
/// the whole structure and allocates no more than the header; <see cref="Verify"/> checks the content; tensors are read on demand.
/// Every defect is a <see cref="ModelFileException"/> that names the file.
/// </summary>
internal sealed class SafetensorsReader : IDisposable
{
    /// <summary>Length of the header and its first character.</summary>
    private const int StartLength = 9;

    private readonly string path;
    private readonly Stream stream;
    private readonly bool leaveOpen;
    private readonly long origin;
    private readonly byte[] headerBytes;
    private readonly SafetensorsHeader header;

    private SafetensorsReader(string path, Stream stream, bool leaveOpen)
    {
        this.path = path;
        this.stream = stream;
        this.leaveOpen = leaveOpen;
        origin = stream.Position;
        var total = stream.Length - origin;
        if (total < 10) throw Error(total == 0 ? "it is empty" : "it is too short for a safetensors file");

        Span<byte> start = stackalloc byte[StartLength];
        stream.ReadExactly(start);
        var length = HeaderLength(path, start);
        if ((long)length > total - 8) throw Error($"its first 8 bytes claim a header of {length} bytes, but only {total - 8} follow: it is cut short or not a safetensors file");

        headerBytes = new byte[length];
        stream.Position = origin + 8;
        stream.ReadExactly(headerBytes);
        try
        {
            header = SafetensorsHeader.Parse(headerBytes, total - 8 - (long)length);
        }
        catch (FormatException e)
        {
            throw Error(e.Message, e);
        }
    }

    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    public IReadOnlyList<TensorInfo> Tensors => header.Tensors;

    public TensorInfo? Find(string name) => header.Tensors.Find(tensor => tensor.Name == name);

    public static SafetensorsReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new ModelFileException(path, "it is a folder, not a model file");
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFileException(path, "there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ModelFileException(path, "cannot be read: " + e.Message, e);
        }
        return Open(path, stream);
    }

    /// <summary>Reads a caller's stream from its position to its end and leaves it open. One that is not seekable is read into memory, up to 2 GiB.</summary>
    public static SafetensorsReader Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead) throw new ArgumentException("The stream cannot be read.", nameof(stream));
        var name = NameOf(stream);
        try
        {
            return new SafetensorsReader(name, stream.CanSeek ? stream : InMemory(name, stream), leaveOpen: true);
        }
        catch (IOException e)
        {
            throw new ModelFileException(name, "cannot be read: " + e.Message, e);
        }
    }

    /// <summary>What errors call a stream: the file that it reads or writes, if it is one.</summary>
    public static string NameOf(Stream stream) => stream is FileStream { Name.Length: > 0 } file ? file.Name : "the stream";

    /// <summary>Reads from a seekable stream, which the reader then owns; <paramref name="path"/> names it in errors.</summary>
    public static SafetensorsReader Open(string path, Stream stream)
    {
        try
        {
            return stream.CanSeek ? new SafetensorsReader(path, stream, leaveOpen: false) : throw new ModelFileException(path, "it is a pipe or a device, not a file");
        }
        catch (Exception e)
        {
            stream.Dispose();
            if (e is IOException) throw new ModelFileException(path, "cannot be read: " + e.Message, e);
            throw;
        }
    }

    /// <summary>Copies the rest of a stream, unless its first bytes show that it is another kind of file.</summary>
    private static MemoryStream InMemory(string name, Stream stream)
    {
        var start = new byte[StartLength];
        var read = stream.ReadAtLeast(start, StartLength, throwOnEndOfStream: false);
        if (read == StartLength) HeaderLength(name, start);
        var memory = new MemoryStream();
        memory.Write(start, 0, read);
        stream.CopyTo(memory);
        memory.Position = 0;
        return memory;
    }

    /// <summary>The header's length as the first bytes claim it.</summary>
    private static ulong HeaderLength(string name, ReadOnlySpan<byte> start)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (start[8] != (byte)'{') throw new ModelFileException(name, "it is not a safetensors file (no JSON header after the first 8 bytes)");
        return length <= SafetensorsHeader.Longest ? length
            : throw new ModelFileException(name, $"its first 8 bytes claim a header of {length} bytes; the most is {SafetensorsHeader.Longest}");
    }

    /// <summary>Reads the whole file once and compares its SHA-256 with the one in the metadata.</summary>
    public void Verify()
    {
        if (!Metadata.TryGetValue(ContentChecksum.Key, out var expected))
            throw Error("its metadata has no checksum: it was not written by Backprop, or was altered");
        // The digits must stand in the file as themselves, or there would be nothing to blank.
        if (expected.Length != ContentChecksum.Digits || !headerBytes.AsSpan(header.ChecksumAt).StartsWith(System.Text.Encoding.UTF8.GetBytes(expected)))
            throw Error($"its checksum is not {ContentChecksum.Digits} hexadecimal digits");

        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)headerBytes.Length);
        string actual;
        try
        {
            actual = ContentChecksum.Of(prefix, headerBytes, header.ChecksumAt, hash =>
            {
                Seek(0);
                var buffer = new byte[1 << 16];
                for (int read; (read = stream.Read(buffer)) > 0;) hash.AppendData(buffer, 0, read);
            });
        }
        catch (IOException e)
        {
            throw Error("cannot be read: " + e.Message, e);
        }
        if (actual != expected) throw Error("its content does not match its checksum: it was altered or damaged");
    }

    /// <summary>The tensor's elements, which must be of the type. Room is made only for what the file has the bytes of.</summary>
    public T[] Read<T>(TensorInfo tensor) where T : unmanaged
    {
        if (tensor.Type != TensorTypes.Of<T>()) throw Error($"tensor '{tensor.Name}' has dtype {tensor.Type}, expected {TensorTypes.Of<T>()}");
        if (tensor.Count > Array.MaxLength) throw Error($"tensor '{tensor.Name}' has {tensor.Count} elements; the most is {Array.MaxLength}");
        var values = new T[tensor.Count];
        Read<T>(tensor, values);
        return values;
    }

    /// <summary>Fills <paramref name="destination"/> with the tensor's elements, which must be of its type and number.</summary>
    public void Read<T>(TensorInfo tensor, Span<T> destination, int partLength = SafetensorsWriter.PartLength) where T : unmanaged
    {
        if (tensor.Type != TensorTypes.Of<T>()) throw Error($"tensor '{tensor.Name}' has dtype {tensor.Type}, expected {TensorTypes.Of<T>()}");
        if (tensor.Count != destination.Length) throw Error($"tensor '{tensor.Name}' has {tensor.Count} elements, expected {destination.Length}");
        Seek(tensor.Begin);
        try
        {
            for (var rest = destination; !rest.IsEmpty; rest = rest[Math.Min(partLength, rest.Length)..])
            {
                var bytes = MemoryMarshal.AsBytes(rest[..Math.Min(partLength, rest.Length)]);
                stream.ReadExactly(bytes);
                LittleEndian.Convert(bytes, tensor.Type.Size());
            }
        }
        catch (IOException e)
        {
            throw Error("cannot be read: " + e.Message, e);
        }
    }

    public ModelFileException Error(string problem, Exception? innerException = null) => new(path, problem, innerException);

    public void Dispose()
    {
        if (!leaveOpen) stream.Dispose();
    }

    private void Seek(long offset) => stream.Position = origin + 8 + headerBytes.Length + offset;
}
