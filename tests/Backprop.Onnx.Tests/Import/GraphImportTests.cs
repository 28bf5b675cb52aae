using Google.Protobuf;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx.Tests;

/// <summary>Graphs as other programs write them.</summary>
public sealed class GraphImportTests : IDisposable
{
    private readonly OnnxRuntime runtime = new();
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("backprop-onnx-").FullName, "net.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "Samples", name);

    private void Write(Action<GraphBuilder> describe, Action<Schema.ModelProto>? change = null)
    {
        var builder = new GraphBuilder("other", DataType.Double);
        describe(builder);
        var model = builder.Build("", [], operatorSet: 17);
        model.ProducerName = "another program";
        change?.Invoke(model);
        File.WriteAllBytes(path, model.ToByteArray());
    }

    private static string Input(GraphBuilder graph, int size)
    {
        var name = graph.Unique("x");
        graph.Input(name, "", size);
        return name;
    }

    private static double[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(k => ((k * 37 % 23) - 11) / 8.0)];

    // The imported net against the graph's own definition.
    private Network<double> Same(Action<GraphBuilder> describe)
    {
        Write(describe);
        var net = OnnxFile.Import<double>(path);
        var result = OnnxFile.Verify(net, path, new OnnxOptions { DoublePrecision = true }, rows: 50);
        Assert.InRange(result.LargestDifference, 0, 1e-12);
        return net;
    }

    [Fact]
    public void MatMul_and_Add_as_a_linear_layer()
    {
        var net = Same(graph =>
        {
            var x = Input(graph, 3);
            var product = graph.Node("MatMul", "p", [x, graph.Constant("w", Numbers(6), [3, 2])]);
            var hidden = graph.Node("Tanh", "h", [graph.Node("Add", "s", [graph.Constant("b", Numbers(2), [2]), product])]);
            graph.Output(graph.Node("Sigmoid", "y", [graph.Node("MatMul", "q", [hidden, graph.Constant("v", Numbers(2), [2, 1])])]), "", 1);
        });
        Assert.Equal(["x", "h", "y"], net.Topology.Groups.Select(group => group.Name));
        Assert.NotNull(net.Topology["h"].Biases);
        Assert.Null(net.Topology["y"].Biases);
    }

    [Fact]
    public void Factors_of_Gemm_standardized_inputs_and_a_linear_end()
    {
        var net = Same(graph =>
        {
            var centered = graph.Node("Sub", "centered", [Input(graph, 4), graph.Constant("mean", Numbers(4), [1, 4])]);
            var scaled = graph.Node("Div", "scaled", [centered, graph.Constant("deviation", [2, 0.5, 4, 1.25], [4])]);
            var hidden = graph.Node("Relu", "h", [graph.Node("Gemm", "g", [scaled, graph.Constant("w", Numbers(12), [4, 3]), graph.Constant("b", [0.3], [1])], ("alpha", 0.5f), ("beta", 2f))]);
            var end = graph.Node("Gemm", "end", [hidden, graph.Constant("v", Numbers(3), [1, 3])], ("transB", 1));
            graph.Output(graph.Node("Mul", "y", [end, graph.Constant("factor", [3], [])]), "", 1);
        });
        Assert.Equal(UnitFunction.Identity, net.Topology["y"].UnitFunction);
    }

    [Fact]
    public void Concat_is_several_projections_and_a_residual_Add_a_frozen_one()
    {
        var net = Same(graph =>
        {
            var x = Input(graph, 3);
            var h = graph.Node("Tanh", "h", [graph.Node("Gemm", "g", [x, graph.Constant("w", Numbers(9), [3, 3])])]);
            var residual = graph.Node("Softplus", "r", [graph.Node("Add", "a", [h, x])]);
            var all = graph.Node("Concat", "all", [x, residual, x], ("axis", -1));
            graph.Output(graph.Node("Softmax", "y", [graph.Node("MatMul", "m", [graph.Node("Flatten", "flat", [all]), graph.Constant("v", Numbers(18), [9, 2])])]), "", 2);
        });
        Assert.True(net.Topology.GetWeights("h->r").IsOneToOne);
        Assert.True(net.Topology.GetWeights("h->r").Frozen);
        Assert.Equal(["x", "r"], net.Topology["y"].Incoming.Select(projection => projection.From.Name));
    }

