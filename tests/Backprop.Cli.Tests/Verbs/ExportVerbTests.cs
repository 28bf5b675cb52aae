using System.Text.Json.Nodes;
using Backprop.Data;
using Backprop.Onnx;

namespace Backprop.Cli.Tests;

public sealed class ExportVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("backprop-export-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    private Network<float> SavedTableModel()
    {
        var encoding = new TableEncoding(
            [new NumberEncoding("length", 5, 2), new BooleanEncoding("member", "no", "yes") { MissingUnit = true }, new CategoryEncoding("color", ["red", "blue"])],
            [new CategoryEncoding("species", ["a", "b", "c"]), new NumberEncoding("price", 100, 20)]);
        var net = new Network<float>(Topology.Build(build =>
        {
            var hidden = build.Group("hidden", 4).From([.. encoding.InputGroups.Select(group => build.Input(group.Name, group.Size))]);
            build.Output("species", 3, UnitFunction.Softmax).From(hidden);
            build.Output("price", 1, UnitFunction.Identity).From(hidden);
        })).Randomize(seed: 1, range: 1);
        (new Model(net) with { Encodings = encoding.ToJson(), Settings = "{}" }).Save(At("net.safetensors"));
        return net;
    }

    [Fact]
    public void An_export_gives_the_net_back()
    {
        var net = SavedTableModel();
        var run = Run.Of("export", At("net.safetensors"), At("net.onnx"));
        Assert.Equal((ExitCode.Done, "", ""), (run.ExitCode, run.Out, run.Error));
        Assert.Equal(net.Run(1, 2, 3, 4, 5), OnnxFile.Import<float>(At("net.onnx")).Run(1, 2, 3, 4, 5));
    }

    [Theory]
    [InlineData("net.h", null, "/* Written by Backprop.")]
    [InlineData("net.HPP", null, "/* Written by Backprop.")]
    [InlineData("net.cs", null, "// Written by Backprop.")]
    [InlineData("net.json", null, "{\n  \"format\": \"backprop net\"")]
    [InlineData("net", "c", "/* Written by Backprop.")]
    [InlineData("net.txt", "json", "{\n  \"format\": \"backprop net\"")]
    [InlineData("net.json", "csharp", "// Written by Backprop.")]
    public void The_name_of_the_file_or_an_option_says_what_is_written(string name, string? kind, string start)
    {
        SavedTableModel();
        string[] words = ["export", At("net.safetensors"), "-o", At(name), .. kind is null ? Array.Empty<string>() : ["--as", kind]];
        for (var time = 0; time < 2; time++) // the second time an earlier export is replaced
        {
            var run = Run.Of(words);
            Assert.Equal((ExitCode.Done, "", ""), (run.ExitCode, run.Out, run.Error));
            Assert.StartsWith(start, File.ReadAllText(At(name)), StringComparison.Ordinal);
        }
        File.WriteAllText(At(name), "int main(void) { }");
        Assert.Equal(ExitCode.Usage, Run.Of(words).ExitCode);
        Assert.Equal("int main(void) { }", File.ReadAllText(At(name)));
        Assert.Equal(ExitCode.Done, Run.Of([.. words, "--force"]).ExitCode);
    }

    [Fact]
    public void Programs_take_raw_rows_where_encodings_are_asked_for()
    {
        SavedTableModel();
        foreach (var name in new[] { "net.h", "net.cs" })
        {
            Assert.Equal(ExitCode.Done, Run.Of("export", At("net.safetensors"), At(name)).ExitCode);
            Assert.DoesNotContain("redict", File.ReadAllText(At(name)), StringComparison.Ordinal);
            Assert.Equal(ExitCode.Done, Run.Of("export", At("net.safetensors"), At(name), "--encodings").ExitCode);
            Assert.Contains("redict", File.ReadAllText(At(name)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("net", "does not say what to write: end it in .onnx, .h, .cs or .json, or add --as onnx, c, csharp or json")]
    [InlineData("net.h --verify", "--verify runs ONNX files only")]
    [InlineData("net.h --runtime folder", "--runtime runs ONNX files only")]
    [InlineData("net.json --exact-tails", "--exact-tails is of ONNX files only")]
    [InlineData("net.json --opset 13", "--opset is of ONNX files only")]
    [InlineData("net.cs --fix hidden", "--fix 'hidden': it is not an input group with an initial state")]
    [InlineData("net.json --fix nothing", "--fix 'nothing': the net has no such group")]
    public void What_no_program_can_be_is_refused_and_nothing_is_written(string words, string message)
    {
        SavedTableModel();
        var run = Run.Of(["export", At("net.safetensors"), .. words.Split(' ').Select((word, place) => place == 0 ? At(word) : word)]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(["net.safetensors"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void In_double_a_note_says_what_ONNX_Runtime_does_not_run()
    {
        var net = new Network<float>(Topology.Build(static build => build.Output("y", 1).From(build.Group("hidden", 2, UnitFunction.Gelu).From(build.Input("x", 1))))).Randomize(seed: 1);
        new Model(net).Save(At("gelu.safetensors"));
        var run = Run.Of("export", At("gelu.safetensors"), At("gelu.onnx"), "--double");
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Out));
        Assert.StartsWith(" note: group 'hidden' has gelu units, which need the operator Erf in double; ", run.Error, StringComparison.Ordinal);
        Assert.Equal("", Run.Of("export", At("gelu.safetensors"), At("gelu.onnx")).Error);
    }

    [Fact]
    public void Verifying_prints_the_largest_difference()
    {
        SavedTableModel();
        var run = Run.Of("export", At("net.safetensors"), At("net.onnx"), "--verify", "--rows", "200", "--encodings");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Matches(@"^ largest difference on 200 random raw rows, in states and deviations: \dE-0[789] \(by Backprop's own evaluator\)\n of \d+ probabilities below 0\.001, largest relative difference: \dE-0[5678] \(by Backprop's own evaluator\)\n$", run.Out);

        run = Run.Of("export", At("net.safetensors"), At("net.onnx"), "--verify", "--json");
        var verified = JsonNode.Parse(run.Out)!["verified"]![0]!;
        Assert.Equal(1000, (int)verified["rows"]!);
        Assert.InRange((double)verified["largestDifference"]!, 0, 1e-6);
        Assert.DoesNotContain("ranges", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verifying_a_net_that_knows_no_ranges_of_its_inputs_says_what_the_rows_are()
    {
        SavedTableModel();
        var bare = Model.Load(At("net.safetensors"));
        new Model(bare.Network<float>()).Save(At("bare.safetensors"));
        var run = Run.Of("export", At("bare.safetensors"), At("bare.onnx"), "--verify");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("does not know the ranges of its inputs: the rows are random numbers from -1 to 1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ONNX_Runtime_verifies_too_where_the_user_names_its_folder()
    {
        SavedTableModel();
        var run = Run.Of("export", At("net.safetensors"), At("net.onnx"), "--rows", "200", "--encodings", "--runtime", RuntimeFolderTests.Folder);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Matches(@"own evaluator\)\n largest difference on 200 random raw rows, in states and deviations: \dE-0[789] \(by ONNX Runtime 1\.\d+\.\d+\)\n of \d+ probabilities below 0\.001, largest relative difference: \dE-0[45678] \(by ONNX Runtime 1\.\d+\.\d+\)\n$", run.Out);
    }

    [Fact]
    public void Bad_input_is_one_line_and_leaves_the_files_alone()
    {
        SavedTableModel();
        void Fails(int code, string problem, params string[] arguments)
        {
            var run = Run.Of(["export", .. arguments]);
            Assert.Equal(code, run.ExitCode);
            Assert.Contains(problem, run.Error, StringComparison.Ordinal);
            Assert.Single(run.Error.TrimEnd().Split('\n'));
            Assert.False(File.Exists(At("net.onnx")));
        }
        Fails(ExitCode.BadInput, "there is no such file", At("none.safetensors"), At("net.onnx"));
        Fails(ExitCode.Usage, "is the model that is read", At("net.safetensors"), At("net.safetensors"));
        Fails(ExitCode.Usage, "--fix 'x': the net has no such group", At("net.safetensors"), At("net.onnx"), "--fix", "x");
        Fails(ExitCode.Usage, "--fix 'color': it is not an input group with an initial state", At("net.safetensors"), At("net.onnx"), "--fix", "color");
        Fails(ExitCode.BadInput, "there is no folder", At("net.safetensors"), At("sub/net.onnx"));
        Fails(ExitCode.BadInput, "does not hold Backprop.Onnx.Runtime.dll", At("net.safetensors"), At("net.onnx"), "--runtime", folder);
        File.WriteAllText(At("cut.safetensors"), "no model");
        Fails(ExitCode.BadInput, "cut.safetensors: it is too short", At("cut.safetensors"), At("net.onnx"));
    }
}
