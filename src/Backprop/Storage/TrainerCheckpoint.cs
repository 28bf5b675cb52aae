using System.Diagnostics;

namespace Backprop;

public sealed unsafe partial class Trainer<T>
{
    private const string RulePrefix = ModelFile.TrainingPrefix + "rule/";
    private const string BestWeights = ModelFile.TrainingPrefix + "best weights";
    private const string Order = ModelFile.TrainingPrefix + "order";
    private const string Generator = ModelFile.TrainingPrefix + "generator";
    private const string Position = ModelFile.TrainingPrefix + "position";
    private const string Errors = ModelFile.TrainingPrefix + "errors";
    private const string CarriedPrefix = ModelFile.TrainingPrefix + "carried/";

    private long lastCheckpoint = Stopwatch.GetTimestamp();
    private string? fingerprint;

    /// <summary>
    /// Saves all that the training depends on: weights, what the rule remembers, generator, order of the cases, position in the sweep,
    /// history. A trainer that <see cref="Resume"/>s from it goes on with the same bits as this one.
    /// </summary>
    /// <param name="path">The file to create or replace; a kill at any moment leaves the old one or the new one.</param>
    /// <exception cref="ModelFileException">It cannot be written, or a number is not finite, so that there is nothing to go on from.</exception>
    public void SaveCheckpoint(string path)
    {
        var model = Model.Of(this) with { Encodings = Options.Checkpoints?.Encodings, Settings = Options.Checkpoints?.Settings };
        var file = ModelFile.Writer(model, path);
        file.Add("checkpoint", """{"version": 1}""");
        file.Add("cases", Fingerprint());
        foreach (var (name, values) in state.Vectors)
        {
            if (HasNaN(values.Span)) throw ModelFile.NotSaved(path, NotANumber(RulePrefix + name));
            file.Add<T>(RulePrefix + name, values.Span, values.Length);
        }
        if (bestWeights is not null) AddSound(BestWeights, bestWeights, bestWeights.Length);
        file.Add<int>(Order, order, order.Length);
        file.Add<ulong>(Generator, random.State, 4);
        file.Add<long>(Position, [Changes, batchStart], 2);
        file.Add<double>(Errors, [sweepError, previousError], 2);
        foreach (var group in Carried(batchStart)) AddSound(CarriedPrefix + group.Name, CarriedStates(group, batchStart), group.Size, blocks[0].Stride);
        file.Save(path);
        lastCheckpoint = Stopwatch.GetTimestamp();

        void AddSound(string name, ReadOnlySpan<T> values, params long[] shape)
        {
            if (!AreFinite(values)) throw ModelFile.NotSaved(path, NotFinite(name));
            file.Add(name, values, shape);
        }
    }

    // The same for writing and reading. A rule may remember infinities: a step without a limit, for example.
    private static string NotFinite(string name) => $"tensor '{name}' holds a number that is not finite";

    private static string NotANumber(string name) => $"tensor '{name}' holds NaN";

    private static bool AreFinite(ReadOnlySpan<T> values)
    {
        foreach (var value in values)
        {
            if (!T.IsFinite(value)) return false;
        }
        return true;
    }

    private static bool HasNaN(ReadOnlySpan<T> values)
    {
        foreach (var value in values)
        {
            if (T.IsNaN(value)) return true;
        }
        return false;
    }