    [Fact]
    public void Constant_nodes_Dropout_and_outputs_in_another_order_than_they_are_computed()
    {
        Write(
            graph =>
            {
                var x = Input(graph, 2);
                var half = graph.Node("Constant", "half", []);
                var h = graph.Node("Dropout", "drop", [graph.Node("Sigmoid", "h", [graph.Node("Mul", "m", [x, half])])]);
                var late = graph.Node("Tanh", "late", [graph.Node("MatMul", "p", [h, graph.Constant("w", Numbers(2), [2, 1])])]);
                graph.Output(late, "", 1);
                graph.Output(graph.Node("Relu", "early", [graph.Node("MatMul", "q", [x, graph.Constant("v", Numbers(2), [2, 1])])]), "", 1);
            },
            model =>
            {
                model.Graph.Node[0].Attribute.Add(new Schema.AttributeProto { Name = "value", Type = Schema.AttributeProto.Types.AttributeType.Tensor, T = new GraphTensor([1], [0.5]).ToProto("", DataType.Double) });
            });
        var net = OnnxFile.Import<double>(path);
        Assert.Equal(["x", "h", "late", "early"], net.Topology.Groups.Select(group => group.Name));
        Assert.Equal(["late", "early"], net.Topology.Outputs.Select(group => group.Name));
        Assert.InRange(OnnxFile.Verify(net, path, new OnnxOptions { DoublePrecision = true }, rows: 50).LargestDifference, 0, 1e-12);
    }

    [Fact]
    public void A_constant_used_twice_is_shared()
    {
        var net = Same(graph =>
        {
            var w = graph.Constant("w", Numbers(4), [2, 2]);
            var h = graph.Node("Tanh", "h", [graph.Node("MatMul", "p", [Input(graph, 2), w])]);
            graph.Output(graph.Node("Tanh", "y", [graph.Node("MatMul", "q", [h, w])]), "", 2);
        });
        Assert.Equal(2, net.Topology.Blocks.Single().Copies);
    }

    [Fact]
    public void Logits_and_probabilities_come_in_the_order_of_the_file()
    {
        var net = OnnxFile.Import<float>(Sample("logits_and_probs.onnx"));
        var answer = net.Run(0.1f, -0.2f, 0.3f, 0.4f);
        foreach (var (expected, actual) in new[] { 0.2058, -0.2917, 0.6219, 0.3781 }.Zip(answer)) Assert.Equal(expected, actual, 1e-4);
    }

    [Fact]
    public void Two_heads_come_in_the_order_of_the_file()
    {
        var net = OnnxFile.Import<float>(Sample("twooutputs.onnx"));
        var theirs = runtime.Run(Sample("twooutputs.onnx"), new Dictionary<string, OnnxTensor>(StringComparer.Ordinal) { [net.Topology.Inputs[0].Name] = new(OnnxElement.Float, [1, 4], [0.1f, -0.2f, 0.3f, 0.4f]) });
        var answer = net.Run(0.1f, -0.2f, 0.3f, 0.4f);
        Assert.Equal(answer.Length, theirs.Sum(output => output.Value.Numbers.Count));
        foreach (var (expected, actual) in theirs.SelectMany(output => output.Value.Numbers).Zip(answer)) Assert.Equal(expected, actual, 1e-6);
    }

    [Fact]
    public void A_hidden_value_before_or_after_what_it_feeds_is_an_output_at_its_place()
    {
        foreach (var hiddenFirst in new[] { true, false })
        {
            var net = Same(graph =>
            {
                var hidden = graph.Node("Tanh", "h", [graph.Node("MatMul", "p", [Input(graph, 3), graph.Constant("w", Numbers(6), [3, 2])])]);
                var end = graph.Node("Sigmoid", "y", [graph.Node("MatMul", "q", [hidden, graph.Constant("v", Numbers(2), [2, 1])])]);
                if (hiddenFirst) graph.Output(hidden, "", 2);
                graph.Output(end, "", 1);
                if (!hiddenFirst) graph.Output(hidden, "", 2);
            });
            Assert.Equal(hiddenFirst ? ["h", "y"] : ["y", "h"], net.Topology.Outputs.Select(group => group.Name));
        }
    }

