using System.Globalization;
using Google.Protobuf;

namespace Backprop.Onnx;

/// <summary>
/// Counts the entries of an ONNX file (nodes, constants, attributes, dimensions and the like) before it is parsed: an empty one takes two
/// bytes in the file and a hundred times that in memory.
/// </summary>
internal static class EntryCount
{
    private const long FreeEntries = 200_000;
    private const long BytesPerEntry = 16;

    /// <summary>Which fields of which message are messages again, by the numbers in Graphs/onnx.proto.</summary>
    private static readonly Dictionary<(string Message, int Field), string> Entries = new()
    {
        [("model", 7)] = "graph",
        [("model", 8)] = "leaf",
        [("model", 14)] = "leaf",
        [("graph", 1)] = "node",
        [("graph", 5)] = "tensor",
        [("graph", 11)] = "value",
        [("graph", 12)] = "value",
        [("graph", 13)] = "value",
        [("node", 5)] = "attribute",
        [("attribute", 5)] = "tensor",
        [("tensor", 13)] = "leaf",
        [("value", 2)] = "type",
        [("type", 1)] = "tensor type",
        [("tensor type", 2)] = "shape",
        [("shape", 1)] = "leaf",
    };

    /// <exception cref="FormatException">There are more entries than a file of this size has.</exception>
    /// <exception cref="InvalidProtocolBufferException">It is not a protocol buffer.</exception>
    public static void Check(Stream stream, long fileBytes)
    {
        var most = FreeEntries + (fileBytes / BytesPerEntry);
        long found = 0;
        using var input = new CodedInputStream(stream, leaveOpen: true);
        Scan("model", long.MaxValue);

        void Scan(string message, long end)
        {
            while (input.Position < end && input.ReadTag() is not 0 and var tag)
            {
                if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited || !Entries.TryGetValue((message, WireFormat.GetTagFieldNumber(tag)), out var inner))
                {
                    input.SkipLastField();
                    continue;
                }
                if (++found > most) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"it has more than {most:N0} nodes, constants and other entries, which is too many for a file of {fileBytes:N0} bytes"));
                var length = input.ReadLength();
                Scan(inner, input.Position + length);
            }
        }
    }
}
