using Backprop.Onnx;

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
