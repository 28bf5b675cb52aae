using static Backprop.Onnx.Schema.AttributeProto.Types;
using static Backprop.Onnx.Schema.TensorProto.Types;
using static Backprop.Onnx.Tests.ImportedFile;

namespace Backprop.Onnx.Tests;

/// <summary>What a classifier does after its probabilities: the net ends with them, and the classes are names of their units.</summary>
public sealed class LabelTailsTests : IDisposable
{
    private readonly ImportedFile file = new();

    public void Dispose() => file.Dispose();

    // The nodes of an MLPClassifier as skl2onnx writes them.
    private void Write(bool two, string[]? texts, bool zipped = true, bool withProbabilities = true)
    {
        var classes = two ? 2 : 3;
        file.Write([0, 0], graph =>
        {
            var cast = graph.Node("Cast", "cast_input", ["x"], ("to", (int)DataType.Float));
            var product = graph.Node("MatMul", "mul_result", [cast, graph.Constant("coefficient", Numbers(4 * (two ? 1 : 3)), [4, two ? 1 : 3])]);
            var sum = graph.Node("Add", "add_result", [product, graph.Constant("intercepts", Numbers(two ? 1 : 3), [1, two ? 1 : 3])]);
            var answer = graph.Node(two ? "Sigmoid" : "Softmax", "out_activations_result", [sum]);
            var probabilities = !two ? answer : graph.Node("Concat", "probabilities_of_both", [graph.Node("Sub", "negative", [graph.Constant("unity", [1], []), answer]), answer], ("axis", 1));
            var best = graph.Node("ArgMax", "argmax_output", [probabilities], ("axis", 1));
            var names = texts is null ? graph.Constant("classes", [.. Enumerable.Range(5, classes).Select(k => (double)k)], [classes], DataType.Int64) : graph.Constant("classes", new GraphTensor([classes], null, texts), DataType.String);
            var extracted = graph.Node("ArrayFeatureExtractor", "extracted", [names, best]);
            var label = graph.Node("Reshape", "label", [extracted, graph.Constant("shape", [-1], [1], DataType.Int64)]);
            var map = graph.Node(zipped ? "ZipMap" : "Identity", "map", [probabilities]);
            graph.Output(map, "", classes);
            return label;
        }, model =>
        {
            foreach (var node in model.Graph.Node)
            {
                if (node.OpType is "ArrayFeatureExtractor" or "ZipMap") node.Domain = GraphBuilder.MachineLearning;
                if (node.OpType != "ZipMap") continue;
                var labels = new Schema.AttributeProto { Name = texts is null ? "classlabels_int64s" : "classlabels_strings", Type = texts is null ? AttributeType.Ints : AttributeType.Strings };
                if (texts is null) labels.Ints.AddRange(Enumerable.Range(5, classes).Select(k => (long)k));
                else labels.Strings.AddRange(texts.Select(Google.Protobuf.ByteString.CopyFromUtf8));
                node.Attribute.Add(labels);
            }
            model.OpsetImport.Add(new Schema.OperatorSetIdProto { Domain = GraphBuilder.MachineLearning, Version = 1 });
            // The label comes first, as a list; a sequence of maps has no tensor type.
            (model.Graph.Output[0], model.Graph.Output[1]) = (model.Graph.Output[1], model.Graph.Output[0]);
            if (zipped) model.Graph.Output[1].Type = null;
            if (!withProbabilities) model.Graph.Output.RemoveAt(1);
            model.Graph.Output[0].Type.TensorType.ElemType = (int)(texts is null ? DataType.Int64 : DataType.String);
            model.Graph.Output[0].Type.TensorType.Shape = null;
        });
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void The_probabilities_are_the_output_and_the_classes_name_its_units(bool two, bool texts, bool zipped)
    {
        string[]? names = texts ? two ? ["no", "yes"] : ["setosa", "versicolor", "virginica"] : null;
        Write(two, names, zipped);
        var import = OnnxFile.Read<double>(file.Path);
        var output = Assert.Single(import.Network.Topology.Outputs);
        Assert.Equal(UnitFunction.Softmax, output.UnitFunction);
        var columns = Assert.Single(import.Outputs);
        Assert.Equal(output.Name, columns.Name);
        Assert.Equal(new OnnxCategory("label", names ?? (two ? ["5", "6"] : ["5", "6", "7"])), Assert.Single(columns.Columns));
        Assert.Contains("output 'label', the class, is left out", Assert.Single(import.Notes), StringComparison.Ordinal);

        // The answers, by hand: one layer.
        double[] x = [0.5, -1, 2, 0.25], weights = Numbers(4 * (two ? 1 : 3)), biases = Numbers(two ? 1 : 3);
        double[] totals = [.. biases.Select((bias, unit) => bias + x.Select((value, k) => value * weights[(k * biases.Length) + unit]).Sum())];
        double[] expected = two ? [1 / (1 + Math.Exp(totals[0])), 1 / (1 + Math.Exp(-totals[0]))] : [.. totals.Select(total => Math.Exp(total) / totals.Sum(Math.Exp))];
        foreach (var (a, b) in expected.Zip(import.Network.Run(x))) Assert.Equal(a, b, 1e-12);
    }

    [Fact]
    public void A_label_alone_is_the_probabilities_that_it_is_taken_from()
    {
        Write(two: false, ["a", "b", "c"], zipped: true, withProbabilities: false);
        var import = OnnxFile.Read<double>(file.Path);
        Assert.Equal("out_activations_result", Assert.Single(import.Network.Topology.Outputs).Name);
        Assert.Equal(["a", "b", "c"], ((OnnxCategory)Assert.Single(import.Outputs).Columns[0]).Categories);
    }

    [Fact]
    public void The_index_of_logits_names_no_classes()
    {
        file.Write([0, 3], graph =>
        {
            var logits = graph.Node("MatMul", "logits", ["x", graph.Constant("w", Numbers(9), [3, 3])]);
            graph.Output(graph.Node("Softmax", "p", [logits]), "", 3);
            return graph.Node("ArgMax", "best", [logits], ("axis", -1));
        });
        var import = OnnxFile.Read<double>(file.Path);
        Assert.Equal(["x", "p"], import.Network.Topology.Groups.Select(group => group.Name));
        Assert.Equal("output 'best', the index of the greatest of 'p', is left out", Assert.Single(import.Notes));
        Assert.Empty(import.Outputs);
    }

    [Fact]
    public void Computing_with_a_class_is_refused_by_node_name()
    {
        file.Write([0, 3], graph => graph.Node("Add", "odd", [graph.Node("ArgMax", "best", ["x"], ("axis", 1)), graph.Constant("one", [1], [1], DataType.Int64)]));
        Assert.Contains("node 'odd' (Add) computes with the class of the greatest value", file.Refusal(), StringComparison.Ordinal);
    }
}
