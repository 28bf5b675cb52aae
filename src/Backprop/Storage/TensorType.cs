namespace Backprop;

/// <summary>The element types of a safetensors file; the names are the format's own.</summary>
internal enum TensorType
{
    F64, I64, U64, F32, I32, U32, F16, BF16, I16, U16, I8, U8, BOOL,
}

internal static class TensorTypes
{
    /// <summary>Bytes per element.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 or TensorType.U64 => 8,
        TensorType.F32 or TensorType.I32 or TensorType.U32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 or TensorType.U16 => 2,
        _ => 1,
    };

    /// <summary>The type whose elements are <typeparamref name="T"/>.</summary>
    public static TensorType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(double) ? TensorType.F64 :
        typeof(T) == typeof(float) ? TensorType.F32 :
        typeof(T) == typeof(ulong) ? TensorType.U64 :
        typeof(T) == typeof(long) ? TensorType.I64 :
        typeof(T) == typeof(uint) ? TensorType.U32 :
        typeof(T) == typeof(int) ? TensorType.I32 :
        typeof(T) == typeof(ushort) ? TensorType.U16 :
        typeof(T) == typeof(short) ? TensorType.I16 :
        typeof(T) == typeof(byte) ? TensorType.U8 :
        typeof(T) == typeof(sbyte) ? TensorType.I8 :
        throw new ArgumentException($"safetensors has no element type for {typeof(T).Name}");

    /// <summary>The type of that name in the file, or none.</summary>
    public static TensorType? Parse(string name)
    {
        foreach (var type in Enum.GetValues<TensorType>())
            if (string.Equals(type.ToString(), name, StringComparison.Ordinal)) return type;
        return null;
    }
}

/// <summary>One entry of a safetensors header: <paramref name="Begin"/> and <paramref name="End"/> are byte offsets into the data section.</summary>
internal sealed record TensorInfo(string Name, TensorType Type, long[] Shape, long Begin, long End)
{
    public long Count => (End - Begin) / Type.Size();

    public string Dimensions => $"[{string.Join(", ", Shape)}]";
}
