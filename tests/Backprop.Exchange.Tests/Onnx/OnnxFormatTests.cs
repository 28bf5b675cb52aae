using Backprop.Data;
using Backprop.Onnx;
using Google.Protobuf;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Exchange.Tests;

public sealed class OnnxFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_exported_net_comes_back_with_the_same_answers()
    {
        var path = folder.Write("net.onnx", "");
        var net = new Network<double>(Topology.Layered(3, 4, 2)).Randomize(seed: 1, range: 1);
        OnnxFile.Export(net, path, new OnnxOptions { DoublePrecision = true });

        var imported = ForeignFile.Read([path]);

        Assert.Equal("ONNX model", imported.Format);
        Assert.Equal(net.Run(0.1, 0.2, 0.3), imported.Model!.Network<double>().Run(0.1, 0.2, 0.3));
    }

    [Fact]
    public void A_model_that_was_exported_with_its_encodings_takes_raw_rows_again()
    {
        var path = folder.Write("net.onnx", "");
        var encoding = new TableEncoding([new NumberEncoding("length", 5, 2), new NumberEncoding("width", 1, 3)], [new CategoryEncoding("species", ["a", "b"])]);
        var net = new Network<double>(TableNet.Layered(encoding, [3], UnitFunction.Tanh)).Randomize(seed: 1, range: 1);
        OnnxFile.Export(net, path, new OnnxOptions { DoublePrecision = true, Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["encodings"] = encoding.ToJson() } });

        var imported = ForeignFile.Read([path]);

        Assert.Equal(encoding.ToJson(), imported.Model!.Encodings);
        Assert.Equal(new TableModel(new Model(net) { Encodings = encoding.ToJson() }).Predict(Row).Single().Probabilities, new TableModel(imported.Model).Predict(Row).Single().Probabilities);
    }

    [Fact]
    public void Encodings_that_do_not_fit_the_graph_are_left_out_and_said()
    {
        var path = folder.Write("net.onnx", "");
        OnnxFile.Export(new Network<double>(Topology.Layered(2, 1)), path, new OnnxOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["encodings"] = "{}" } });

        var imported = ForeignFile.Read([path]);

        Assert.Null(imported.Model!.Encodings);
        Assert.Contains("do not fit it and are left out", Assert.Single(imported.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_classifier_whose_graph_names_its_classes_takes_raw_rows_and_answers_with_a_class()
    {
        var path = folder.Write("classifier.onnx", "");
        var graph = new GraphBuilder("other", DataType.Float);
        graph.Input("x", "", 2);
        var sum = graph.Node("Add", "sum", [graph.Node("MatMul", "product", ["x", graph.Constant("w", [1, -1, 2, 0, 1, -2], [2, 3])]), graph.Constant("b", [0.5, 0, -0.5], [3])]);
        graph.Output(graph.Node("ZipMap", "map", [graph.Node("Softmax", "probabilities", [sum])]), "", 3);
        var model = graph.Build("", []);
        var zip = model.Graph.Node[^1];
        zip.Domain = GraphBuilder.MachineLearning;
        string[] classes = ["red", "green", "blue"];
        zip.Attribute.Add(new Backprop.Onnx.Schema.AttributeProto { Name = "classlabels_strings", Type = Backprop.Onnx.Schema.AttributeProto.Types.AttributeType.Strings, Strings = { classes.Select(ByteString.CopyFromUtf8) } });
        model.OpsetImport.Add(new Backprop.Onnx.Schema.OperatorSetIdProto { Domain = GraphBuilder.MachineLearning, Version = 1 });
        File.WriteAllBytes(path, model.ToByteArray());

        var answer = Assert.Single(new TableModel(ForeignFile.Read([path]).Model!).Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["input 1"] = 1.0, ["input 2"] = 2.0 }));

        // Totals 1.5, 1, −2.5.
        double[] powers = [Math.Exp(1.5), Math.Exp(1), Math.Exp(-2.5)];
        Assert.Equal("red", answer.Text);
        for (var k = 0; k < 3; k++) Assert.Equal(powers[k] / powers.Sum(), answer.Probabilities[k], 1e-6);
    }

    private static readonly Dictionary<string, object?> Row = new(StringComparer.Ordinal) { ["length"] = 4.0, ["width"] = 2.0 };

    [Fact]
    public void Graphs_of_other_programs_are_recognized() =>
        Assert.True(new OnnxFormat().Recognizes(ForeignText.Open(Sample.Path("logits_and_probs.onnx")).Start));

    [Fact]
    public void A_damaged_file_is_one_line_that_names_it_once()
    {
        var bytes = File.ReadAllBytes(Sample.Path("logits_and_probs.onnx"));
        var path = folder.Write("cut.onnx", "");
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);

        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([path]));

        Assert.Equal(2, refused.Message.Split("cut.onnx").Length);
    }
}
