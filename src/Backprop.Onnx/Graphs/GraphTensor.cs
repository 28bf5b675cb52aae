using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Backprop.Onnx.Schema;
using Google.Protobuf;

namespace Backprop.Onnx;

/// <summary>
/// A value in a graph: numbers of any element type as doubles (exact for float, double, and integers to 2⁵³), or texts, row-major.
/// Exactly one of the two is given.
/// </summary>
internal sealed record GraphTensor(int[] Dims, double[]? Numbers, string[]? Texts = null)
{
    public string Shape => $"[{string.Join(", ", Dims)}]";

    /// <summary>Elements.</summary>
    public int Count => Numbers?.Length ?? Texts!.Length;

    /// <summary>Size of the last dimension; 1 of a scalar.</summary>
    public int Columns => Dims.Length == 0 ? 1 : Dims[^1];

    public static GraphTensor Vector(double[] numbers) => new([numbers.Length], numbers);

    /// <summary>For another program that runs the graph.</summary>
    public OnnxTensor ToPublic(TensorProto.Types.DataType type) => Texts is { } texts
        ? new OnnxTensor(Dims, texts)
        : new OnnxTensor(
            type switch
            {
                TensorProto.Types.DataType.Double => OnnxElement.Double,
                TensorProto.Types.DataType.Int64 => OnnxElement.Int64,
                TensorProto.Types.DataType.Bool => OnnxElement.Bool,
                _ => OnnxElement.Float,
            },
            Dims, Numbers!);

    /// <summary>What another program answered.</summary>
    public static GraphTensor Of(OnnxTensor tensor) => tensor.Element == OnnxElement.Text
        ? new GraphTensor([.. tensor.Dims], null, [.. tensor.Texts])
        : new GraphTensor([.. tensor.Dims], [.. tensor.Numbers]);

    /// <summary>As the file holds it: 1 (float), 7 (int64), 9 (bool) or 11 (double), or texts.</summary>
    public TensorProto ToProto(string name, TensorProto.Types.DataType type)
    {
        var proto = new TensorProto { Name = name, DataType = (int)type };
        proto.Dims.AddRange(Dims.Select(dimension => (long)dimension));
        switch (type)
        {
            case TensorProto.Types.DataType.String:
                proto.StringData.AddRange(Texts!.Select(ByteString.CopyFromUtf8));
                break;
            case TensorProto.Types.DataType.Float:
                proto.RawData = Raw(Array.ConvertAll(Numbers!, number => (float)number));
                break;
            case TensorProto.Types.DataType.Double:
                proto.RawData = Raw(Numbers!);
                break;
            case TensorProto.Types.DataType.Int64:
                proto.RawData = Raw(Array.ConvertAll(Numbers!, number => (long)number));
                break;
            case TensorProto.Types.DataType.Bool:
                proto.RawData = Raw(Array.ConvertAll(Numbers!, number => (byte)(number != 0 ? 1 : 0)));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "not written by Backprop");
        }
        return proto;
    }

    /// <summary>Reads a constant of the file; <paramref name="where"/> names it in errors.</summary>
    /// <exception cref="FormatException">It is of a type, size or storage that a network of units has no use for.</exception>
    public static GraphTensor Of(TensorProto proto, string where)
    {
        var count = CountOf(proto, where);
        int[] dims = [.. proto.Dims.Select(dimension => (int)dimension)];
        var type = (TensorProto.Types.DataType)proto.DataType;
        if (type == TensorProto.Types.DataType.String)
        {
            CheckCount(proto.StringData.Count);
            return new GraphTensor(dims, null, [.. proto.StringData.Select(text => text.ToString(Encoding.UTF8))]);
        }
        double[] numbers = type switch
        {
            TensorProto.Types.DataType.Float => proto.HasRawData ? From<float>() : [.. proto.FloatData.Select(number => (double)number)],
            TensorProto.Types.DataType.Double => proto.HasRawData ? From<double>() : [.. proto.DoubleData],
            // Half precision is stored as its bits, one number of Int32Data each where it is not raw.
            TensorProto.Types.DataType.Float16 => proto.HasRawData ? From<Half>() : [.. proto.Int32Data.Select(bits => (double)BitConverter.UInt16BitsToHalf((ushort)bits))],
            TensorProto.Types.DataType.Bfloat16 => Array.ConvertAll(proto.HasRawData ? From<ushort>() : [.. proto.Int32Data.Select(bits => (double)(ushort)bits)], bits => (double)BitConverter.UInt32BitsToSingle((uint)bits << 16)),
            TensorProto.Types.DataType.Int64 => proto.HasRawData ? From<long>() : [.. proto.Int64Data.Select(number => (double)number)],
            TensorProto.Types.DataType.Int32 => proto.HasRawData ? From<int>() : [.. proto.Int32Data.Select(number => (double)number)],
            TensorProto.Types.DataType.Bool => proto.HasRawData ? From<byte>() : [.. proto.Int32Data.Select(number => (double)number)],
            _ => throw new FormatException($"{where} has element type {type}; supported are FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT64, INT32, BOOL and STRING"),
        };
        CheckCount(numbers.Length);
        return new GraphTensor(dims, numbers);

        double[] From<T>() where T : unmanaged, INumberBase<T>
        {
            var raw = proto.RawData.Span;
            CheckCount(raw.Length % Marshal.SizeOf<T>() == 0 ? raw.Length / Marshal.SizeOf<T>() : -1);
            var result = new double[count];
            Span<byte> element = stackalloc byte[Marshal.SizeOf<T>()];
            for (var k = 0; k < result.Length; k++)
            {
                raw.Slice(k * element.Length, element.Length).CopyTo(element);
                if (!BitConverter.IsLittleEndian) element.Reverse();
                result[k] = double.CreateTruncating(MemoryMarshal.Read<T>(element));
            }
            return result;
        }

        void CheckCount(long have)
        {
            if (have != count) throw new FormatException($"{where} of shape [{string.Join(", ", dims)}] does not hold {count} values");
        }
    }

    /// <summary>Elements of a constant, by its shape.</summary>
    /// <exception cref="FormatException">The shape cannot be that of a constant.</exception>
    public static int CountOf(TensorProto proto, string where)
    {
        long count = 1;
        foreach (var dimension in proto.Dims)
        {
            if (dimension < 0 || dimension > int.MaxValue || (count *= dimension) > int.MaxValue)
                throw new FormatException($"{where} has an absurd shape: [{string.Join(", ", proto.Dims)}]");
        }
        return (int)count;
    }

    private static ByteString Raw<T>(T[] values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        var size = Marshal.SizeOf<T>();
        if (!BitConverter.IsLittleEndian)
            for (var at = 0; at < bytes.Length; at += size) Array.Reverse(bytes, at, size);
        return ByteString.CopyFrom(bytes);
    }
}
