using BenchmarkDotNet.Attributes;

namespace Backprop.Bench;

/// <summary>The three products of a dense projection, small, awkward and large; fused multiply-adds are Units² · Cases in each.</summary>
public unsafe class DenseBench
{
    private readonly Kernels<float> kernels = Kernels<float>.Best;
    private AlignedBuffer<float> w = null!, y = null!, x = null!;

    [Params(2, 6, 33, 128, 513)]
    public int Units { get; set; }

    [Params(1, 64, 100, 256)]
    public int Cases { get; set; }

    private Matrix<float> Weights => w.Matrix(Units, Units, Units);

    private Matrix<float> Senders => y.Matrix(Units, Cases, Stride);

    private Matrix<float> Receivers => x.Matrix(Units, Cases, Stride);

    private int Stride => BlockShape.Padded(Cases);

    [GlobalSetup]
    public void Fill()
    {
        w = Random(Units * Units);
        y = Random(Units * Stride);
        x = Random(Units * Stride);
    }

    [Benchmark(Baseline = true)]
    public void Forward() => kernels.Forward(Weights, Senders, Receivers, SumStart<float>.PerRow(w.Pointer));

    [Benchmark]
    public void Back() => kernels.Back(Weights, Senders, Receivers, SumStart<float>.Same(w.Pointer));

    [Benchmark]
    public void Gradient() => kernels.Gradient(Receivers, Senders, Weights, ProductShape.UsesCaseOrder(Units, Units, Cases), fresh: true, null);

    private static AlignedBuffer<float> Random(int count)
    {
        var random = new RandomSource(1);
        var buffer = new AlignedBuffer<float>(count);
        foreach (ref var value in buffer.Span)
            value = (float)random.NextSigned();
        return buffer;
    }
}
