namespace Backprop;

/// <summary>Files are little-endian on every machine.</summary>
internal static class LittleEndian
{
    /// <summary>Between the machine's order and the file's, in place; nothing to do on a little-endian machine.</summary>
    public static void Convert(Span<byte> bytes, int elementSize)
    {
        if (BitConverter.IsLittleEndian || elementSize == 1) return;
        for (var at = 0; at < bytes.Length; at += elementSize) bytes.Slice(at, elementSize).Reverse();
    }
}
