using BenchmarkDotNet.Attributes;

namespace Backprop.Bench;

/// <summary>
/// A one-hot input group into 32 units over 100 cases: the layout of a batch and the products, whole and without the zeros, and a sweep of a net of 32 hidden units.
/// What grows with the zeros of a sweep is the change of the weights, which touches all of them whatever the inputs.
/// </summary>
[MinColumn]
public unsafe class SparseBench
{
    private const int Receiving = 32;
    private const int Count = 100;

    private readonly Kernels<float> kernels = Kernels<float>.Best;
    private readonly int[] order = [.. Enumerable.Range(0, Count)];
    private readonly int stride = BlockShape.Padded(Count);
    private AlignedBuffer<float> w = null!, g = null!, change = null!, x = null!, whole = null!;
    private SparseInput<float> sparse = null!;
    private CaseValues values = null!;
    private Trainer<float> trainer = null!;

    [Params(16, 64, 256, 1024, 4096)]
    public int Units { get; set; }

    private Matrix<float> Weights => w.Matrix(Receiving, Units, Units);

    private Matrix<float> Gradient => g.Matrix(Receiving, Units, Units);

    private Matrix<float> Whole => whole.Matrix(Units, Count, stride);

    private Matrix<float> Receivers => x.Matrix(Receiving, Count, stride);

    [GlobalSetup]
    public void Fill()
    {
        var random = new RandomSource(1);
        int[] ones = [.. Enumerable.Range(0, Count).Select(_ => random.NextInt(Units))];
        var cases = new CasesBuilder(Count).InputOneHot(null, ones, Units).TargetOneHot(null, [.. Enumerable.Range(0, Count).Select(static c => c % 2)], 2).ToCases();
        values = cases.Inputs[0];
        sparse = new SparseInput<float>(values.Sparse(1)!, stride);
        whole = new AlignedBuffer<float>(Units * stride);
        LayoutSparse();
        LayoutWhole();
        w = Random(Units * Receiving, random);
        g = Random(Units * Receiving, random);
        change = Random(Units * Receiving, random);
        x = Random(Receiving * stride, random);
        trainer = new Trainer<float>(new Network<float>(Topology.Layered(Units, Receiving, 2)).Randomize(1), cases, new GradientDescent { LearningRate = 0.01, Momentum = 0.9 });
    }

    [Benchmark]
    public void LayoutWhole() => values.Gather(order, whole.Pointer, stride, stride, 0f);

    [Benchmark]
    public void LayoutSparse() => sparse.Fill(order);

    [Benchmark]
    public void ForwardWhole() => kernels.Forward(Weights, Whole, Receivers, SumStart<float>.PerRow(w.Pointer));

    [Benchmark]
    public void ForwardSparse() => kernels.ForwardSparse(Weights, sparse.States, Receivers, SumStart<float>.PerRow(w.Pointer));

    [Benchmark]
    public void GradientWhole() => kernels.Gradient(Receivers, Whole, Gradient, ProductShape.UsesCaseOrder(Receiving, Units, Count), fresh: false, null);

    [Benchmark]
    public void GradientSparse() => kernels.GradientSparse(Receivers, sparse.States, Gradient, fresh: false);

    [Benchmark]
    public void ChangeWeights() => kernels.Descend(w.Pointer, g.Pointer, change.Pointer, 1e-9f, 0.9f, w.Length);

    [Benchmark]
    public void Sweep() => trainer.Step();

    private static AlignedBuffer<float> Random(int count, RandomSource random)
    {
        var buffer = new AlignedBuffer<float>(count);
        foreach (ref var value in buffer.Span)
            value = (float)random.NextSigned();
        return buffer;
    }
}
