using BenchmarkDotNet.Attributes;

namespace Backprop.Bench;

/// <summary>The latency of a single row: a runner, whose weights are laid out for it, against the net itself.</summary>
public class RunnerBench
{
    private Network<float> network = null!;
    private Runner<float> runner = null!;
    private float[] inputs = [];
    private float[] outputs = [];

    [Params("6-2-1", "4-100-3", "784-128-10")]
    public string Sizes { get; set; } = "6-2-1";

    [GlobalSetup]
    public void Make()
    {
        network = new Network<float>(Topology.Layered([.. Sizes.Split('-').Select(int.Parse)])).Randomize(1);
        runner = new Runner<float>(network);
        (inputs, outputs) = (new float[runner.InputCount], new float[runner.OutputCount]);
        inputs.AsSpan().Fill(0.5f);
    }

    [Benchmark(Baseline = true)]
    public void Net() => network.Run(inputs, outputs);

    [Benchmark]
    public void Runner() => runner.Run(inputs, outputs);
}
