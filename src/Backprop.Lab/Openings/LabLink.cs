using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Backprop.Data;

namespace Backprop.Lab;

/// <summary>
/// A lab as a text for the address of the page: what it opened with, its settings and all that was done. A version, a point, and in base64url the deflated JSON
/// behind four bytes of its SHA-256.
/// </summary>
/// <param name="Opening">What the lab opened with.</param>
/// <param name="Deeds">What was done since.</param>
internal sealed record LabLink(Opening Opening, IReadOnlyList<Deed> Deeds)
{
    /// <summary>The most characters: longer addresses are cut by some programs.</summary>
    public const int MostLength = 60_000;

    private const int CheckBytes = 4, MostJson = 16_000_000;
    private const string Version = "1";

    private static readonly Phrase TooLong = new("The link has {0} characters, more than the {1} that a lab has.", "链接有 {0} 个字符，超过实验室的上限 {1} 个。"),
        OtherVersion = new("The link is of version {0}, but this page reads version {1}; open it where it was made.", "链接为版本 {0}，而此页面读取版本 {1}；请在生成它的页面中打开。"),
        NotSaid = new("A link cannot say all that was destroyed here; take the C# program.", "链接无法表达此处损毁的一切；请带走 C# 程序。"),
        NoExperiment = new("The link is of the experiment '{0}', which this page does not have.", "链接指向实验“{0}”，此页面没有该实验。"),
        DamagedText = new("The link is damaged: a part of it is missing or altered. Copy the whole address again.", "链接已损坏：部分内容缺失或被改动。请重新复制整个网址。");

