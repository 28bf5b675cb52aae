namespace Backprop;

/// <summary>
/// The cases of each share in a training whose sweeps are shuffled: the same ones in every sweep, so that a process needs those of its own shares only. Share s has neighboring cases,
/// as many as its places in all batches of a sweep, and each sweep puts them into these places in another order.
/// </summary>
/// <param name="tree">The shares.</param>
/// <param name="count">Cases in a sweep.</param>
/// <param name="batchSize">Cases per batch; the last batch has what is left.</param>
internal sealed class ShareCases(ShareTree tree, int count, int batchSize)
{
    private readonly int wholeBatches = (count - 1) / batchSize;
    private readonly int last = count - ((count - 1) / batchSize * batchSize);

    internal int Shares => tree.Shares;

    /// <summary>The first case of a share; of the number of shares, the number of cases.</summary>
    internal int First(int share) => (wholeBatches * tree.FirstCase(share, batchSize)) + tree.FirstCase(share, last);

    /// <summary>The shares of a process.</summary>
    internal (int First, int End) SharesOf(int rank) => (tree.FirstOf(rank), tree.FirstOf(rank + 1));

    /// <summary>The cases of the shares of this process.</summary>
    internal (int First, int End) Own => SharesOf(tree.Rank) is var its ? (First(its.First), First(its.End)) : default;

    /// <summary>The place, in the order of a sweep, of case <paramref name="k"/> among those of a share.</summary>
    internal int Place(int share, int k)
    {
        var each = tree.CountOf(share, batchSize);
        var batch = each == 0 ? wholeBatches : Math.Min(k / each, wholeBatches);
        var ofBatch = batch < wholeBatches ? batchSize : last;
        return (batch * batchSize) + tree.FirstCase(share, ofBatch) + (k - (batch * each));
    }
}
