using Google.Protobuf;
using static Backprop.Onnx.Schema.AttributeProto.Types;
using static Backprop.Onnx.Schema.TensorProto.Types;
using static Backprop.Onnx.Tests.ImportedFile;

namespace Backprop.Onnx.Tests;

/// <summary>Feed-forward graphs with what ordinary exporters write around and between the layers.</summary>
public sealed class OrdinaryGraphsTests : IDisposable
{
    private readonly ImportedFile file = new();

    public void Dispose() => file.Dispose();

    private static string Layer(GraphBuilder graph, string x, int from, int to, string name = "w") =>
        graph.Node("Add", name + "s", [graph.Node("MatMul", name + "p", [x, graph.Constant(name, Numbers(from * to), [from, to])]), graph.Constant(name + "b", Numbers(to, 3), [to])]);

    public static TheoryData<long[], string> Shapes => new()
    {
        { [0, 6], "nothing" },
        { [1, 6], "nothing" },
        { [8, 6], "nothing" },
        { [6], "nothing" },
        { [0, 0], "nothing" },
        { [0, 1, 6], "nothing" },
        { [0, 1, 6], "Flatten" },
        { [1, 1, 2, 3], "Flatten" },
        { [0, 6, 1, 1], "Flatten" },
        { [0, 2, 0], "Flatten" },
        { [1, 2, 3], "Reshape 1 6" },
        { [1, 2, 3], "Reshape 6" },
        { [0, 2, 3], "Reshape -1 6" },
        { [0, 2, 3], "Reshape 0 -1" },
        { [2, 3], "Reshape 6" },
        { [2, 3], "Reshape 1 -1" },
        { [0, 6, 1, 1], "Squeeze 2 3" },
        { [1, 6], "Squeeze 0" },
        { [6], "Unsqueeze 0" },
        { [0, 6], "Unsqueeze 1" },
        { [0, 1, 6], "Transpose 1 0 2" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Inputs_of_any_shape_that_keeps_the_units_of_a_case_together(long[] shape, string step)
    {
        var words = step.Split(' ');
        file.Write(shape, graph =>
        {
            var x = "x";
            double[] list = [.. words.Skip(1).Select(word => double.Parse(word, System.Globalization.CultureInfo.InvariantCulture))];
            if (words[0] == "Flatten") x = graph.Node("Flatten", "flat", [x]);
            else if (words[0] == "Transpose") x = graph.Node("Transpose", "turned", [x], ("perm", Array.ConvertAll(list, number => (long)number)));
            else if (words[0] != "nothing") x = graph.Node(words[0], "flat", [x, graph.Constant("list", list, [list.Length], DataType.Int64)]);
            return graph.Node("Tanh", "y", [Layer(graph, x, 6, 2)]);
        });
        // A batch of 8 is run one by one by us alone.
        var import = shape[0] == 8 ? OnnxFile.Read<double>(file.Path) : file.Same();
        Assert.Equal(6, import.Network.Topology.Inputs.Single().Size);
        Assert.Empty(import.Notes);
    }

    [Fact]
    public void The_number_of_cases_may_be_computed_as_older_exporters_do()
    {
        file.Write([0, 2, 3], graph =>
        {
            var count = graph.Node("Gather", "count", [graph.Node("Shape", "shape", ["x"]), graph.Constant("zero", [0], [], DataType.Int64)]);
            var list = graph.Node("Concat", "list", [graph.Node("Unsqueeze", "one", [count, graph.Constant("axes", [0], [1], DataType.Int64)]), graph.Constant("rest", [-1], [1], DataType.Int64)], ("axis", 0));
            return graph.Node("Tanh", "y", [Layer(graph, graph.Node("Reshape", "flat", ["x", list]), 6, 2)]);
        });
        file.Same();
    }

    [Fact]
    public void A_shape_that_makes_several_cases_of_one_is_refused_with_it()
    {
        file.Write([0, 28, 28], graph => Layer(graph, "x", 28, 2));
        Assert.Contains("node 'wp' (MatMul) multiplies a value of shape [batch, 28, 28] by weights along its last axis; supported are values that are flattened before, of shape [batch, 784]", file.Refusal(), StringComparison.Ordinal);
        file.Write([0, 28, 28], graph => Layer(graph, graph.Node("Reshape", "rows", ["x", graph.Constant("list", [-1, 28], [2], DataType.Int64)]), 28, 2));
        Assert.Contains("node 'rows' (Reshape) turns a value of shape [batch, 28, 28] into [-1, 28], which does not keep the 784 units of a case together", file.Refusal(), StringComparison.Ordinal);
        file.Write([0, 2, 3], graph => Layer(graph, graph.Node("Flatten", "flat", [graph.Node("Transpose", "turned", ["x"], ("perm", new long[] { 0, 2, 1 }))]), 6, 2));
        Assert.Contains("node 'turned' (Transpose) changes the order of the units of a value of shape [batch, 2, 3] by [0, 2, 1]", file.Refusal(), StringComparison.Ordinal);
        file.Write([0, 0, 0], graph => Layer(graph, "x", 6, 2));
        Assert.Contains("its input 'x' is of shape [n0, n1, n2]; expected [batch, units]", file.Refusal(), StringComparison.Ordinal);
        file.Write([0, 0], graph => graph.Node("Tanh", "y", ["x"]));
        Assert.Contains("its input 'x' leaves its units open, and no weights fix them: it is of shape [n0, n1]", file.Refusal(), StringComparison.Ordinal);
        file.Write([0, 4], graph => graph.Node("Mul", "y", ["x", graph.Constant("c", Numbers(3), [3])]));
        Assert.Contains("node 'y' (Mul) joins 4 units of shape [batch, 4] and a constant of shape [3]", file.Refusal(), StringComparison.Ordinal);
        file.Write([0, 4], graph => graph.Node("Softmax", "y", ["x"], ("axis", 0)));
        Assert.Contains("it takes axis 0 of a value of shape [batch, 4]", file.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Batch_normalization_is_part_of_the_weights_around_it(int rank)
    {
        file.Write(rank == 2 ? [0, 4] : [0, 2, 1, 2], graph =>
        {
            string Normal(string x, string name, int size) => graph.Node("BatchNormalization", name,
                [x, graph.Constant(name + "s", Numbers(size, 5), [size]), graph.Constant(name + "b", Numbers(size, 7), [size]), graph.Constant(name + "m", Numbers(size, 9), [size]), graph.Constant(name + "v", [.. Numbers(size).Select(x => 0.5 + (x * x))], [size])], ("epsilon", 0.001f));
            var first = Normal("x", "n0", rank == 2 ? 4 : 2);
            var hidden = graph.Node("Relu", "h", [Normal(Layer(graph, graph.Node("Flatten", "flat", [first]), 4, 3), "n1", 3)]);
            return graph.Node("Sigmoid", "y", [Layer(graph, Normal(hidden, "n2", 3), 3, 2, "v")]);
        });
        var net = file.Same().Network;
        Assert.Equal(["x", "h", "y"], net.Topology.Groups.Select(group => group.Name));
    }

    [Fact]
    public void Normalized_units_that_are_an_output_are_a_group_of_their_own()
    {
        file.Write([0, 3], graph => graph.Node("BatchNormalization", "y",
            [graph.Node("Tanh", "h", [Layer(graph, "x", 3, 2)]), graph.Constant("s", [2, 3], [2]), graph.Constant("b", [0.5, 1], [2]), graph.Constant("m", [1, 0.25], [2]), graph.Constant("v", [1, 4], [2])]));
        Assert.Equal(UnitFunction.Identity, file.Same().Network.Topology["y"].UnitFunction);
        file.Write([0, 3], graph => graph.Node("BatchNormalization", "y",
            ["x", graph.Constant("s", [2, 3, 1], [3]), graph.Constant("b", [0.5, 1, 0], [3]), graph.Constant("m", [1, 0.25, 0], [3]), graph.Constant("v", [1, 4, 1], [3])], ("training_mode", 1)));
        Assert.Contains("its training_mode is not 0", file.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Standardized_inputs_of_a_pipeline_are_units_of_their_own()
    {
        file.Write([0, 0], graph => Layer(graph, graph.Node("Scaler", "scaled", [graph.Node("Cast", "cast", ["x"], ("to", (int)DataType.Float))], ("offset", new[] { 1f, 2f, 3f }), ("scale", new[] { 0.5f, 2f, 4f })), 3, 2), model =>
        {
            model.Graph.Node[1].Domain = GraphBuilder.MachineLearning;
            model.OpsetImport.Add(new Schema.OperatorSetIdProto { Domain = GraphBuilder.MachineLearning, Version = 1 });
        });
        Assert.Equal(["x", "scaled", "ws"], file.Same().Network.Topology.Groups.Select(group => group.Name));
    }

    [Fact]
    public void Slopes_of_PRelu_of_each_unit_are_two_groups_of_rectified_linear_units()
    {
        file.Write([0, 3], graph => graph.Node("Tanh", "y", [Layer(graph, graph.Node("PRelu", "p", [Layer(graph, "x", 3, 2), graph.Constant("slopes", [0.25, -0.5], [2])]), 2, 1, "v")]));
        file.Same();
    }

    [Fact]
    public void Functions_written_as_several_nodes_are_unit_functions()
    {
        string One(GraphBuilder graph, double value) => graph.Constant("c", [value], []);
        (UnitFunction Expected, Func<GraphBuilder, string, string> Write)[] written =
        [
            (UnitFunction.Logistic, (graph, x) => graph.Node("Div", "f", [One(graph, 1), graph.Node("Add", "a", [graph.Node("Exp", "e", [graph.Node("Neg", "n", [x])]), One(graph, 1)])])),
            (UnitFunction.Softplus, (graph, x) => graph.Node("Log", "f", [graph.Node("Add", "a", [One(graph, 1), graph.Node("Exp", "e", [x])])])),
            (UnitFunction.Softplus, (graph, x) => graph.Node("Add", "f", [graph.Node("Relu", "r", [x]), graph.Node("Log", "l", [graph.Node("Add", "a", [One(graph, 1), graph.Node("Exp", "e", [graph.Node("Neg", "n", [graph.Node("Abs", "b", [x])])])])])])),
            (UnitFunction.RectifiedLinear, (graph, x) => graph.Node("Max", "f", [x, One(graph, 0)])),
            (UnitFunction.RectifiedLinear, (graph, x) => graph.Node("Clip", "f", [x, One(graph, 0)])),
            (UnitFunction.LeakyRectifiedLinear(0.125), (graph, x) => graph.Node("Max", "f", [x, graph.Node("Mul", "m", [x, One(graph, 0.125)])])),
            (UnitFunction.Silu, (graph, x) => graph.Node("Mul", "f", [x, graph.Node("Sigmoid", "s", [x])])),
            (UnitFunction.Silu, (graph, x) => graph.Node("Div", "f", [x, graph.Node("Add", "a", [One(graph, 1), graph.Node("Exp", "e", [graph.Node("Neg", "n", [x])])])])),
            (UnitFunction.Gelu, (graph, x) => graph.Node("Mul", "f", [graph.Node("Mul", "h", [x, One(graph, 0.5)]), graph.Node("Add", "a", [graph.Node("Erf", "e", [graph.Node("Div", "d", [x, One(graph, Math.Sqrt(2))])]), One(graph, 1)])])),
            (UnitFunction.Gelu, (graph, x) => graph.Node("Mul", "f", [graph.Node("Mul", "h", [x, graph.Node("Add", "a", [graph.Node("Erf", "e", [graph.Node("Mul", "d", [x, One(graph, Math.Sqrt(0.5))])]), One(graph, 1)])]), One(graph, 0.5)])),
            (UnitFunction.Mish, (graph, x) => graph.Node("Mul", "f", [x, graph.Node("Tanh", "t", [graph.Node("Softplus", "s", [x])])])),
            (UnitFunction.Softsign, (graph, x) => graph.Node("Div", "f", [x, graph.Node("Add", "a", [graph.Node("Abs", "b", [x]), One(graph, 1)])])),
            (UnitFunction.Gaussian, (graph, x) => graph.Node("Exp", "f", [graph.Node("Neg", "n", [graph.Node("Pow", "p", [x, One(graph, 2)])])])),
            (UnitFunction.Clip(0, 6), (graph, x) => graph.Node("Min", "f", [graph.Node("Relu", "r", [x]), One(graph, 6)])),
        ];
        foreach (var (expected, write) in written)
        {
            file.Write([0, 3], graph => Layer(graph, write(graph, Layer(graph, "x", 3, 2)), 2, 1, "v"));
            var topology = file.Same().Network.Topology;
            Assert.Equal(["x", "f", "vs"], topology.Groups.Select(group => group.Name));
            Assert.Equal(expected, topology["f"].UnitFunction);
        }
        file.Write([0, 3], graph => Layer(graph, graph.Node("Exp", "f", [Layer(graph, "x", 3, 2)]), 2, 1, "v"));
        Assert.Contains("node 'f' (Exp) makes a function of each unit that is not one of the unit functions of Backprop", file.Refusal(), StringComparison.Ordinal);
    }

    private static string Cast(GraphBuilder graph, string x) => graph.Node("Cast", "cast", [x], ("to", 1));

    public static TheoryData<string> Steps => ["Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal", "Sign", "half of sign + 1", "sigmoid above half"];

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_at_0_is_exact_beside_it(string step)
    {
        string One(GraphBuilder graph, double value) => graph.Constant("c", [value], []);
        file.Write([0, 1], graph =>
        {
            var x = graph.Node("MatMul", "p", ["x", graph.Constant("w", [1], [1, 1])]);
            return step switch
            {
                "Sign" => graph.Node("Sign", "y", [x]),
                "half of sign + 1" => graph.Node("Div", "y", [graph.Node("Add", "a", [graph.Node("Sign", "s", [x]), One(graph, 1)]), One(graph, 2)]),
                "sigmoid above half" => Cast(graph, graph.Node("Greater", "y", [graph.Node("Sigmoid", "s", [x]), One(graph, 0.5)])),
                _ => Cast(graph, graph.Node(step, "y", [x, One(graph, 0)])),
            };
        });
        var network = file.Same().Network;
        foreach (var x in new[] { -2, -5e-4, -1e-7, -1e-12, 0, 1e-12, 1e-7, 5e-4, 2 })
        {
            double above = x > 0 ? 1 : 0, at = x == 0 ? 1 : 0;
            var expected = step switch
            {
                "Greater" or "sigmoid above half" => above,
                "GreaterOrEqual" => above + at,
                "Less" => 1 - above - at,
                "LessOrEqual" => 1 - above,
                "Equal" => at,
                "Sign" => Math.Sign(x),
                _ => (Math.Sign(x) + 1) / 2.0,
            };
            Assert.Equal(expected, network.Run(x)[0]);
        }
    }

    [Theory]
    [InlineData("Greater", 1e-7)]
    [InlineData("GreaterOrEqual", -1e-7)]
    [InlineData("GreaterOrEqual", 1e-4)]
    [InlineData("Greater", 0.5)]
    [InlineData("Less", 0.25)]
    [InlineData("LessOrEqual", -2.5)]
    public void A_step_elsewhere_is_exact_beside_it(string operation, double at)
    {
        // Written the other way round too: 0.5 < x is x > 0.5.
        foreach (var isTurned in new[] { false, true })
        {
            file.Write([0, 1], graph =>
            {
                var limit = graph.Constant("c", [at], []);
                return Cast(graph, graph.Node(operation, "f", isTurned ? [limit, "x"] : ["x", limit]));
            });
            var network = file.Same(inRuntime: false).Network;
            double there = (float)at;
            foreach (var x in new[] { -3, double.BitDecrement(there), there, double.BitIncrement(there), 3 })
            {
                var (a, b) = isTurned ? (there, x) : (x, there);
                var expected = operation switch { "Greater" => a > b, "GreaterOrEqual" => a >= b, "Less" => a < b, _ => a <= b };
                Assert.Equal(expected ? 1 : 0, network.Run(x)[0]);
            }
        }
    }

    [Theory]
    [InlineData("ThresholdedRelu", 0.5f)]
    [InlineData("ThresholdedRelu", 5e-4f)]
    [InlineData("Celu", 2f)]
    [InlineData("Celu", 0.3f)]
    public void A_function_that_is_a_sum_of_known_ones_is_read(string operation, float alpha)
    {
        file.Write([0, 3], graph => Layer(graph, graph.Node(operation, "f", [Layer(graph, "x", 3, 2)], ("alpha", alpha)), 2, 1, "v"));
        file.Same();
    }

    [Fact]
    public void The_logarithm_of_a_logistic_unit_is_softplus_reflected()
    {
        Func<GraphBuilder, string, string>[] written =
        [
            (graph, x) => graph.Node("Log", "f", [graph.Node("Sigmoid", "s", [x])]),
            (graph, x) => graph.Node("Neg", "f", [graph.Node("Softplus", "s", [graph.Node("Neg", "n", [x])])]),
        ];
        foreach (var write in written)
        {
            file.Write([0, 3], graph => Layer(graph, write(graph, Layer(graph, "x", 3, 2)), 2, 1, "v"));
            Assert.Equal([UnitFunction.Softplus, UnitFunction.Identity, UnitFunction.Identity], file.Same().Network.Topology.Groups.Skip(1).Select(static group => group.UnitFunction));
        }
    }

    [Theory]
    [InlineData("HardSwish")]
    [InlineData("Exp")]
    public void A_function_that_no_unit_has_is_refused_by_name(string operation)
    {
        file.Write([0, 3], graph => Layer(graph, graph.Node(operation, "f", [Layer(graph, "x", 3, 2)]), 2, 1, "v"));
        Assert.Contains($"node 'f' ({operation}) makes a function of each unit that is not one of the unit functions of Backprop", file.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_of_units_with_units_is_refused()
    {
        file.Write([0, 3], graph => Cast(graph, graph.Node("Greater", "f", [Layer(graph, "x", 3, 2), Layer(graph, "x", 3, 2, "v")])));
        Assert.Contains("node 'f' (Greater) compares units with units", file.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_steep_hard_sigmoid_has_its_slope()
    {
        file.Write([0, 3], graph => Layer(graph, graph.Node("HardSigmoid", "f", [Layer(graph, "x", 3, 2)], ("alpha", 2000f)), 2, 1, "v"));
        Assert.Equal(UnitFunction.HardSigmoid(2000, 0.5), file.Same().Network.Topology["f"].UnitFunction);
    }

    public static TheoryData<string, string> Operators => new()
    {
        { "LeakyRelu alpha 0.2", "leaky rectified linear(0.2)" },
        { "Elu alpha 0.5", "ELU(0.5)" },
        { "Elu", "ELU(1)" },
        { "Celu", "ELU(1)" },
        { "Selu", "SELU" },
        { "Gelu", "GELU" },
        { "Gelu approximate tanh", "GELU tanh" },
        { "Mish", "Mish" },
        { "HardSigmoid", "hard sigmoid(0.2, 0.5)" },
        { "HardSigmoid alpha 0.16666667", "hard sigmoid(0.16666667, 0.5)" },
        { "Softsign", "softsign" },
        { "Sin", "sine" },
        { "Cos", "cosine" },
        { "Clip -0.5 0.75", "clip(-0.5, 0.75)" },
        { "Clip 0 6", "clip(0, 6)" },
        { "Clip -100 100", "clip(-100, 100)" },
        { "PRelu 0.25", "leaky rectified linear(0.25)" },
        { "Max 0", "rectified linear" },
    };

    [Theory]
    [MemberData(nameof(Operators))]
    public void Operators_are_unit_functions_with_their_parameters(string words, string expected)
    {
        var parts = words.Split(' ');
        float Number(int at) => float.Parse(parts[at], System.Globalization.CultureInfo.InvariantCulture);
        file.Write([0, 3], graph =>
        {
            var x = Layer(graph, "x", 3, 2);
            var f = parts[0] switch
            {
                "Clip" or "PRelu" or "Max" => graph.Node(parts[0], "f", [x, .. parts.Skip(1).Select((_, k) => graph.Constant("c", [Number(k + 1)], []))]),
                _ when parts.Length == 1 => graph.Node(parts[0], "f", [x]),
                "Gelu" => graph.Node("Gelu", "f", [x], ("approximate", "tanh")),
                _ => graph.Node(parts[0], "f", [x], (parts[1], Number(2))),
            };
            return Layer(graph, f, 2, 1, "v");
        }, operatorSet: 20);
        var topology = file.Same(within: 5e-6).Network.Topology;
        Assert.Equal(["x", "f", "vs"], topology.Groups.Select(group => group.Name));
        Assert.Equal(expected, topology["f"].UnitFunction.Name, ignoreCase: true);
    }

    [Fact]
    public void Many_steps_that_are_not_a_unit_function_are_refused()
    {
        file.Write([0, 2], graph =>
        {
            var value = "x";
            for (var step = 0; step < 5000; step++) value = graph.Node("Exp", "s", [value]);
            return value;
        });
        Assert.Contains("more than 64 steps", file.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_states_and_a_residual_around_it_are_groups_of_their_own()
    {
        // h + silu(h), h = tanh(…): h is a group of units, and so is silu(h).
        file.Write([0, 3], graph =>
        {
            var h = graph.Node("Tanh", "h", [Layer(graph, "x", 3, 2)]);
            return Layer(graph, graph.Node("Add", "r", [h, graph.Node("Mul", "s", [h, graph.Node("Sigmoid", "g", [h])])]), 2, 1, "v");
        });
        Assert.Equal([UnitFunction.Tanh, UnitFunction.Silu], file.Same().Network.Topology.Groups.Where(group => group.Name is "h" or "s").Select(group => group.UnitFunction));
    }

    [Fact]
    public void Joined_heads_are_one_output()
    {
        file.Write([0, 3], graph => graph.Node("Concat", "y", [graph.Node("Tanh", "a", [Layer(graph, "x", 3, 2)]), graph.Node("Softmax", "b", [Layer(graph, "x", 3, 3, "v")])], ("axis", -1)));
        Assert.Equal([5], file.Same().Network.Topology.Outputs.Select(group => group.Size));
    }

    [Theory]
    [InlineData((int)DataType.Float16, false)]
    [InlineData((int)DataType.Float16, true)]
    [InlineData((int)DataType.Bfloat16, false)]
    [InlineData((int)DataType.Bfloat16, true)]
    public void Half_precision_weights_are_read_and_half_precision_states_noted(int type, bool raw)
    {
        double[] weights = [0.5, -1.25, 3, 0.0078125, -0.75, 2];
        ushort[] bits = Array.ConvertAll(weights, weight => (DataType)type == DataType.Float16 ? BitConverter.HalfToUInt16Bits((Half)weight) : (ushort)(BitConverter.SingleToUInt32Bits((float)weight) >> 16));
        file.Write([0, 3], graph => graph.Node("Cast", "y", [graph.Node("MatMul", "p", ["x", graph.Constant("w", weights, [3, 2])])], ("to", (int)DataType.Float)), model =>
        {
            model.Graph.Input[0].Type.TensorType.ElemType = type;
            var tensor = new Schema.TensorProto { Name = "w", DataType = type };
            tensor.Dims.AddRange([3, 2]);
            if (raw) tensor.RawData = ByteString.CopyFrom([.. bits.SelectMany(BitConverter.GetBytes)]);
            else tensor.Int32Data.AddRange(bits.Select(value => (int)value));
            model.Graph.Initializer[0] = tensor;
        });
        var import = OnnxFile.Read<double>(file.Path);
        Assert.Equal(weights.Where((_, k) => k % 2 == 0), import.Network.Weights.ToArray()[..3]);
        Assert.Contains("rounds to half precision", Assert.Single(import.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Logarithms_of_probabilities_are_the_probabilities_with_a_note()
    {
        file.Write([0, 3], graph => graph.Node("LogSoftmax", "y", [Layer(graph, "x", 3, 3)], ("axis", 1)));
        var import = OnnxFile.Read<double>(file.Path);
        Assert.Equal("output 'y' gives logarithms of probabilities (LogSoftmax); the net gives the probabilities themselves (softmax)", Assert.Single(import.Notes));
        Assert.Equal(1, import.Network.Run(1, 2, 3).Sum(), 1e-12);
        file.Write([0, 3], graph => graph.Node("Exp", "y", [graph.Node("LogSoftmax", "l", [Layer(graph, "x", 3, 3)], ("axis", 1))]));
        Assert.Empty(file.Same().Notes);
        file.Write([0, 3], graph => graph.Node("Neg", "y", [graph.Node("LogSoftmax", "l", [Layer(graph, "x", 3, 3)], ("axis", 1))]));
        Assert.Contains("node 'y' (Neg) computes with logarithms of probabilities", file.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_ONNX_would_repeat_over_cases_are_not_added_unit_by_unit()
    {
        file.Write([0, 1, 3], graph => graph.Node("Add", "y", [Layer(graph, "x", 3, 3), graph.Node("Reshape", "flat", ["x", graph.Constant("list", [-1, 3], [2], DataType.Int64)])]));
        Assert.Contains("joins values of shapes [batch, 1, 3] and [batch, 3]", file.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_as_inputs_are_refused_by_name()
    {
        file.Write([0, 3], graph => graph.Node("Tanh", "y", ["x"]), model => model.Graph.Input[0].Type.TensorType.ElemType = (int)DataType.String);
        Assert.Contains("its input 'x' is of texts; a net's inputs are numbers", file.Refusal(), StringComparison.Ordinal);
    }
}
