using BenchmarkDotNet.Attributes;

namespace Backprop.Bench;

/// <summary>Unit functions over 10 units and awkward numbers of cases, against one that only copies.</summary>
public unsafe class UnitFunctionBench
{
    private readonly AlignedBuffer<float> x = new(10 * 256);
    private readonly AlignedBuffer<float> y = new(10 * 256);
    private GroupKernels<float> function = null!;

    [Params("identity", "logistic", "tanh", "rectified linear", "softplus", "softmax")]
    public string Function { get; set; } = "logistic";

    [Params(1, 100, 256)]
    public int Cases { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var random = new RandomSource(1);
        foreach (ref var value in x.Span)
            value = (float)(4 * random.NextSigned());
        function = UnitFunction.FromName(Function).Bind<float>();
    }

    [Benchmark]
    public void Value() => function.Value(x.Matrix(10, Cases, 256), y.Matrix(10, Cases, 256));
}
