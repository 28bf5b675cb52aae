namespace Backprop;

/// <summary>The result of a net, with the weights it has, on a set of cases.</summary>
/// <param name="Cases">The number of cases.</param>
/// <param name="Error">E over them.</param>
/// <param name="GreatestDistance">The greatest |y − d| over all outputs that have a desired state, in cases whose weight is not 0.</param>
/// <param name="AllOnRightSide">Whether each of them is on the right side of 0.5, strictly.</param>
public sealed record Evaluation(int Cases, double Error, double GreatestDistance, bool AllOnRightSide);

/// <summary>Runs one net forward over one set of cases, any number of times.</summary>
internal sealed unsafe class Evaluator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly int count;
    private readonly bool windows;
    private readonly CaseBlock<T>[] blocks;
    private readonly Propagation<T> propagation;

    internal Evaluator(Network<T> network, Cases cases, ErrorMeasure error, Noise? noise = null)
    {
        this.network = network;
        count = cases.Count;
        windows = cases.Sequences is not null;
        blocks = CaseBlock<T>.All(new BoundCases(network.Topology, cases, error, noise));
        propagation = new Propagation<T>(network.Topology, blocks[0].Stride, error, StateUse.ErrorAlone, noise: noise);
    }

    internal Evaluation Evaluate()
    {
        var (error, distance, right) = (0.0, 0.0, true);
        var first = 0;
        for (var index = 0; index < blocks.Length; index++)
        {
            var block = blocks[index];
            propagation.DrawNoise(block, first);
            first += block.Count;
            propagation.Forward(block, network.WeightBuffer.Pointer);
            if (windows && index + 1 < blocks.Length)
                propagation.CarryOn(block, blocks[index + 1]);
            error += propagation.Error(block);
            distance = Math.Max(distance, propagation.GreatestDistance(block));
            right &= propagation.OnRightSide(block);
        }
        return new Evaluation(count, error, distance, right);
    }
}