    [Fact]
    public void An_input_and_an_alias_of_an_output_are_outputs_of_their_own()
    {
        var net = Same(graph =>
        {
            var x = Input(graph, 2);
            var h = graph.Node("Tanh", "h", [graph.Node("MatMul", "p", [x, graph.Constant("w", Numbers(4), [2, 2])])]);
            graph.Output(graph.Node("Dropout", "same", [h]), "", 2);
            graph.Output(x, "", 2);
            graph.Output(h, "", 2);
        });
        Assert.Equal(6, net.Run(1, 2).Length);
        Assert.Equal([1.0, 2.0], net.Run(1, 2)[2..4]);
        Assert.Equal(net.Run(1, 2)[..2], net.Run(1, 2)[4..]);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(1e300, "1E+300")]
    public void A_weight_that_is_not_a_finite_number_is_refused_by_name(double value, string shown)
    {
        Write(graph => graph.Output(graph.Node("Tanh", "y", [graph.Node("Gemm", "p", [Input(graph, 2), graph.Constant("w", [1, value, 3, 4], [2, 2]), graph.Constant("b", [0, 0], [2])])]), "", 2));
        Assert.Contains($"the weights from 'x' to 'y' hold {shown}; a weight must be a finite number", Assert.Throws<ModelFileException>(() => OnnxFile.Import<float>(path)).Message, StringComparison.Ordinal);
        Write(graph => graph.Output(graph.Node("Tanh", "y", [graph.Node("Gemm", "p", [Input(graph, 2), graph.Constant("w", [1, 2, 3, 4], [2, 2]), graph.Constant("b", [0, value], [2])])]), "", 2));
        Assert.Contains($"the biases of 'y' hold {shown}", Assert.Throws<ModelFileException>(() => OnnxFile.Import<float>(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mask_of_Dropout_and_dropping_at_random_are_refused_by_name()
    {
        void Refused(Action<Schema.ModelProto> change, string problem)
        {
            Write(graph => graph.Output(graph.Node("Tanh", "y", [graph.Node("Dropout", "drop", [Input(graph, 2), graph.Constant("ratio", [0.5], []), graph.Constant("training", [1], [], DataType.Bool)])]), "", 2), change);
            Assert.Contains(problem, Assert.Throws<ModelFileException>(() => OnnxFile.Import<float>(path)).Message, StringComparison.Ordinal);
        }
        void Mask(Schema.ModelProto model)
        {
            model.Graph.Node[0].Output.Add("mask");
            model.Graph.Node[0].Input.RemoveAt(2);
        }
        Refused(_ => { }, "node 'drop' (Dropout) drops units at random");
        Refused(model => { Mask(model); model.Graph.Output[0].Name = "mask"; }, "its output 'mask' uses 'mask', a further output of another node");
        Refused(model => { Mask(model); model.Graph.Node[1].Input[0] = "mask"; }, "node 'y' (Tanh) uses 'mask', a further output of another node");
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "Conv", "node 'odd' (Conv) is not supported" },
        { "LSTM", "node 'odd' (LSTM) is not supported" },
        { "Mul", "node 'odd' (Mul) multiplies units by units" },
        { "Div", "node 'odd' (Div) divides by something that is not a constant" },
        { "MatMul", "node 'odd' (MatMul) multiplies by something that is not a constant matrix" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Anything_else_is_refused_by_node_name(string operation, string problem)
    {
        Write(graph =>
        {
            var x = Input(graph, 2);
            graph.Output(graph.Node(operation, "odd", [x, x]), "", 2);
        });
        Assert.Equal($"{path}: {problem}", Assert.Throws<ModelFileException>(() => OnnxFile.Import<float>(path)).Message.Replace(", which is not supported", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_that_break_the_format_are_refused_in_one_line()
    {
        void Refused(Action<Schema.ModelProto> change, string problem)
        {
            Write(graph => graph.Output(graph.Node("Tanh", "y", [graph.Node("MatMul", "p", [Input(graph, 2), graph.Constant("w", Numbers(4), [2, 2])])]), "", 2), change);
            Assert.Contains(problem, Assert.Throws<ModelFileException>(() => OnnxFile.Import<float>(path)).Message, StringComparison.Ordinal);
        }
        Refused(model => model.Graph = null, "not an ONNX file");
        Refused(model => model.OpsetImport[0].Version = 6, "operator set 6");
        Refused(model => model.Graph.Node[0].Input[0] = "z", "uses 'z', which nothing before it makes");
        Refused(model => model.Graph.Node[1].Output[0] = "p", "makes 'p', which exists already");
        Refused(model => model.Graph.Output[0].Name = "z", "nothing makes its output 'z'");
        Refused(model => model.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue = 2_000_000_000, "its input 'x' is of shape [batch, 2000000000]; expected [batch, units]");
        Refused(model => model.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue = 3, "multiplies 3 units by weights of shape [2, 2]");
        Refused(model => model.Graph.Initializer[0].Dims[0] = 1L << 40, "absurd shape");
        Refused(model => model.Graph.Initializer[0].Dims[0] = 7, "does not hold 14 values");
        Refused(model => model.Graph.Initializer[0].DataLocation = Schema.TensorProto.Types.DataLocation.External, "in another file");
        Refused(model => model.Graph.Initializer[0].DataType = 14, "element type 14");
        File.WriteAllText(path, "a,b\n1,2\n");
        Assert.Contains("not an ONNX file", Assert.Throws<ModelFileException>(() => OnnxFile.Import<float>(path)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no such file", Assert.Throws<ModelFileException>(() => OnnxFile.Import<float>(path + "x")).Message, StringComparison.Ordinal);
    }
}
