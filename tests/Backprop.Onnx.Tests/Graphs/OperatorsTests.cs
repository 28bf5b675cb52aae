using Google.Protobuf;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx.Tests;

/// <summary>Each operator of our evaluator against the same node in ONNX Runtime, in double precision where ONNX Runtime has it.</summary>
public sealed class OperatorsTests
{
    private readonly OnnxRuntime runtime = new();

    private static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (double)(float)((random.NextDouble() * 8) - 4))];
    }

    // Builds a graph with one path from inputs to "out", runs it by both, compares.
    private GraphTensor Agree(DataType type, Func<GraphBuilder, string> build, int columns, DataType outputType, double within, params (string Name, GraphTensor Value, DataType Type)[] inputs)
    {
        var builder = new GraphBuilder("test", type);
        foreach (var input in inputs) builder.Input(builder.Unique(input.Name), "", input.Value.Columns, input.Type);
        builder.Output(build(builder), "out", columns, outputType);
        var model = builder.Build("", [], operatorSet: 17);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, model.ToByteArray());
            var ours = new GraphEvaluator(GraphReader.Read(path)).Run(inputs.ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal)).Single().Value;
            var theirs = GraphTensor.Of(runtime.Run(path, inputs.ToDictionary(input => input.Name, input => input.Value.ToPublic(input.Type), StringComparer.Ordinal)).Single().Value);
            Assert.Equal(theirs.Dims, ours.Dims);
            if (theirs.Texts is not null) Assert.Equal(theirs.Texts, ours.Texts);
            else foreach (var (a, b) in theirs.Numbers!.Zip(ours.Numbers!)) Assert.Equal(a, b, within);
            return ours;
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("Sigmoid", 1e-12)]
    [InlineData("Tanh", 1e-12)]
    [InlineData("Relu", 0)]
    [InlineData("Softmax", 1e-12)]
    [InlineData("Identity", 0)]
    [InlineData("Flatten", 0)]
    public void Functions_of_one_value(string operation, double within) =>
        Agree(DataType.Double, graph => graph.Node(operation, "out", ["x"]), 7, DataType.Double, within, ("x", new([5, 7], Numbers(35, 1)), DataType.Double));

    [Fact]
    public void Softplus_which_the_runtime_has_in_single_precision_only() =>
        Agree(DataType.Float, graph => graph.Node("Softplus", "out", ["x"]), 7, DataType.Float, 1e-6, ("x", new([5, 7], Numbers(35, 1)), DataType.Float));

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    public void Arithmetic_repeats_rows_and_single_numbers(string operation)
    {
        var x = ("x", new GraphTensor([5, 7], Numbers(35, 1)), DataType.Double);
        Agree(DataType.Double, graph => graph.Node(operation, "out", ["x", "y"]), 7, DataType.Double, 1e-12, x, ("y", new([5, 7], Numbers(35, 2)), DataType.Double));
        Agree(DataType.Double, graph => graph.Node(operation, "out", ["x", graph.Constant("c", Numbers(7, 3), [7])]), 7, DataType.Double, 1e-12, x);
        Agree(DataType.Double, graph => graph.Node(operation, "out", [graph.Constant("c", [0.3], []), "x"]), 7, DataType.Double, 1e-12, x);
    }

    [Theory]
    [InlineData(0, 1f, 1f, true)]
    [InlineData(1, 1f, 1f, true)]
    [InlineData(1, 0.5f, 2f, true)]
    [InlineData(1, -1f, 1f, false)]
    public void Products_with_their_factors(int transposed, float alpha, float beta, bool bias) => Agree(
        DataType.Double,
        graph =>
        {
            var weights = graph.Constant("w", Numbers(21, 4), transposed == 1 ? [3, 7] : [7, 3]);
            string[] inputs = bias ? ["x", weights, graph.Constant("b", Numbers(3, 5), [3])] : ["x", weights];
            return graph.Node("Gemm", "out", inputs, ("transB", transposed), ("alpha", alpha), ("beta", beta));
        },
        3, DataType.Double, 1e-12, ("x", new([5, 7], Numbers(35, 1)), DataType.Double));

    [Fact]
    public void Products_without_bias_and_joined_inputs() => Agree(
        DataType.Double,
        graph => graph.Node("MatMul", "out", [graph.Node("Concat", "both", ["x", "y"], ("axis", 1)), graph.Constant("w", Numbers(27, 4), [9, 3])]),
        3, DataType.Double, 1e-12, ("x", new([5, 7], Numbers(35, 1)), DataType.Double), ("y", new([5, 2], Numbers(10, 2)), DataType.Double));

    [Fact]
    public void Missing_numbers_are_replaced_and_told()
    {
        var values = Numbers(10, 1);
        values[3] = double.NaN;
        var result = Agree(
            DataType.Float,
            graph =>
            {
                var missing = graph.Node("IsNaN", "missing", ["x"]);
                var known = graph.Node("Where", "known", [missing, graph.Constant("mean", [0.25], [1]), "x"]);
                return graph.Node("Concat", "out", [known, graph.Node("Cast", "indicator", [missing], ("to", (int)DataType.Float))], ("axis", 1));
            },
            2, DataType.Float, 0, ("x", new([10, 1], values), DataType.Float));
        Assert.Equal([0.25, 1], result.Numbers![6..8]);
    }

    [Fact]
    public void Texts_become_one_unit_each_and_come_back()
    {
        string[] labels = ["setosa", "virginica", "versicolor"];
        string Encode(GraphBuilder graph)
        {
            var index = graph.Node("LabelEncoder", "index", ["x"], ("keys_strings", labels), ("values_int64s", new long[] { 0, 1, 2 }), ("default_int64", -1));
            var equal = graph.Node("Equal", "equal", [index, graph.Constant("range", [0, 1, 2], [1, 3], DataType.Int64)]);
            return graph.Node("Cast", "units", [equal], ("to", (int)DataType.Float));
        }
        var x = ("x", new GraphTensor([4, 1], null, ["virginica", "setosa", "unseen", "versicolor"]), DataType.String);
        var units = Agree(DataType.Float, Encode, 3, DataType.Float, 0, x);
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], units.Numbers!);
        var back = Agree(
            DataType.Float,
            graph => graph.Node("LabelEncoder", "label", [graph.Node("ArgMax", "best", [Encode(graph)], ("axis", 1))], ("keys_int64s", new long[] { 0, 1, 2 }), ("values_strings", labels)),
            1, DataType.String, 0, x);
        Assert.Equal(["virginica", "setosa", "setosa", "versicolor"], back.Texts!);
    }
}
