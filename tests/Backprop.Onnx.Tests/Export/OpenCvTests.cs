using System.Diagnostics;
using System.Globalization;

namespace Backprop.Onnx.Tests;

/// <summary>OpenCV reads exported nets and gives their answers. .ci/run installs Debian's python3-opencv; elsewhere a test without it is skipped.</summary>
public sealed class OpenCvTests : IDisposable
{
    private const int Rows = 20;

    // Of files with one row per line and group: the states of every output, one row after the other.
    private const string Script = """
        import sys
        import numpy as np
        import cv2
        net = cv2.dnn.readNetFromONNX(sys.argv[1])
        inputs, outputs = (words.split() for words in sys.argv[3:])
        for row in open(sys.argv[2]):
            for name, states in zip(inputs, row.split("|")):
                net.setInput(np.array([states.split()], np.float32), name)
            print(*(repr(float(state)) for name in outputs for state in net.forward(name).ravel()))
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("backprop-opencv-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("xor 2-2-1")]
    [InlineData("symmetry 6-2-1")]
    [InlineData("family trees")]
    [InlineData("masks, one to one, shared weights and biases, no biases")]
    [InlineData("outputs declared in another order than they are computed")]
    [InlineData("iterative, three units over three iterations")]
    [InlineData("sequence with a delay of two")]
    public void It_gives_the_answers_of_the_net(string name)
    {
        var (code, version) = Python("-c", "import cv2; print(cv2.__version__)");
        Assert.SkipWhen(code != 0 && Environment.GetEnvironmentVariable("CI") != "true", "OpenCV is not there");
        var net = Nets.Make<float>(name);
        var (path, rows) = (Path.Combine(folder, "net.onnx"), Path.Combine(folder, "rows"));
        OnnxFile.Export(net, path);
        var graph = GraphReader.Read(path).Graph;
        var random = new Random(2);
        var inputs = Enumerable.Range(0, Rows).Select(_ => net.Topology.Inputs.Select(group => Enumerable.Range(0, group.Size).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray()).ToArray()).ToArray();
        File.WriteAllLines(rows, inputs.Select(static row => string.Join('|', row.Select(static group => string.Join(' ', group.Select(static state => state.ToString("R", CultureInfo.InvariantCulture)))))));
        File.WriteAllText(Path.Combine(folder, "run.py"), Script);

        var (result, output) = Python(Path.Combine(folder, "run.py"), path, rows, string.Join(' ', graph.Input.Select(static value => value.Name)), string.Join(' ', graph.Output.Select(static value => value.Name)));

        Assert.True(result == 0, $"OpenCV {version}: {output}");
        var runner = new Runner<float>(net);
        var found = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        Assert.Equal(Rows, found.Length);
        foreach (var (row, states) in inputs.Zip(found))
        {
            var expected = runner.Run([.. row.SelectMany(static group => group)]);
            Assert.Equal(expected.Length, states.Length);
            for (var unit = 0; unit < expected.Length; unit++)
                Assert.True(Math.Abs(states[unit] - expected[unit]) < 1e-6, $"unit {unit} is {states[unit]}, expected {expected[unit]}");
        }
    }

    private static (int Code, string Output) Python(params string[] arguments)
    {
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            return (127, refused.Message);
        }
    }
}
