namespace Backprop;

/// <summary>Runs one net forward over one set of cases that is cut into shares, each rank over its own; E is joined as that of a batch is.</summary>
internal sealed unsafe class ShareEvaluator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly ShareNumbers numbers;
    private readonly int count;
    private readonly List<(int Share, CaseBlock<T> Block)> blocks = [];
    private readonly Propagation<T>? propagation;

    internal ShareEvaluator(Network<T> network, Cases cases, ErrorMeasure error, ShareNumbers numbers, ShareCases shares)
    {
        (this.network, this.numbers, count) = (network, numbers, cases.Count);
        var (tree, bound) = (numbers.Tree, new BoundCases(network.Topology, cases, error));
        for (var share = tree.FirstOf(tree.Rank); share < tree.FirstOf(tree.Rank + 1); share++)
        {
            var (first, end) = (shares.First(share), shares.First(share + 1));
            foreach (var part in Enumerable.Range(first, end - first).Chunk(CaseBlock<T>.LargestCount))
            {
                var block = new CaseBlock<T>(bound, part.Length);
                block.Fill(part);
                blocks.Add((share, block));
            }
        }
        if (blocks.Count > 0)
            propagation = new Propagation<T>(network.Topology, blocks.Max(static each => each.Block.Stride), error, StateUse.ErrorAlone);
    }

    internal Evaluation Evaluate()
    {
        numbers.Begin();
        foreach (var (share, block) in blocks)
        {
            numbers.Token.ThrowIfCancellationRequested();
            propagation!.Forward(block, network.WeightBuffer.Pointer);
            numbers.Add(share, propagation.Error(block));
            numbers.Measure(propagation.GreatestDistance(block), propagation.OnRightSide(block));
        }
        var error = numbers.Join(out var distance, out var onRightSide);
        return new Evaluation(count, error, distance, onRightSide);
    }
}
