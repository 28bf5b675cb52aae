using System.Text.Json;

namespace Backprop;

/// <summary>
/// A model as tensors and metadata. Tensors: each weight block under its name, shape [to, from] ([unit] for biases and one-to-one
/// projections); the curves of the history under "history/…"; in checkpoints the training's state under "training/…".
/// </summary>
internal static class ModelFile
{
    public const string Format = "backprop model";
    public const string Version = "1";
    public const string TrainingPrefix = "training/";
    private const string HistoryPrefix = "history/";
    private const string Errors = HistoryPrefix + "errors";
    private const string ValidationErrors = HistoryPrefix + "validation errors";

    /// <summary>The content of a model's file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file that it will be, for errors.</param>
    /// <exception cref="ModelFileException">The model holds what <see cref="Read"/> refuses.</exception>
    /// <exception cref="ArgumentException">Its encodings, settings or training are not JSON.</exception>
    public static SafetensorsWriter Writer(Model model, string path)
    {
        var file = new SafetensorsWriter();
        file.Add("format", Format);
        file.Add("version", Version);
        file.Add("topology", Sound(path, "its topology cannot be written: ", () => TopologyText(model.Topology)));
        AddJson(file, "encodings", model.Encodings);
        AddJson(file, "settings", model.Settings);
        AddJson(file, "training", model.Training);
        if (model.IsDouble) AddWeights(file, model.Network<double>(), path);
        else AddWeights(file, model.Network<float>(), path);
        if (model.History is { } history)
        {
            file.Add("history", Sound(path, "its history cannot be written: ", () => HistoryText(history)));
            file.Add<double>(Errors, history.Errors.ToArray(), history.Errors.Count);
            if (history.ValidationErrors.Count > 0) file.Add<double>(ValidationErrors, history.ValidationErrors.ToArray(), history.ValidationErrors.Count);
        }
        return file;
    }

    /// <summary>The metadata of a model or checkpoint, read without looking further; null where the file is none or cannot be read.</summary>
    public static IReadOnlyDictionary<string, string>? Peek(string path)
    {
        try
        {
            using var file = SafetensorsReader.Open(path);
            return file.Metadata.GetValueOrDefault("format") == Format ? file.Metadata : null;
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    public static Model Read(SafetensorsReader file, ReadOnlySpan<UnitFunction> unitFunctions)
    {
        var topology = ReadTopology(file, unitFunctions);
        var isDouble = file.Find(TensorNames(topology)[0])?.Type == TensorType.F64;
        var model = isDouble ? new Model(ReadWeights<double>(file, topology)) : new Model(ReadWeights<float>(file, topology));
        return model with
        {
            Encodings = ReadJson(file, "encodings"),
            Settings = ReadJson(file, "settings"),
            Training = ReadJson(file, "training"),
            History = ReadHistory(file),
        };
    }

    /// <summary>The names of the blocks' tensors, in their order: the block's own name unless that is taken or reserved.</summary>
    public static string[] TensorNames(Topology topology)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. topology.Blocks.Select(block =>
        {
            var name = block.Name;
            if (name == SafetensorsHeader.MetadataKey || name.StartsWith(HistoryPrefix, StringComparison.Ordinal) || name.StartsWith(TrainingPrefix, StringComparison.Ordinal))
                name = "weights/" + name;
            while (!taken.Add(name)) name += " biases";
            return name;
        })];
    }

    private static void AddJson(SafetensorsWriter file, string key, string? json)
    {
        if (json is null) return;
        CheckJson(json, e => new ArgumentException($"'{key}' of the model is not JSON: {e.Message}", key, e));
        file.Add(key, json);
    }

    private static string? ReadJson(SafetensorsReader file, string key)
    {
        if (!file.Metadata.TryGetValue(key, out var json)) return null;
        CheckJson(json, e => file.Error($"its '{key}' is not JSON", e));
        return json;
    }

