using System.Globalization;
using System.Text.Json;

namespace Backprop;

/// <summary>A checkpoint as tensors and metadata: those of a model, and the state of the training under "training/…" (docs/model-file.md).</summary>
internal static class CheckpointFormat
{
    private const string RulePrefix = ModelFile.TrainingPrefix + "rule/";
    private const string RuleNumbers = ModelFile.TrainingPrefix + "rule numbers";
    private const string BestWeights = ModelFile.TrainingPrefix + "best weights";
    private const string Order = ModelFile.TrainingPrefix + "order";
    private const string Generator = ModelFile.TrainingPrefix + "generator";
    private const string Position = ModelFile.TrainingPrefix + "position";
    private const string Errors = ModelFile.TrainingPrefix + "errors";
    private const string CarriedPrefix = ModelFile.TrainingPrefix + "carried/";

    /// <summary>The content of a checkpoint.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="name">The file that it will be, for errors.</param>
    /// <exception cref="ModelFileException">A number is not finite.</exception>
    public static SafetensorsWriter Writer<T>(Trainer<T> trainer, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var model = Model.Of(trainer) with { Encodings = trainer.Options.Checkpoints?.Encodings, Settings = trainer.Options.Checkpoints?.Settings };
        var file = ModelFile.Writer(model, name);
        var state = trainer.Capture();
        file.Add("checkpoint", """{"version": 1}""");
        file.Add("cases", Fingerprint(trainer));
        foreach (var (vector, values) in state.RuleVectors)
            Add(RulePrefix + vector, values, mayBeInfinite: true, values.Length);
        if (state.RuleNumbers.Length > 0)
            file.Add<double>(RuleNumbers, state.RuleNumbers, state.RuleNumbers.Length);
        if (state.BestWeights is { } best)
            Add(BestWeights, best, mayBeInfinite: false, best.Length);
        file.Add<int>(Order, state.Order, state.Order.Length);
        file.Add<ulong>(Generator, state.Generator, 4);
        file.Add<long>(Position, [state.Changes, state.Position], 2);
        file.Add<double>(Errors, [state.SweepError, state.PreviousError], 2);
        foreach (var (group, values) in state.Carried)
        {
            var units = trainer.Network.Topology[group].Size;
            Add(CarriedPrefix + group, values, mayBeInfinite: false, units, values.Length / units);
        }
        return file;

        void Add(string tensor, T[] values, bool mayBeInfinite, params long[] shape)
        {
            if (Problem(tensor, values, mayBeInfinite) is { } problem)
                throw ModelFile.NotSaved(name, problem);
            file.Add<T>(tensor, values, shape);
        }
    }

    private static void CheckVersion(SafetensorsReader file, string description)
    {
        try
        {
            using var json = JsonDocument.Parse(description);
            if (new StrictJsonObject(json.RootElement, "'checkpoint'").Int32("version") is var version and not 1)
                throw file.Error($"it is a checkpoint of version {version?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}; this program reads version 1");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw file.Error($"its 'checkpoint' cannot be read: {DisplayText.Of(e.Message, 200)}");
        }
    }

    /// <summary>Reads and checks the state of a training that is equal to a trainer's.</summary>
    /// <exception cref="ModelFileException">It is not a checkpoint, or one of another training; the message says what differs.</exception>
    public static TrainingState<T> Read<T>(SafetensorsReader file, Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var topology = trainer.Network.Topology;
        var model = ModelFile.Read(file, [.. topology.Groups.Select(static group => group.UnitFunction).Distinct()]);
        if (!file.Metadata.TryGetValue("checkpoint", out var description))
            throw file.Error("it is a model, not a checkpoint; only checkpoints can be resumed");
        CheckVersion(file, description);
        if (model.IsDouble != (typeof(T) == typeof(double)))
            throw file.Error($"it is a training in {(model.IsDouble ? "double" : "float")}, but this trainer computes in {typeof(T).Name}");
        if (model.Topology.ToJson() != topology.ToJson())
            throw file.Error("it is a training of another net");
        if (TrainingJson.Difference(model.Training, TrainingJson.Write(trainer)) is { } difference)
            throw file.Error("it is a training with other settings: " + difference);
        if (file.Metadata.GetValueOrDefault("cases") != Fingerprint(trainer))
            throw file.Error("it is a training on other cases");
        var position = ReadTensor<long>(file, Position, 2);
        var errors = ReadTensor<double>(file, Errors, 2);
        var state = new TrainingState<T>(
            changes: position[0],
            position: (int)Math.Clamp(position[1], -1, int.MaxValue),
            weights: model.Network<T>().Weights.ToArray(),
            ruleVectors: ReadAll<T>(file, RulePrefix, mayBeInfinite: true),
            ruleNumbers: file.Find(RuleNumbers) is null ? [] : ReadNumbers<double>(file, RuleNumbers, mayBeInfinite: true),
            bestWeights: file.Find(BestWeights) is null ? null : ReadNumbers<T>(file, BestWeights, mayBeInfinite: false),
            batch: trainer.Batch, // as the settings say, which are equal
            shuffles: trainer.Shuffles,
            order: ReadTensor<int>(file, Order),
            generator: ReadTensor<ulong>(file, Generator),
            sweepError: errors[0],
            previousError: errors[1],
            carried: ReadAll<T>(file, CarriedPrefix, mayBeInfinite: false),
            history: model.History ?? throw file.Error("its history is missing"));
        return trainer.Problem(state) is { } problem ? throw file.Error(problem) : state;
    }

    private static string Fingerprint<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var cases = trainer.CasesFingerprint;
        // Where sequences end matters only to a training that goes to the end of each.
        return trainer.Options.Batch.Unit == BatchUnit.Cases || trainer.Cases.Sequences is null ? cases : $"{cases} {string.Join(',', trainer.Cases.WindowsOfSequences)}";
    }

    /// <summary>All tensors of the current training whose names begin with a prefix, by the rest of the name.</summary>
    private static Dictionary<string, T[]> ReadAll<T>(SafetensorsReader file, string prefix, bool mayBeInfinite)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        file.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(tensor => tensor.Name[prefix.Length..], tensor => ReadNumbers<T>(file, tensor.Name, mayBeInfinite), StringComparer.Ordinal);

    private static T[] ReadNumbers<T>(SafetensorsReader file, string name, bool mayBeInfinite)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = ReadTensor<T>(file, name);
        return Problem(name, values, mayBeInfinite) is { } problem ? throw file.Error(problem) : values;
    }

    /// <summary>What is wrong with the numbers of a tensor, whether they are written or read; null where nothing is. A rule may remember infinities: a step without a limit, for example.</summary>
    private static string? Problem<T>(string name, ReadOnlySpan<T> values, bool mayBeInfinite)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var value in values)
        {
            if (mayBeInfinite && T.IsNaN(value))
                return $"tensor '{name}' holds NaN";
            if (!mayBeInfinite && !T.IsFinite(value))
                return $"tensor '{name}' holds a number that is not finite";
        }
        return null;
    }

    private static TElement[] ReadTensor<TElement>(SafetensorsReader file, string name, int? count = null)
        where TElement : unmanaged
    {
        var tensor = file.Find(name) ?? throw file.Error($"tensor '{name}' is missing");
        if (count is not null && tensor.Count != count)
            throw file.Error($"tensor '{name}' has {tensor.Count} elements, expected {count}");
        return file.Read<TElement>(tensor);
    }
}
