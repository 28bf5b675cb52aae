using System.Buffers.Binary;

namespace Backprop.WebAssembly;

/// <summary>Bytes that grow, with the numbers of the binary format.</summary>
internal sealed class Bytes
{
    private readonly List<byte> bytes = [];

    public int Count => bytes.Count;

    public byte[] ToArray() => [.. bytes];

    public void Add(byte value) => bytes.Add(value);

    public void Add(ReadOnlySpan<byte> values) => bytes.AddRange(values);

    /// <summary>An unsigned number, seven bits at a time.</summary>
    public void AddUnsigned(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }

    /// <summary>A signed number, seven bits at a time.</summary>
    public void AddSigned(long value)
    {
        while (true)
        {
            var low = (byte)(value & 0x7f);
            value >>= 7;
            if (value == ((low & 0x40) == 0 ? 0 : -1))
            {
                bytes.Add(low);
                return;
            }
            bytes.Add((byte)(low | 0x80));
        }
    }

    public void AddFloat(float value)
    {
        Span<byte> room = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(room, value);
        Add(room);
    }

    public void AddDouble(double value)
    {
        Span<byte> room = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(room, value);
        Add(room);
    }

    /// <summary>Bytes behind their number.</summary>
    public void AddCounted(ReadOnlySpan<byte> content)
    {
        AddUnsigned((uint)content.Length);
        Add(content);
    }
}
