using System.Text.Json;

namespace Backprop;

/// <summary>
/// The JSON header of a safetensors file: <c>{"__metadata__": {string: string}, name: {"dtype", "shape", "data_offsets"}, …}</c>.
/// Stricter than the format where that costs nothing: every key once, and tensors that fill the data section without hole or overlap.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    /// <summary>Bytes at most: the limit of the format's reference reader.</summary>
    public const long Longest = 100_000_000;

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order of their data.</summary>
    public List<TensorInfo> Tensors { get; } = [];

    /// <summary>Index in the header's bytes of the first character of <see cref="ContentChecksum"/>'s value; −1 where there is none.</summary>
    public int ChecksumAt { get; private set; } = -1;

    /// <summary>Reads the header; <paramref name="dataLength"/> is the number of bytes that follow it.</summary>
    /// <exception cref="FormatException">The message says what is wrong, without the file's name.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader();
        try
        {
            header.Read(json);
        }
        // InvalidOperationException: a string that is not valid UTF-8 or UTF-16.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("its header is not the JSON of a safetensors file: " + FirstSentence(e.Message), e);
        }
        header.CheckOffsets(dataLength);
        return header;
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message.TrimEnd('.') : message[..end];
    }

    private void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (NextKey(ref reader, names) is { } name)
        {
            if (name == MetadataKey) ReadMetadata(ref reader);
            else Tensors.Add(ReadTensor(ref reader, name));
        }
        if (reader.Read()) throw new FormatException("its header goes on after its end");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (NextKey(ref reader, keys) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, $"metadata '{key}'");
            if (key == ContentChecksum.Key) ChecksumAt = (int)reader.TokenStartIndex + 1;
            Metadata[key] = reader.GetString()!;
        }
    }

    private static TensorInfo ReadTensor(ref Utf8JsonReader reader, string name)
    {
        TensorType? type = null;
        List<long>? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, $"tensor '{name}'");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (NextKey(ref reader, keys) is { } key)
        {
            switch (key)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, $"the dtype of tensor '{name}'");
                    var given = reader.GetString()!;
                    type = TensorTypes.Parse(given) ?? throw new FormatException($"tensor '{name}' has the unknown dtype '{given}'");
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, $"the shape of tensor '{name}'");
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, $"the data_offsets of tensor '{name}'");
                    break;
                default:
                    throw new FormatException($"tensor '{name}' has the unknown entry '{key}'");
            }
        }
        if (type is null || shape is null || offsets is not [var begin, var end])
            throw new FormatException($"tensor '{name}' needs a dtype, a shape and two data_offsets");

        var bytes = (Int128)type.Value.Size();
        foreach (var dimension in shape)
        {
            bytes *= dimension;
            if (bytes > long.MaxValue) throw new FormatException($"tensor '{name}' has an absurd shape: [{string.Join(", ", shape)}]");
        }
        if (end - begin != bytes)
            throw new FormatException($"tensor '{name}' of shape [{string.Join(", ", shape)}] and dtype {type} has {bytes} bytes, but its data_offsets span {end - begin}");
        return new TensorInfo(name, type.Value, [.. shape], begin, end);
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string what)
    {
        const int most = 8;
        Expect(ref reader, JsonTokenType.StartArray, what);
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out var number) || number < 0 || numbers.Count == most)
                throw new FormatException($"{what} must be at most {most} whole numbers from 0");
            numbers.Add(number);
        }
        if (reader.TokenType != JsonTokenType.EndArray) throw new FormatException($"{what} must hold whole numbers only");
        return numbers;
    }

    private static string? NextKey(ref Utf8JsonReader reader, HashSet<string> seen)
    {
        if (!reader.Read()) throw new FormatException("its header ends too early");
        if (reader.TokenType == JsonTokenType.EndObject) return null;
        var key = reader.GetString()!;
        return seen.Add(key) ? key : throw new FormatException($"its header has '{key}' twice");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new FormatException($"{what} must be {(type == JsonTokenType.String ? "a string" : type == JsonTokenType.StartArray ? "a list" : "a JSON object")}");
    }

    private void CheckOffsets(long dataLength)
    {
        Tensors.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long at = 0;
        foreach (var tensor in Tensors)
        {
            if (tensor.Begin != at)
                throw new FormatException($"tensor '{tensor.Name}' begins at byte {tensor.Begin} of the data, but the one before it ends at {at}");
            at = tensor.End;
        }
        if (at != dataLength)
            throw new FormatException($"its tensors need {at} bytes of data, but the file holds {dataLength}" + (at > dataLength ? ": it is cut short" : ""));
    }
}
