namespace Backprop;

/// <content>A batch that is cut into shares: of those that this process computes, one after another, E and ∂E/∂w, each by itself.</content>
internal sealed unsafe partial class BatchGradient<T> : IShareSource<T>
{
    private readonly ShareNumbers? numbersOfShares;
    private readonly ShareVector<T>? joined;
    private readonly List<(CaseBlock<T> Block, int[] Cases)>[]? laidOut;
    private int[] chosenOfShares = [];
    private int chosenCount;
    private StopNeeds neededOfShares;

    /// <summary>Ends a derivation, and waits for other ranks; the weights are then as they were.</summary>
    internal CancellationToken SharesToken
    {
        set => numbersOfShares!.Token = value;
    }

    /// <summary>E and ∂E/∂w over the cases of all shares.</summary>
    /// <param name="chosen">The cases; none for all of them, which are laid out.</param>
    /// <param name="needs">What stop rules need.</param>
    /// <param name="distance">The greatest distance.</param>
    /// <param name="onRightSide">Whether all outputs are on the right side.</param>
    /// <returns>E; one that is not finite, if there is one.</returns>
    private double OverShares(ReadOnlySpan<int> chosen, StopNeeds needs, out double distance, out bool onRightSide)
    {
        Choose(chosen);
        neededOfShares = needs;
        joined!.Sum(this, CasesOfShares);
        return numbersOfShares!.Join(out distance, out onRightSide);
    }

    /// <summary>E over the cases of all shares, by a forward pass alone.</summary>
    private double ErrorOverShares(ReadOnlySpan<int> chosen)
    {
        Choose(chosen);
        var tree = numbersOfShares!.Tree;
        for (var share = tree.FirstOf(tree.Rank); share < tree.FirstOf(tree.Rank + 1); share++)
        {
            numbersOfShares.Token.ThrowIfCancellationRequested();
            if (laidOut is null)
            {
                numbersOfShares.Add(share, ErrorOf(PartOf(share)));
                continue;
            }
            foreach (var (block, cases) in laidOut[share - tree.FirstOf(tree.Rank)])
            {
                last = block;
                DrawNoise(block, cases);
                propagation.Forward(block, network.WeightBuffer.Pointer);
                numbersOfShares.Add(share, propagation.Error(block));
            }
        }
        return numbersOfShares.Join(out _, out _);
    }

    /// <inheritdoc/>
    double IShareSource<T>.Derive(int share, Gradient<T> into, Action<int>? enters)
    {
        gradient = into;
        // Shares of others are added to it.
        propagation.ForgetColumns();
        return laidOut is null ? DeriveOver(PartOf(share), enters) : DeriveLaidOut(laidOut[share - numbersOfShares!.Tree.FirstOf(numbersOfShares.Tree.Rank)], enters);
    }

    private double DeriveLaidOut(List<(CaseBlock<T> Block, int[] Cases)> share, Action<int>? enters)
    {
        var error = 0.0;
        var (distance, onRightSide) = (0.0, true);
        foreach (var (index, (block, cases)) in share.Index())
        {
            last = block;
            DrawNoise(block, cases);
            error += propagation.Derive(block, network.WeightBuffer.Pointer, gradient, fresh: index == 0, index == share.Count - 1 ? enters : null);
            if (!double.IsFinite(error))
                return error;
            if (neededOfShares != StopNeeds.None)
                Measure(block, neededOfShares, ref distance, ref onRightSide);
        }
        numbersOfShares!.Measure(distance, onRightSide);
        return error;
    }

    private int CasesOfShares => laidOut is null ? chosenCount : numbers.Length;

    private void Choose(ReadOnlySpan<int> chosen)
    {
        numbersOfShares!.Begin();
        if (chosenOfShares.Length < chosen.Length)
            chosenOfShares = new int[chosen.Length];
        chosen.CopyTo(chosenOfShares);
        chosenCount = chosen.Length;
    }

    private ReadOnlySpan<int> PartOf(int share) => chosenOfShares.AsSpan(0, chosenCount)[numbersOfShares!.Tree.CasesOf(share, chosenCount)];

    /// <summary>Waves, where a backward pass can say what is final: not with lanes, which are joined in the end, nor where it keeps no states and goes from segment to segment.</summary>
    private ShareParts PartsOfShares(ShareNumbers shares) =>
        gradient.Layout == GradientLayout.Flat && propagation.Segments is null ? ShareParts.Of(network.Topology, shares.Tree.Ranks, shares.FewestOfWave) : ShareParts.Whole(network.Topology.WeightCount, shares.Tree.Ranks);

    /// <summary>Lays out the shares of this process where a sweep is one batch, otherwise room for the cases of a share.</summary>
    private static CaseBlock<T>[] BlocksOfShares(BoundCases cases, int batchSize, ShareTree tree, out List<(CaseBlock<T> Block, int[] Cases)>[]? laidOut)
    {
        laidOut = null;
        if (batchSize < cases.Cases.Count)
            return [new CaseBlock<T>(cases, Math.Min(tree.MostCases(batchSize), CaseBlock<T>.LargestCount))];
        laidOut = new List<(CaseBlock<T> Block, int[] Cases)>[tree.FirstOf(tree.Rank + 1) - tree.FirstOf(tree.Rank)];
        for (var k = 0; k < laidOut.Length; k++)
        {
            laidOut[k] = [];
            var (first, end) = (tree.FirstCase(tree.FirstOf(tree.Rank) + k, batchSize), tree.FirstCase(tree.FirstOf(tree.Rank) + k + 1, batchSize));
            foreach (var part in Enumerable.Range(first, end - first).Chunk(CaseBlock<T>.LargestCount))
            {
                var block = new CaseBlock<T>(cases, part.Length);
                block.Fill(part);
                laidOut[k].Add((block, part));
            }
        }
        var blocks = laidOut.SelectMany(static share => share.Select(static each => each.Block)).ToArray();
        // A rank whose shares have no cases still has states, of one case.
        return blocks.Length > 0 ? blocks : [new CaseBlock<T>(cases, 1)];
    }
}
