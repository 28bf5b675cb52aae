using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Backprop;

/// <summary>
/// Collects tensors and metadata and writes them as one safetensors file, atomically. The same content gives the same bytes:
/// metadata and tensors keep the order of the calls (tensors of wider elements first, so that each is aligned).
/// </summary>
/// <param name="partLength">Elements per array of bytes.</param>
internal sealed class SafetensorsWriter(int partLength = SafetensorsWriter.PartLength)
{
    /// <summary>Elements that are copied at once: the bytes of a large tensor are more than an array or a span holds.</summary>
    internal const int PartLength = 1 << 27;

    private readonly List<(string Name, TensorType Type, long[] Shape, byte[][] Parts)> tensors = [];
    private readonly List<(string Key, string Value)> metadata = [];

    /// <summary>Adds a copy of <paramref name="values"/>, row-major.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the shape has another number of elements than there are values.</exception>
    public void Add<T>(string name, ReadOnlySpan<T> values, params long[] shape) where T : unmanaged
    {
        if (name == SafetensorsHeader.MetadataKey || tensors.Exists(tensor => tensor.Name == name))
            throw new ArgumentException($"a file cannot hold two entries named '{name}'", nameof(name));
        if (shape.Aggregate(1L, (product, dimension) => product * dimension) != values.Length)
            throw new ArgumentException($"tensor '{name}' of shape [{string.Join(", ", shape)}] is given {values.Length} values", nameof(values));
        var parts = new List<byte[]>();
        for (var rest = values; !rest.IsEmpty; rest = rest[Math.Min(partLength, rest.Length)..])
        {
            var bytes = MemoryMarshal.AsBytes(rest[..Math.Min(partLength, rest.Length)]).ToArray();
            LittleEndian.Convert(bytes, TensorTypes.Of<T>().Size());
            parts.Add(bytes);
        }
        tensors.Add((name, TensorTypes.Of<T>(), shape, [.. parts]));
    }

    /// <summary>Adds a metadata entry.</summary>
    public void Add(string key, string value)
    {
        if (key == ContentChecksum.Key || metadata.Exists(entry => entry.Key == key))
            throw new ArgumentException($"metadata cannot hold two entries '{key}'", nameof(key));
        metadata.Add((key, value));
    }

    /// <summary>Writes the file, or leaves the one that is there.</summary>
    public void Save(string path) => AtomicFile.Write(path, Write, ModelFileException.Of);

    public void Write(Stream stream)
    {
        var ordered = tensors.OrderByDescending(tensor => tensor.Type.Size()).ToList();
        var header = Header(ordered);
        if (header.LongLength > SafetensorsHeader.Longest)
            throw new IOException($"its header (net, encodings and settings) has {header.Length} bytes; the most is {SafetensorsHeader.Longest}");
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);

        // Where the blank checksum stands is what the reader will find there.
        var at = SafetensorsHeader.Parse(header, ordered.Sum(tensor => Length(tensor.Parts))).ChecksumAt;
        var checksum = ContentChecksum.Of(prefix, header, at, hash =>
        {
            foreach (var part in ordered.SelectMany(tensor => tensor.Parts)) hash.AppendData(part);
        });
        System.Text.Encoding.ASCII.GetBytes(checksum, header.AsSpan(at));

        stream.Write(prefix);
        stream.Write(header);
        foreach (var part in ordered.SelectMany(tensor => tensor.Parts)) stream.Write(part);
    }

    private byte[] Header(List<(string Name, TensorType Type, long[] Shape, byte[][] Parts)> ordered)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            json.WriteString(ContentChecksum.Key, ContentChecksum.Blank);
            foreach (var (key, value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (var (name, type, shape, parts) in ordered)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type.ToString());
                json.WriteStartArray("shape");
                foreach (var dimension in shape) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += Length(parts));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces up to a multiple of 8, so that the data is aligned where the file is mapped into memory.
        var header = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    private static long Length(byte[][] parts) => parts.Sum(static part => part.LongLength);
}
