using System.Text.Json;

namespace Backprop.Onnx.Tests;

/// <summary>Files that other programs wrote give those programs' answers.</summary>
public sealed class ForeignSamplesTests : IDisposable
{
    private readonly ImportedFile file = new();

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData("external.onnx")]
    [InlineData("flatten_4d.onnx")]
    [InlineData("cast_noop.onnx")]
    [InlineData("batchnorm.onnx")]
    [InlineData("unknown_units.onnx")]
    [InlineData("logits_and_probs.onnx")]
    [InlineData("twooutputs.onnx")]
    public void Constructs_of_ordinary_exporters_give_ONNX_Runtime_s_answers(string name) => Assert.Empty(file.Same(ImportedFile.Sample(name)).Notes);

    public static TheoryData<string> Exports => [.. Answers.RootElement.EnumerateObject().Select(entry => entry.Name)];

    // Written by Samples/torch.py.
    private static JsonDocument Answers => JsonDocument.Parse(File.ReadAllText(ImportedFile.Sample("torch.json")));

    [Theory]
    [MemberData(nameof(Exports))]
    public void PyTorch_s_exports_give_PyTorch_s_answers(string name)
    {
        var import = OnnxFile.Read<double>(ImportedFile.Sample(name));
        var expected = Answers.RootElement.GetProperty(name);
        var logarithms = name.Contains("log_softmax", StringComparison.Ordinal);
        Assert.Equal(logarithms ? 1 : 0, import.Notes.Count);
        foreach (var (inputs, outputs) in expected.GetProperty("inputs").EnumerateArray().Zip(expected.GetProperty("outputs").EnumerateArray()))
        {
            var own = import.Network.Run([.. inputs.EnumerateArray().Select(x => x.GetDouble())]);
            foreach (var (theirs, ours) in outputs.EnumerateArray().Select(y => y.GetDouble()).Zip(own)) Assert.Equal(theirs, logarithms ? Math.Log(ours) : ours, 1e-6 * Math.Max(1, Math.Abs(theirs)));
        }
    }
}