    /// <summary>
    /// Takes the place of the trainer that saved a checkpoint. This one must have been made with an equal topology, rule, error measure,
    /// batch, order and seed, and with the same cases; threads and the stop rule may differ.
    /// </summary>
    /// <param name="path">The checkpoint.</param>
    /// <exception cref="ModelFileException">No such file, no checkpoint, a damaged one, or one of another training; the message says what differs. This trainer is then as it was.</exception>
    public void Resume(string path)
    {
        using var file = SafetensorsReader.Open(path);
        var model = ModelFile.Read(file, [.. Network.Topology.Groups.Select(group => group.UnitFunction).Distinct()]);
        if (!file.Metadata.ContainsKey("checkpoint")) throw file.Error("it is a model, not a checkpoint; only checkpoints can be resumed");
        if (model.IsDouble != (typeof(T) == typeof(double)))
            throw file.Error($"it is a training in {(model.IsDouble ? "double" : "float")}, but this trainer computes in {typeof(T).Name}");
        if (model.Topology.ToJson() != Network.Topology.ToJson()) throw file.Error("it is a training of another net");
        if (model.Training != TrainingJson.Write(this))
            throw file.Error($"it is a training with other settings: {model.Training}; here: {TrainingJson.Write(this)}");
        if (file.Metadata.GetValueOrDefault("cases") != Fingerprint()) throw file.Error("it is a training on other cases");
        if (model.History is not { } history) throw file.Error("its history is missing");

        // All is read and checked before anything here changes.
        var vectors = state.Vectors.Select(vector => ReadVector(file, RulePrefix + vector.Name, vector.Values.Length)).ToList();
        var best = file.Find(BestWeights) is null ? null : ReadSound(file, BestWeights, Network.Weights.Length);
        var newOrder = ReadTensor<int>(file, Order, order.Length);
        if (!newOrder.Order().SequenceEqual(Enumerable.Range(0, order.Length))) throw file.Error("its order of the cases is none");
        var words = ReadTensor<ulong>(file, Generator, 4);
        if (words.All(word => word == 0)) throw file.Error("the state of its generator is none");
        var position = ReadTensor<long>(file, Position, 2);
        if (position[0] < 0 || position[1] < 0 || position[1] >= order.Length || (WholeSweep ? position[1] != 0 : position[1] % Options.Batch.Size != 0))
            throw file.Error($"its position is impossible: change {position[0]}, case {position[1]} of a sweep of {order.Length}");
        var errors = ReadTensor<double>(file, Errors, 2);
        var start = (int)position[1];
        var carried = Carried(start).Select(group => (Group: group, States: ReadSound(file, CarriedPrefix + group.Name, group.Size * blocks[0].Stride))).ToList();

        model.Network<T>().Weights.CopyTo(Network.Weights);
        foreach (var (vector, values) in state.Vectors.Zip(vectors)) values.CopyTo(vector.Values);
        bestWeights = best;
        newOrder.CopyTo(order, 0);
        random = RandomSource.FromState(words);
        (Changes, batchStart) = (position[0], start);
        foreach (var (group, values) in carried) values.CopyTo(CarriedStates(group, start));
        (sweepError, previousError) = (errors[0], errors[1]);
        History.Become(history);
    }

    /// <summary>Within a sweep over windows of sequences: the groups whose states the window before has handed on.</summary>
    private IEnumerable<Group> Carried(int start) => cases.Cases.Sequences is null || start == 0 ? [] : Network.Topology.Inputs.Where(Network.Topology.IsCarriedOn);

    private Span<T> CarriedStates(Group group, int start) =>
        new(blocks[start / blocks[0].Count].Input(group), group.Size * blocks[0].Stride);

    private static T[] ReadSound(SafetensorsReader file, string name, int count)
    {
        var values = ReadTensor<T>(file, name, count);
        return AreFinite(values) ? values : throw file.Error(NotFinite(name));
    }

    private static T[] ReadVector(SafetensorsReader file, string name, int count)
    {
        var values = ReadTensor<T>(file, name, count);
        return HasNaN(values) ? throw file.Error(NotANumber(name)) : values;
    }

    private static TElement[] ReadTensor<TElement>(SafetensorsReader file, string name, int count)
        where TElement : unmanaged
    {
        var tensor = file.Find(name) ?? throw file.Error($"tensor '{name}' is missing");
        if (tensor.Count != count) throw file.Error($"tensor '{name}' has {tensor.Count} elements, expected {count}");
        var values = new TElement[count];
        file.Read<TElement>(tensor, values);
        return values;
    }

    private string Fingerprint() =>
        fingerprint ??= Options.Validation is { } held ? $"{CasesFingerprint.Of(cases.Cases)} {CasesFingerprint.Of(held)}" : CasesFingerprint.Of(cases.Cases);

    /// <summary>Saves a checkpoint if the options ask for one now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SaveCheckpointIfDue()
    {
        if (Options.Checkpoints is { } checkpoints) SaveCheckpointIfDue(checkpoints);
    }

    private void SaveCheckpointIfDue(Checkpoints checkpoints)
    {
        if (Stopwatch.GetElapsedTime(lastCheckpoint) >= checkpoints.Every) SaveCheckpoint(checkpoints);
    }

    /// <summary>Saves a checkpoint where the options say, or elsewhere. Numbers that are not finite are left to the training itself, which says more about them.</summary>
    private void SaveCheckpoint(Checkpoints checkpoints)
    {
        if (!IsFinite()) return;
        for (var path = checkpoints.Path; path is not null;)
        {
            try
            {
                SaveCheckpoint(path);
                return;
            }
            catch (ModelFileException e) when (checkpoints.Elsewhere is not null)
            {
                path = checkpoints.Elsewhere(e);
            }
        }
        lastCheckpoint = Stopwatch.GetTimestamp();
    }

    private bool IsFinite()
    {
        if (!AreFinite(Network.Weights)) return false;
        foreach (var (_, values) in state.Vectors)
        {
            if (HasNaN(values.Span)) return false;
        }
        return true;
    }

    /// <summary>Finds out before the first sweep that checkpoints cannot be written.</summary>
    private void CheckCheckpoints()
    {
        if (Options.Checkpoints is not { Elsewhere: null } checkpoints) return;
        var copies = 2L + state.Vectors.Count;
        Model.CheckWritable(checkpoints.Path, copies * Network.Weights.Length * Unsafe.SizeOf<T>());
    }
}
