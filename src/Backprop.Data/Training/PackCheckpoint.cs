using System.Globalization;
using System.Numerics;

namespace Backprop.Data;

/// <summary>
/// The checkpoint of a pack: a model of the pack as it is, and under "training/net K" the checkpoint of each net that has one, as bytes
/// (docs/model-file.md). Each net saves its own state between two of its weight updates, and the file is written with the latest state of all.
/// </summary>
internal sealed class PackCheckpoint
{
    private const string NetPrefix = ModelFile.TrainingPrefix + "net ";

    private readonly CheckpointOptions options;
    private readonly CheckpointFile file;
    private readonly byte[]?[] states;
    private readonly Network<float>[] nets;
    private readonly Lock gate = new();

    /// <param name="start">The nets with their starting weights.</param>
    /// <param name="options">Where and how often the state is saved.</param>
    public PackCheckpoint(IReadOnlyList<Network<float>> start, CheckpointOptions options)
    {
        this.options = options;
        file = options.Store as CheckpointFile
            ?? throw new ArgumentException("The checkpoints of several nets that are averaged go to one file; give a CheckpointFile as the store, or train one net.", nameof(options));
        states = new byte[]?[start.Count];
        nets = [.. start.Select(static net => net.Copy())];
    }

    /// <summary>How a net's trainer saves its state.</summary>
    public CheckpointOptions Of(int net) => new(new OfNet(this, net)) { Every = options.Every };

    /// <exception cref="ModelFileException">The file cannot be written, and the store knows no other.</exception>
    public void CheckWritable()
    {
        const long copies = 4; // the model, and of each net its weights and two vectors of its rule
        if (file.Elsewhere is null)
            Model.CheckWritable(file.Path, copies * sizeof(float) * nets.Sum(static net => (long)net.Weights.Length));
    }

    /// <summary>Takes the state of a net without writing the file.</summary>
    public void Keep(int net, byte[] state, Network<float> network)
    {
        lock (gate)
        {
            states[net] = state;
            network.Weights.CopyTo(nets[net].Weights);
        }
    }

    /// <summary>Takes the state of a net that is trained, so that it is not trained again.</summary>
    public void Finish(int net, Trainer<float> trainer) => Keep(net, StateOf(trainer), trainer.Network);

    /// <summary>Reads the state of each net; null of one that has none.</summary>
    /// <exception cref="ModelFileException">It is not the checkpoint of a pack of as many nets.</exception>
    public static void Read(SafetensorsReader reader, byte[]?[] states)
    {
        var count = reader.Metadata.GetValueOrDefault("pack") is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var found) ? found : 1;
        if (count != states.Length)
            throw reader.Error($"it is a training of {Nets(count)}, but this is one of {Nets(states.Length)}");
        for (var net = 0; net < count; net++)
            states[net] = reader.Find(Name(net)) is { } tensor ? reader.Read<byte>(tensor) : null;
    }

    private static string Nets(int count) => count == 1 ? "one net" : $"{count} nets";

    private static string Name(int net) => NetPrefix + (net + 1).ToString(CultureInfo.InvariantCulture);

    private static byte[] StateOf(Trainer<float> trainer)
    {
        using var stream = new MemoryStream();
        trainer.SaveCheckpoint(stream);
        return stream.ToArray();
    }

    /// <summary>Writes the latest state of all nets.</summary>
    /// <exception cref="ModelFileException">The file cannot be written, and the store knows no other.</exception>
    public void Save()
    {
        lock (gate)
            file.Save(Write);
    }

    private void Save(int net, Trainer<float> trainer)
    {
        Keep(net, StateOf(trainer), trainer.Network);
        Save();
    }

    private void Write(string path)
    {
        var writer = ModelFile.Writer(new Model(Pack.Join<float>(nets)) { Encodings = options.Encodings, Settings = options.Settings }, path);
        writer.Add("checkpoint", """{"version": 1}""");
        writer.Add("pack", nets.Length.ToString(CultureInfo.InvariantCulture));
        for (var net = 0; net < nets.Length; net++)
        {
            if (states[net] is { } state)
                writer.Add<byte>(Name(net), state, state.Length);
        }
        writer.Save(path);
    }

    private sealed class OfNet(PackCheckpoint pack, int net) : ICheckpointStore
    {
        public void Prepare<T>(Trainer<T> trainer)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
        }

        public void Save<T>(Trainer<T> trainer)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => pack.Save(net, (Trainer<float>)(object)trainer);
    }
}
