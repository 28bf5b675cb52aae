namespace Backprop.Onnx.Tests;

/// <summary>Graphs that Backprop exported with encodings give back the net and the columns.</summary>
public sealed class RawColumnTests : IDisposable
{
    private readonly ImportedFile file = new();

    public void Dispose() => file.Dispose();

    private static readonly OnnxGroup[] InputColumns =
    [
        new("numbers",
        [
            new OnnxNumber("sepal length", 5.8, 0.8),
            new OnnxNumber("days", 730_000, 365) { MissingUnit = true, MissingNumbers = [-999, -1] },
            new OnnxNumber("pressure", 101325, 1) { IsConstant = true },
            new OnnxBoolean("member", "no", "yes") { MissingUnit = true, MissingTexts = ["", "NA"], Spellings = new Dictionary<string, bool>(StringComparer.Ordinal) { ["YES"] = true, ["0"] = false } },
            new OnnxBoolean("single", "n", "y"),
        ]),
        new("color", [new OnnxCategory("color", ["red", "grün", "blue"]) { MissingUnit = true, MissingTexts = ["?"], Spellings = new Dictionary<string, int>(StringComparer.Ordinal) { [" red "] = 0, ["BLUE"] = 2 } }]),
        new("the shape", [new OnnxCategory("shape", ["round", "square"])]),
        new("weight of it", [new OnnxNumber("weight", 70, 12)]),
    ];

    private static readonly OnnxGroup[] OutputColumns =
        [new("species", [new OnnxCategory("species", ["setosa", "versicolor", "virginica"])]), new("price", [new OnnxNumber("price", 1.7e9, 0.5)])];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Net_groups_and_columns_come_back(bool isDouble)
    {
        var net = new Network<double>(Topology.Build(build =>
        {
            GroupBuilder[] inputs = [.. InputColumns.Select(group => build.Input(group.Name, group.Columns.Sum(column => column.Size)))];
            var hidden = build.Group("hidden", 5, UnitFunction.Tanh).From(inputs);
            build.Output("species", 3, UnitFunction.Softmax).From(hidden);
            build.Output("price", 1, UnitFunction.Identity).From(hidden);
        })).Randomize(seed: 3, range: 1);
        // So that the weights of a file in single precision are the same numbers.
        foreach (ref var weight in net.Weights) weight = (float)weight;
        var options = new OnnxOptions { DoublePrecision = isDouble, Inputs = InputColumns, Outputs = OutputColumns, Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["encodings"] = "{}" } };
        OnnxFile.Export(net, file.Path, options);
        var import = OnnxFile.Read<double>(file.Path);
        Assert.Equal(net.Topology.ToJson(), import.Network.Topology.ToJson());
        Assert.Equal(net.Weights.ToArray(), import.Network.Weights.ToArray());
        Assert.Equal(InputColumns, import.Inputs);
        Assert.Equal(OutputColumns.OrderBy(group => group.Name, StringComparer.Ordinal), import.Outputs.OrderBy(group => group.Name, StringComparer.Ordinal));
        Assert.Equal("{}", import.Metadata["encodings"]);
        Assert.Empty(import.Notes);
    }

    [Fact]
    public void A_constant_category_and_boolean_come_back_without_spellings()
    {
        OnnxGroup[] columns = [new("color", [new OnnxCategory("color", ["red", "blue"]) { IsConstant = true, MissingUnit = true, MissingTexts = ["?"] }]), new("numbers", [new OnnxBoolean("member", "no", "yes") { IsConstant = true }])];
        var net = new Network<float>(Topology.Build(build => build.Output("y", 1).From(build.Input("color", 3), build.Input("numbers", 1)))).Randomize(seed: 3, range: 1);
        OnnxFile.Export(net, file.Path, new OnnxOptions { Inputs = columns });
        Assert.Equal(columns, OnnxFile.Read<float>(file.Path).Inputs);
    }

    [Fact]
    public void A_raw_column_used_otherwise_is_refused_by_name()
    {
        var net = new Network<float>(Topology.Build(build => build.Output("y", 1).From(build.Input("x", 1)))).Randomize(seed: 3, range: 1);
        OnnxFile.Export(net, file.Path, new OnnxOptions { Inputs = [new("x", [new OnnxNumber("price", 10, 2)])] });
        var model = GraphReader.Read(file.Path);
        model.Graph.Node.Single(node => node.OpType == "Div").OpType = "Mul";
        File.WriteAllBytes(file.Path, Google.Protobuf.MessageExtensions.ToByteArray(model));
        Assert.Contains("node 'price_standardized' (Mul) uses the raw column 'price' in a way that is not an encoding of Backprop's", file.Refusal(), StringComparison.Ordinal);
    }
}
