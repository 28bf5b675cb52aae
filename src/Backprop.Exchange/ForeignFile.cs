using Backprop.Onnx;

namespace Backprop.Exchange;

/// <summary>Reads the networks and cases that other programs write. The format is recognized by content, not by the name of the file.</summary>
/// <example>
/// <code>
/// OnnxFile.Export(new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(seed: 1), "net.onnx");
/// var imported = ForeignFile.Read(["net.onnx"]);
/// foreach (var note in imported.Notes)
///     Console.WriteLine(note);
/// imported.Model?.Save("net.safetensors");
/// </code>
/// </example>
public static class ForeignFile
{
    /// <summary>Every format, those that are told by few marks last.</summary>
    private static readonly IForeignFormat[] Formats =
    [
        new OnnxFormat(), new MlpFormat(), new SnnsFormat(), new RNnetFormat(), new SynapticFormat(), new ScikitLearnFormat(), new BrainJsFormat(), new WekaFormat(), new LensFormat(), new TlearnFormat(), new FannFormat(), new PdpFormat(),
    ];

    /// <summary>Reads files that belong together, such as a net and its cases, or one file.</summary>
    /// <param name="paths">The files, at least one.</param>
    /// <param name="options">How they are read; null: as the defaults say.</param>
    /// <returns>What the files hold.</returns>
    /// <exception cref="ForeignFileException">There is no such file, its format is not known, it is damaged, or holds what a net cannot express.</exception>
    /// <exception cref="ArgumentException">There are no paths.</exception>
    public static Imported Read(IReadOnlyList<string> paths, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) throw new ArgumentException("At least one file must be named.", nameof(paths));
        ForeignText[] files = [.. paths.Select(ForeignText.Open)];
        var all = Array.Find(Formats, format => Array.TrueForAll(files, file => format.Recognizes(file.Start)));
        return Read(all ?? throw NotRecognized(files), files, options);
    }

    /// <summary>Whether a file is of a format that <see cref="Read(IReadOnlyList{string}, ImportOptions?)"/> knows, by its first bytes. Of a few formats the marks are few, so that another program's file may have them too.</summary>
    internal static bool Recognizes(string path)
    {
        var start = ForeignText.Open(path).Start;
        return Array.Exists(Formats, format => format.Recognizes(start));
    }

    /// <summary>Reads a network of FANN (.net), with cases (.data) if there are any.</summary>
    /// <param name="path">The network, from fann_save.</param>
    /// <param name="cases">Files of cases; none by default.</param>
    /// <param name="options">How they are read; null: as the defaults say.</param>
    /// <returns>What the files hold.</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadFann(string path, IReadOnlyList<string>? cases = null, ImportOptions? options = null) =>
        Read(new FannFormat(), [.. (cases ?? []).Prepend(path).Select(ForeignText.Open)], options);

    /// <summary>Reads a net of R's package nnet.</summary>
    /// <param name="path">The text that the R function of docs/coming-from.md writes.</param>
    /// <returns>What the file holds.</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadRNnet(string path) => Read(new RNnetFormat(), [ForeignText.Open(path)], options: null);

    /// <summary>Reads a net of brain.js 1.x.</summary>
    /// <param name="path">The JSON of its toJSON().</param>
    /// <returns>What the file holds.</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadBrainJs(string path) => Read(new BrainJsFormat(), [ForeignText.Open(path)], options: null);

    /// <summary>Reads a net of synaptic 1.x.</summary>
    /// <param name="path">The JSON of its toJSON().</param>
    /// <returns>What the file holds.</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadSynaptic(string path) => Read(new SynapticFormat(), [ForeignText.Open(path)], options: null);

    /// <summary>Reads an MLPClassifier or MLPRegressor of scikit-learn.</summary>
    /// <param name="path">The JSON that the Python function of docs/coming-from.md writes.</param>
    /// <returns>What the file holds.</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadScikitLearn(string path) => Read(new ScikitLearnFormat(), [ForeignText.Open(path)], options: null);

    /// <summary>Reads a MultilayerPerceptron of Weka.</summary>
    /// <param name="text">The text that Weka writes of it.</param>
    /// <param name="arff">The ARFF file of the training rows, which has the ranges that the text lacks.</param>
    /// <returns>What the files hold.</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadWeka(string text, string arff) => Read(new WekaFormat(), [ForeignText.Open(text), ForeignText.Open(arff)], options: null);

    /// <summary>Reads a multi-layer perceptron of OpenCV: what ANN_MLP::save writes as YAML, XML or JSON.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; null: as the defaults say.</param>
    /// <returns>What the file holds; the model takes raw rows, with columns "input 1", "input 2" … and "output 1" ….</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadOpenCv(string path, ImportOptions? options = null) => Read(new MlpFormat(), [ForeignText.Open(path)], options);

    /// <summary>Reads a network of Lens, or examples alone.</summary>
    /// <param name="path">The script that builds the network (.in), or examples (.ex).</param>
    /// <param name="others">Its examples and weights, both in the text form; none by default.</param>
    /// <returns>What the files hold; cases of a recurrent network are sequences.</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadLens(string path, IReadOnlyList<string>? others = null) =>
        Read(new LensFormat(), [.. (others ?? []).Prepend(path).Select(ForeignText.Open)], options: null);

    /// <summary>Reads a net of tlearn.</summary>
    /// <param name="configuration">The configuration of the net (.cf).</param>
    /// <param name="others">Its patterns (.data, .teach), resets (.reset) and weights (.wts); none by default.</param>
    /// <returns>What the files hold; cases of a recurrent net are sequences, from reset to reset.</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadTlearn(string configuration, IReadOnlyList<string>? others = null) =>
        Read(new TlearnFormat(), [.. (others ?? []).Prepend(configuration).Select(ForeignText.Open)], options: null);

    /// <summary>Reads a network of SNNS or JavaNNS (.net), with patterns (.pat) and results (.res) if there are any.</summary>
    /// <param name="path">The network.</param>
    /// <param name="others">Patterns, and results of the network, which are compared with what it gives here; none by default.</param>
    /// <returns>What the files hold.</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadSnns(string path, IReadOnlyList<string>? others = null) => ReadTogether(new SnnsFormat(), path, others);

    /// <summary>Reads a network of the program bp of the PDP handbook (.NET), with patterns (.PAT), a script (.STR) and weights (.WTS) if there are any.</summary>
    /// <param name="path">The network.</param>
    /// <param name="others">The other files; none by default.</param>
    /// <returns>What the files hold; without weights no model.</returns>
    /// <exception cref="ForeignFileException">There is no such file, it is damaged or another kind of file, or holds what a net cannot express.</exception>
    public static Imported ReadPdp(string path, IReadOnlyList<string>? others = null) => ReadTogether(new PdpFormat(), path, others);

    private static Imported ReadTogether(IForeignFormat format, string path, IReadOnlyList<string>? others)
    {
        ForeignText[] files = [.. (others ?? []).Prepend(path).Select(ForeignText.Open)];
        return Array.Find(files, file => !format.Recognizes(file.Start)) is { } other
            ? throw other.Problem($"is not a file of this kind: {format.Name}")
            : Read(format, files, options: null);
    }

    private static Imported Read(IForeignFormat format, ForeignText[] files, ImportOptions? options)
    {
        try
        {
            return format.Read(files, options ?? new ImportOptions());
        }
        catch (Exception e) when (e is TopologyException or CasesException)
        {
            throw new ForeignFileException(e.Message, files[0].Path, innerException: e);
        }
    }

    private static ForeignFileException NotRecognized(ForeignText[] files)
    {
        var formats = Array.ConvertAll(files, file => Array.Find(Formats, format => format.Recognizes(file.Start)));
        if (Array.IndexOf(formats, null) is >= 0 and var unknown)
            return files[unknown].Problem(files[unknown].Bytes.Length == 0 ? "is empty" : $"is not of a format that is recognized; these are: {string.Join(", ", Formats.Select(static format => format.Name))}");
        return files[1].Problem($"is of the format {formats[1]!.Name}, but {files[0].Path} of {formats[0]!.Name}; read them one by one");
    }
}