    private static void CheckJson(string json, Func<Exception, Exception> error)
    {
        try
        {
            using var _ = JsonDocument.Parse(json);
        }
        // ArgumentException: half a surrogate pair.
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw error(e);
        }
    }

    /// <summary>An error about a model that is not fit to be saved. What is at the path stays as it is.</summary>
    public static ModelFileException NotSaved(string path, string problem, Exception? cause = null) => new(path, "not saved: " + problem, cause);

    /// <summary>A text that is read back at once, so that nothing is written that would be refused later.</summary>
    private static string Sound(string path, string problem, Func<string> text)
    {
        try
        {
            return text();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw NotSaved(path, problem + e.Message, e);
        }
    }

    private static string TopologyText(Topology topology)
    {
        foreach (var name in topology.Groups.Select(group => group.Name).Concat(topology.Blocks.Select(block => block.Name)))
        {
            if (!IsText(name)) throw new FormatException("a name holds half a surrogate pair");
        }
        return topology.ToJson();
    }

    private static bool IsText(string name)
    {
        for (var rest = name.AsSpan(); !rest.IsEmpty;)
        {
            if (System.Text.Rune.DecodeFromUtf16(rest, out _, out var used) != System.Buffers.OperationStatus.Done) return false;
            rest = rest[used..];
        }
        return true;
    }

    private static string HistoryText(History history)
    {
        var json = HistoryJson.Write(history);
        HistoryJson.Read(json, [.. history.Errors], [.. history.ValidationErrors]);
        return json;
    }

    private static void AddWeights<T>(SafetensorsWriter file, Network<T> network, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (block, name) in network.Topology.Blocks.Zip(TensorNames(network.Topology)))
        {
            if (Problem<T>(block, name, network[block]) is { } problem) throw NotSaved(path, problem);
            file.Add<T>(name, network[block], ShapeOf(block));
        }
    }

    /// <summary>What is wrong with the weights of a block, whether they are written or read; null where nothing is.</summary>
    private static string? Problem<T>(WeightBlock block, string name, ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var k = 0; k < weights.Length; k++)
        {
            if (!T.IsFinite(weights[k])) return $"tensor '{name}' holds a weight that is not finite";
            if (block.Mask is { } mask && !mask[k] && weights[k] != T.Zero) return $"tensor '{name}' holds a weight that its mask leaves out";
        }
        return null;
    }

    private static long[] ShapeOf(WeightBlock block) => block.IsBias || block.IsOneToOne ? [block.Rows] : [block.Rows, block.Columns];

    private static Topology ReadTopology(SafetensorsReader file, ReadOnlySpan<UnitFunction> unitFunctions)
    {
        if (file.Metadata.GetValueOrDefault("format") != Format)
            throw file.Error("it is a safetensors file, but not a Backprop model");
        if (file.Metadata.GetValueOrDefault("version") is var version && version != Version)
            throw file.Error($"it is a model file of version '{version}'; this program reads version {Version}");
        file.Verify();
        try
        {
            return Topology.FromJson(file.Metadata.GetValueOrDefault("topology") ?? throw file.Error("its metadata has no topology"), unitFunctions);
        }
        catch (TopologyException e)
        {
            throw file.Error("its topology is not a valid network: " + e.Message, e);
        }
    }

    // Every size is compared with the tensors, for which the file has the bytes, before room is made for the weights.
    private static Network<T> ReadWeights<T>(SafetensorsReader file, Topology topology)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensors = new List<TensorInfo>();
        foreach (var (block, name) in topology.Blocks.Zip(TensorNames(topology)))
        {
            var tensor = file.Find(name) ?? throw file.Error($"its topology has the weights '{name}', but the file has no such tensor");
            if (!tensor.Shape.SequenceEqual(ShapeOf(block)))
                throw file.Error($"tensor '{name}' has shape {tensor.Dimensions}, but the topology asks for [{string.Join(", ", ShapeOf(block))}]");
            if (tensor.Type != TensorTypes.Of<T>())
                throw file.Error($"tensor '{name}' has dtype {tensor.Type}, expected {TensorTypes.Of<T>()}");
            tensors.Add(tensor);
        }
        var known = tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var tensor in file.Tensors)
        {
            if (!known.Contains(tensor.Name) && tensor.Name is not (Errors or ValidationErrors) && !tensor.Name.StartsWith(TrainingPrefix, StringComparison.Ordinal))
                throw file.Error($"it has the tensor '{tensor.Name}', for which the topology has no place");
        }

        var network = new Network<T>(topology);
        foreach (var (block, tensor) in topology.Blocks.Zip(tensors))
        {
            var weights = network[block];
            file.Read(tensor, weights);
            if (Problem<T>(block, tensor.Name, weights) is { } problem) throw file.Error(problem);
        }
        return network;
    }

    private static History? ReadHistory(SafetensorsReader file)
    {
        if (!file.Metadata.TryGetValue("history", out var json)) return null;
        try
        {
            return HistoryJson.Read(json, ReadCurve(file, Errors), ReadCurve(file, ValidationErrors));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw file.Error("its history cannot be read: " + e.Message, e);
        }
    }

    private static double[] ReadCurve(SafetensorsReader file, string name)
    {
        if (file.Find(name) is not { } tensor) return [];
        return file.Read<double>(tensor);
    }
}
