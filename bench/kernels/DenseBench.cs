using BenchmarkDotNet.Attributes;

namespace Backprop.Bench;

/// <summary>The three products of a dense projection, small, awkward and large; fused multiply-adds are Units² · Cases in each.</summary>
public unsafe class DenseBench
{
    private readonly Kernels<float> kernels = Kernels<float>.Best;
    private AlignedBuffer<float> w = null!, y = null!, x = null!;
    private int stride;

    [Params(2, 6, 33, 128, 513)]
    public int Units { get; set; }

    [Params(1, 64, 100, 256)]
    public int Cases { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        stride = CaseBlock<float>.Padded(Cases);
        w = Random(Units * Units);
        y = Random(Units * stride);
        x = Random(Units * stride);
    }

    [Benchmark(Baseline = true)]
    public void Forward() => kernels.Forward(w.Pointer, Units, y.Pointer, stride, x.Pointer, stride, Units, Units, Cases, w.Pointer, 1);

    [Benchmark]
    public void Back() => kernels.Back(w.Pointer, Units, y.Pointer, stride, x.Pointer, stride, Units, Units, Cases, w.Pointer, 0);

    [Benchmark]
    public void Gradient() => kernels.Gradient(x.Pointer, stride, y.Pointer, stride, w.Pointer, Units, Units, Units, Cases, Kernels<float>.UsesCaseOrder(Units, Units, Cases), fresh: true, null);

    private static AlignedBuffer<float> Random(int count)
    {
        var random = new RandomSource(1);
        var buffer = new AlignedBuffer<float>(count);
        foreach (ref var value in buffer.Span)
            value = (float)random.NextSigned();
        return buffer;
    }
}
