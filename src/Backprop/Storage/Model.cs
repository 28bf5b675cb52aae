namespace Backprop;

/// <summary>
/// A trained net as it is kept: topology and weights, and beside them how raw values are encoded, with which settings it was trained,
/// and its history. Saved as one safetensors file (docs/model-file.md) that holds no date, so that equal models are equal files.
/// </summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
/// Model.Of(net).Save("net.safetensors");
/// Network&lt;float&gt; loaded = Model.Load("net.safetensors").Network&lt;float&gt;();
/// </code>
/// </example>
public sealed record Model
{
    private readonly Network<float>? single;
    private readonly Network<double>? twice;

    /// <summary>A model of a net in single precision. The net is not copied.</summary>
    /// <param name="network">The net; later changes of its weights are changes of the model.</param>
    public Model(Network<float> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        single = network;
        Topology = network.Topology;
    }

    /// <summary>A model of a net in double precision. The net is not copied.</summary>
    /// <param name="network">The net; later changes of its weights are changes of the model.</param>
    public Model(Network<double> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        twice = network;
        Topology = network.Topology;
    }

    /// <summary>What the net is.</summary>
    public Topology Topology { get; }

    /// <summary>Whether the weights are double; otherwise they are float.</summary>
    public bool IsDouble => twice is not null;

    /// <summary>How raw values become states and back: JSON that the library stores but does not read. None by default.</summary>
    public string? Encodings { get; init; }

    /// <summary>The settings that train the same model again: JSON that the library stores but does not read. None by default.</summary>
    public string? Settings { get; init; }

    /// <summary>Learning rule, error measure, batches and order of the training as JSON, as <see cref="Of{T}(Trainer{T})"/> writes it; null where the net was not trained.</summary>
    public string? Training { get; init; }

    /// <summary>The history of the training; null if the net was not trained.</summary>
    public History? History { get; init; }

    /// <summary>A model of a net of either precision. The net is not copied.</summary>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="network">The net; later changes of its weights are changes of the model.</param>
    /// <returns>The model.</returns>
    public static Model Of<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network is Network<float> floats ? new Model(floats) : new Model((Network<double>)(object)network);

    /// <summary>A model of what a trainer has trained, with its history.</summary>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="trainer">The trainer; the model has its net and its history.</param>
    /// <returns>The model.</returns>
    public static Model Of<T>(Trainer<T> trainer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return Of(trainer.Network) with { Training = TrainingJson.Write(trainer), History = trainer.History };
    }

    /// <summary>The net in a precision: the model's own object if that is its precision, otherwise a copy with every weight rounded or widened.</summary>
    /// <typeparam name="T">The precision to get it in: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The net.</returns>
    public Network<T> Network<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (single as Network<T>) ?? (twice as Network<T>) ?? single?.Copy<T>() ?? twice!.Copy<T>();

    /// <summary>Writes the file, or leaves what is there: a kill at any moment leaves the old file or the new one.</summary>
    /// <param name="path">The file to create or replace, by custom "….safetensors".</param>
    /// <exception cref="ModelFileException">It cannot be written, or the model holds what <see cref="Load(string, ReadOnlySpan{UnitFunction})"/> refuses, such as a weight that is not finite.</exception>
    /// <exception cref="ArgumentException"><see cref="Encodings"/>, <see cref="Settings"/> or <see cref="Training"/> is not JSON.</exception>
    public void Save(string path) => ModelFile.Writer(this, path).Save(path);

    /// <summary>Writes the content of the file to a stream, which stays open.</summary>
    /// <param name="stream">A stream to write to; it need not be seekable.</param>
    /// <exception cref="ModelFileException">The model holds what <see cref="Load(Stream, ReadOnlySpan{UnitFunction})"/> refuses, such as a weight that is not finite; nothing is then written.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="ArgumentException"><see cref="Encodings"/>, <see cref="Settings"/> or <see cref="Training"/> is not JSON.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFile.Writer(this, SafetensorsReader.NameOf(stream)).Write(stream);
    }

    /// <summary>The content of the file.</summary>
    /// <returns>The bytes that <see cref="Save(string)"/> writes.</returns>
    /// <exception cref="ModelFileException">The model holds what <see cref="Load(byte[], ReadOnlySpan{UnitFunction})"/> refuses, such as a weight that is not finite.</exception>
    /// <exception cref="ArgumentException"><see cref="Encodings"/>, <see cref="Settings"/> or <see cref="Training"/> is not JSON.</exception>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        Save(stream);
        return stream.ToArray();
    }

    /// <summary>
    /// Finds out before a long training whether <see cref="Save(string)"/> can write a file: the folder exists and may be written to, an old file is
    /// not read-only, the name is not too long, it is not a device, the disk is not full. Changes nothing.
    /// </summary>
    /// <param name="path">The file that will be created or replaced.</param>
    /// <param name="bytes">About how long the file will be; four or eight bytes per weight.</param>
    /// <exception cref="ModelFileException">The file could not be written; the message says why.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is below 0.</exception>
    public static void CheckWritable(string path, long bytes = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        AtomicFile.Check(path, bytes, ModelFileException.Of);
    }

    /// <summary>Reads a model or the model in a checkpoint, checking all of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unitFunctions">Unit functions of your own that the net uses.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">No such file, another kind of file, one that is truncated, altered or inconsistent; the message says which.</exception>
    public static Model Load(string path, params ReadOnlySpan<UnitFunction> unitFunctions)
    {
        using var file = SafetensorsReader.Open(path);
        return ModelFile.Read(file, unitFunctions);
    }

    /// <summary>Reads a model or the model in a checkpoint from a stream, from its position to its end, checking all of it. The stream stays open.</summary>
    /// <param name="stream">A stream that holds a model; one that is not seekable is read into memory.</param>
    /// <param name="unitFunctions">Unit functions of your own that the net uses.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">It cannot be read, or its content is truncated, altered, inconsistent or not a model; the message says which.</exception>
    public static Model Load(Stream stream, params ReadOnlySpan<UnitFunction> unitFunctions)
    {
        using var file = SafetensorsReader.Open(stream);
        return ModelFile.Read(file, unitFunctions);
    }

    /// <summary>Reads a model or the model in a checkpoint from the content of its file, checking all of it.</summary>
    /// <param name="content">The whole content.</param>
    /// <param name="unitFunctions">Unit functions of your own that the net uses.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">The content is truncated, altered, inconsistent or not a model; the message says which.</exception>
    public static Model Load(byte[] content, params ReadOnlySpan<UnitFunction> unitFunctions)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var stream = new MemoryStream(content, writable: false);
        return Load(stream, unitFunctions);
    }

    /// <summary>The topology in words.</summary>
    public override string ToString() => Topology.ToString();
}
