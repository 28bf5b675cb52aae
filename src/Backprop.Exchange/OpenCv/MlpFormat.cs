using Backprop.Data;

namespace Backprop.Exchange;

/// <summary>Multi-layer perceptrons of OpenCV's module ml: cv::ml::ANN_MLP, as its save writes them.</summary>
internal sealed class MlpFormat : IForeignFormat
{
    private const string Root = "opencv_ml_ann_mlp";

    public string Name => "OpenCV ANN_MLP";

    public bool Recognizes(FileStart start) => start.Text.Contains(Root, StringComparison.Ordinal);

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        if (files.Count > 1) throw files[1].Problem($"is a second net beside {files[0].Path}; read them one by one");
        var file = files[0];
        var node = StorageReader.Read(file).Find(Root) ?? throw file.Problem($"has no '{Root}' at the top; this is not a net that ANN_MLP saved by itself");
        var mlp = new MlpFile(file, node);
        var model = Model(file, mlp);
        return new Imported(Name)
        {
            Topology = model.Topology,
            Model = model,
            Settings = MlpTraining.Settings(node.Find("training_params")),
            Notes = mlp.Notes,
        };
    }

    private static Model Model(ForeignText file, MlpFile mlp)
    {
        var graph = new UnitGraph(file);
        // The groups are those of the encodings: the inputs together, each output by itself.
        List<UnitGroup> below = [graph.Add("numbers", GroupRole.Input, mlp.Sizes[0], UnitFunction.Identity)];
        for (var layer = 1; layer < mlp.Sizes.Length; layer++)
        {
            var (rows, size) = (mlp.Sizes[layer - 1], mlp.Sizes[layer]);
            var weights = mlp.Weights[layer - 1];
            var isLast = layer == mlp.Sizes.Length - 1;
            List<UnitGroup> groups = isLast
                ? [.. Enumerable.Range(0, size).Select(k => graph.Add(OutputColumn(k), GroupRole.Output, 1, mlp.Function))]
                : [graph.Add(mlp.Sizes.Length == 3 ? "hidden" : FormattableString.Invariant($"hidden {layer}"), GroupRole.Hidden, size, mlp.Function)];
            var first = 0;
            foreach (var group in groups)
            {
                // A row of the file is an input, the last row the biases; ours are [to, from].
                var matrix = new double[group.Size * rows];
                for (var to = 0; to < group.Size; to++)
                {
                    for (var from = 0; from < rows; from++) matrix[(to * rows) + from] = mlp.Factor * weights[(from * size) + first + to];
                    group.Biases[to] = mlp.Factor * weights[(rows * size) + first + to];
                    // Of outputs the encoding scales the answer; a minus stays with the net, since a deviation is above 0.
                    group.HandOn(to, isLast ? Math.Sign(mlp.Scale) : mlp.Scale, 0);
                }
                graph.ConnectAll(below[0], group, matrix);
                first += group.Size;
            }
            below = groups;
        }
        var network = graph.ToNetwork();
        return new Model(network) { Encodings = Encodings(mlp).ToJson() };
    }

    private static TableEncoding Encodings(MlpFile mlp) => new(
        // x · scale + shift = (x − (−shift / scale)) / (1 / scale)
        [.. mlp.InputScale.Select((scale, k) => new NumberEncoding(FormattableString.Invariant($"input {k + 1}"), -scale.Shift / scale.Factor, 1 / scale.Factor))],
        [.. mlp.OutputScale.Select((scale, k) => new NumberEncoding(OutputColumn(k), scale.Shift, Math.Abs(mlp.Scale) * scale.Factor))]);

    private static string OutputColumn(int index) => FormattableString.Invariant($"output {index + 1}");
}