    /// <summary>The text of a lab; null where it would be too long.</summary>
    /// <exception cref="UsageException">Something was done that no link can say.</exception>
    public static string? Of(LabSession session)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
            Write(writer, session);
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            deflate.Write(json.WrittenSpan);
        var text = $"{Version}.{Base64Url.EncodeToString([.. Check(packed.ToArray()), .. packed.ToArray()])}";
        return text.Length <= MostLength ? text : null;
    }

    /// <summary>Reads a text that <see cref="Of"/> wrote.</summary>
    /// <exception cref="UsageException">It is damaged, of a later version, or of an experiment that is not there.</exception>
    /// <exception cref="BackpropException">Its net or its cases cannot be read.</exception>
    public static LabLink Read(string text)
    {
        if (text.Length > MostLength) throw new Refusal(TooLong, text.Length, MostLength);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point > 0 && text[..point] != Version && text[..point].All(char.IsAsciiDigit))
            throw new Refusal(OtherVersion, text[..point], Version);
        if (point < 0 || text[..point] != Version) throw Damaged();
        try
        {
            var content = Base64Url.DecodeFromChars(text.AsSpan(point + 1));
            if (content.Length <= CheckBytes || !Check(content.AsSpan(CheckBytes)).AsSpan().SequenceEqual(content.AsSpan(0, CheckBytes))) throw Damaged();
            using var deflate = new DeflateStream(new MemoryStream(content, CheckBytes, content.Length - CheckBytes), CompressionMode.Decompress);
            using var json = new MemoryStream();
            var part = new byte[1 << 15];
            for (int count; (count = deflate.Read(part)) > 0;)
            {
                json.Write(part.AsSpan(0, count));
                if (json.Length > MostJson) throw Damaged();
            }
            using var document = JsonDocument.Parse(json.ToArray());
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            throw Damaged();
        }
    }

    private static void Write(Utf8JsonWriter json, LabSession session)
    {
        var opening = session.Opening;
        json.WriteStartObject();
        if (opening.Experiment is { } experiment)
        {
            json.WriteString("experiment", experiment.Name);
            json.WriteNumber("number", experiment.Number);
        }
        else
        {
            json.WriteString("name", opening.Name);
            json.WriteString("net", opening.NetText);
            json.WriteString("cases", opening.CasesText);
            json.WriteString("file", opening.CasesFile);
            if (opening.Encodings is { } encodings) json.WriteString("encodings", encodings);
        }
        if (opening.Weights is { } weights) json.WriteBase64String("weights", System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>([.. weights]));
        if (opening.State is { } state) json.WriteBase64String("state", state.Content);
        Write(json, "settings", new LabSettings(opening.Training, opening.Seed));
        json.WriteStartArray("deeds");
        foreach (var deed in session.Deeds)
            Write(json, deed, opening.Seed);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, LabSettings settings)
    {
        json.WriteStartObject(name);
        foreach (var (id, text) in LabSettingsTexts.Differing(settings))
            json.WriteString(id, text);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Deed deed, ulong seed)
    {
        json.WriteStartObject();
        switch (deed)
        {
            case Deed.Learned { ByChange: true } learned:
                json.WriteNumber("changes", learned.Changes);
                break;
            case Deed.Learned learned:
                json.WriteNumber("sweeps", learned.Sweeps);
                break;
            case Deed.Changed changed:
                Write(json, "set", new LabSettings(changed.Training, seed));
                break;
            case Deed.Weighted weighted:
                json.WriteNumber("weight", weighted.Weight);
                json.WriteNumber("value", weighted.Value);
                break;
            case Deed.FrozeWeight froze:
                json.WriteNumber("weight", froze.Weight);
                json.WriteBoolean("frozen", froze.Frozen);
                break;
            case Deed.Froze froze:
                json.WriteString("block", froze.Block);
                json.WriteBoolean("biases", froze.IsBias);
                json.WriteBoolean("frozen", froze.Frozen);
                break;
            case Deed.Lesioned { Lesion: UnitLesion units }:
                json.WriteString("group", units.Group);
                json.WriteStartArray("units");
                foreach (var unit in units.Units) json.WriteNumberValue(unit);
                json.WriteEndArray();
                break;
            case Deed.Lesioned { Lesion: LinkLesion links }:
                json.WriteString("projection", links.Projection);
                json.WriteStartArray("links");
                foreach (var link in links.Links)
                {
                    json.WriteNumberValue(link.To);
                    json.WriteNumberValue(link.From);
                }
                json.WriteEndArray();
                break;
            default:
                throw new Refusal(NotSaid);
        }
        json.WriteEndObject();
    }

    private static LabLink Read(JsonElement json)
    {
        var settings = Settings(json.GetProperty("settings"));
        var opening = json.TryGetProperty("experiment", out var experiment)
            ? OfExperiment(Text(experiment), json.GetProperty("number").GetInt32())
            : FileOpening.Read([("net.json", Encoding.UTF8.GetBytes(Text(json.GetProperty("net")))), ("lab.cases", Encoding.UTF8.GetBytes(Text(json.GetProperty("cases"))))])
                with
            { Name = FileOpening.Stem(Text(json.GetProperty("name")) + "."), CasesFile = FileOpening.Stem(Text(json.GetProperty("file"))) + ".cases" };
        opening = opening with { Training = settings.Training, Seed = settings.Seed, Encodings = json.TryGetProperty("encodings", out var encodings) ? TableEncoding.FromJson(Text(encodings)).ToJson() : null };
        if (json.TryGetProperty("weights", out var weights))
        {
            var bytes = weights.GetBytesFromBase64();
            if (bytes.Length != opening.Net.WeightCount * sizeof(double)) throw Damaged();
            opening = opening with { Weights = [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(bytes)] };
        }
        if (json.TryGetProperty("state", out var state))
        {
            var content = state.GetBytesFromBase64();
            opening = opening with { State = StartingState.Of(Model.Load(content), content) ?? throw Damaged() };
        }
        return new LabLink(opening, [.. json.GetProperty("deeds").EnumerateArray().Select(DeedOf)]);
    }

    private static Deed DeedOf(JsonElement json)
    {
        if (json.TryGetProperty("sweeps", out var sweeps)) return new Deed.Learned(0, sweeps.GetInt32());
        if (json.TryGetProperty("changes", out var changes)) return new Deed.Learned(changes.GetInt64(), 0, ByChange: true);
        if (json.TryGetProperty("set", out var set)) return new Deed.Changed(Settings(set).Training);
        if (json.TryGetProperty("weight", out var one) && json.TryGetProperty("frozen", out var frozen)) return new Deed.FrozeWeight(one.GetInt32(), frozen.GetBoolean());
        if (json.TryGetProperty("weight", out var weight)) return new Deed.Weighted(weight.GetInt32(), json.GetProperty("value").GetDouble());
        if (json.TryGetProperty("block", out var block)) return new Deed.Froze(Text(block), json.GetProperty("biases").GetBoolean(), json.GetProperty("frozen").GetBoolean());
        if (json.TryGetProperty("group", out var group)) return new Deed.Lesioned(Lesion.OfUnits(Text(group), [.. Numbers(json.GetProperty("units"))]));
        var links = Numbers(json.GetProperty("links"));
        return new Deed.Lesioned(Lesion.OfLinks(Text(json.GetProperty("projection")), [.. links.Chunk(2).Select(static link => link is [var to, var from] ? new Link(to, from) : throw Damaged())]));
    }

    private static Opening OfExperiment(string name, int number)
    {
        var experiment = ExperimentOpenings.Experiments.FirstOrDefault(experiment => experiment.Name == name) ?? throw new Refusal(NoExperiment, DisplayText.Name(name));
        var openings = ExperimentOpenings.Of(experiment);
        return number >= 0 && number < openings.Count ? openings[number] : throw Damaged();
    }

    private static LabSettings Settings(JsonElement json) => LabSettingsTexts.Read(json.EnumerateObject().ToDictionary(static entry => entry.Name, static entry => Text(entry.Value), StringComparer.Ordinal));

    private static int[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(static number => number.GetInt32())];

    private static string Text(JsonElement json) => json.GetString() ?? throw Damaged();

    private static byte[] Check(ReadOnlySpan<byte> packed) => SHA256.HashData(packed)[..CheckBytes];

    private static Refusal Damaged() => new(DamagedText);
}
