using Google.Protobuf;
using static Backprop.Onnx.Tests.ImportedFile;

namespace Backprop.Onnx.Tests;

/// <summary>Weights in files beside the model.</summary>
public sealed class ExternalWeightsTests : IDisposable
{
    private readonly ImportedFile file = new();

    public void Dispose() => file.Dispose();

    private string Folder => Path.GetDirectoryName(file.Path)!;

    private void Write(params (string Key, string Value)[] entries) => file.Write([0, 3], graph => graph.Node("MatMul", "y", ["x", graph.Constant("w", Numbers(6), [3, 2])]), model =>
    {
        var tensor = model.Graph.Initializer[0];
        Directory.CreateDirectory(Path.Combine(Folder, "data"));
        foreach (var name in new[] { "w.bin", Path.Combine("data", "w.bin") }) File.WriteAllBytes(Path.Combine(Folder, name), [1, 2, 3, 4, .. tensor.RawData.ToByteArray(), 5]);
        tensor.ClearRawData();
        tensor.DataLocation = Schema.TensorProto.Types.DataLocation.External;
        foreach (var (key, value) in entries) tensor.ExternalData.Add(new Schema.StringStringEntryProto { Key = key, Value = value });
    });

    [Theory]
    [InlineData("w.bin")]
    [InlineData("data/w.bin")]
    [InlineData(@"data\w.bin")]
    public void They_are_read_from_the_folder_of_the_model_or_below(string location)
    {
        Write(("location", location), ("offset", "4"), ("length", "24"), ("checksum", "x"));
        Assert.Equal([.. Numbers(6).Where((_, k) => k % 2 == 0), .. Numbers(6).Where((_, k) => k % 2 == 1)], OnnxFile.Read<double>(file.Path).Network.Weights.ToArray());
        Write(("location", location), ("offset", "4"));
        Assert.Equal(6, OnnxFile.Read<double>(file.Path).Network.Weights.Length);
    }

    [Theory]
    [InlineData("../w.bin", "which is not a file in the folder of the model or below it")]
    [InlineData("data/../../w.bin", "which is not a file in the folder of the model or below it")]
    [InlineData("/etc/passwd", "which is not a file in the folder of the model or below it")]
    [InlineData(@"C:\w.bin", "which is not a file in the folder of the model or below it")]
    [InlineData(@"\w.bin", "which is not a file in the folder of the model or below it")]
    [InlineData("other.bin", "constant 'w' is in the file 'other.bin', which is not beside the model; copy it there")]
    [InlineData("data", "which is not beside the model")]
    [InlineData("", "constant 'w' is in another file, which is not named")]
    public void Other_places_are_refused_by_the_constant_s_name(string location, string problem)
    {
        Write(("location", location), ("offset", "4"), ("length", "24"));
        Assert.Contains(problem, file.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("offset", "6", "constant 'w' is at bytes 6 to 30 of 'w.bin', but that file has 29")]
    [InlineData("offset", "9223372036854775807", "is at bytes")]
    [InlineData("offset", "-4", "has the offset '-4' in another file; expected a whole number")]
    [InlineData("length", "20", "constant 'w' of shape [3, 2] takes 24 bytes, but 20 are given for it in 'w.bin'")]
    [InlineData("length", "many", "has the length 'many'")]
    public void Lengths_are_checked(string key, string value, string problem)
    {
        Write(("location", "w.bin"), (key, value));
        Assert.Contains(problem, file.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_model_cannot_ask_for_the_same_bytes_again_and_again()
    {
        Write(("location", "w.bin"), ("offset", "4"));
        var model = Schema.ModelProto.Parser.ParseFrom(File.ReadAllBytes(file.Path));
        for (var copy = 0; copy < 3; copy++)
        {
            var tensor = model.Graph.Initializer[0].Clone();
            tensor.Name = $"w{copy}";
            model.Graph.Initializer.Add(tensor);
        }
        File.WriteAllBytes(file.Path, model.ToByteArray());
        Assert.Contains("its constants overlap in other files", file.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_out_of_the_folder_is_refused()
    {
        if (OperatingSystem.IsWindows()) return; // making one takes rights there
        Write(("location", "link.bin"), ("offset", "4"));
        File.CreateSymbolicLink(Path.Combine(Folder, "link.bin"), Path.Combine(Folder, "w.bin"));
        Assert.Contains("constant 'w' is in 'link.bin', which is a link; put the file itself beside net.onnx", file.Refusal(), StringComparison.Ordinal);
    }
}
