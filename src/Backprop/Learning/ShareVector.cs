namespace Backprop;

/// <summary>
/// The sum of the vectors of all shares, those of other ranks included, in the order of <see cref="ShareTree"/>. What the last share of this rank has computed for good is joined with its earlier shares, and
/// exchanged, while the rest of that share is computed. A vector is written again by the next <see cref="Sum"/>, before which each rank must know that all have
/// come to the end of this one; <see cref="ShareNumbers.Join"/> says so.
/// </summary>
internal sealed unsafe class ShareVector<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bytes of a vector that are worth sharing: fewer are copied as fast as the message that they are there.</summary>
    private const int FewestToShare = 1 << 15;

    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly ShareTree tree;
    private readonly IRanks? ranks;
    private readonly ShareNumbers numbers;
    private readonly int length;
    private readonly Func<nint, Gradient<T>> newVector;
    private readonly List<Gradient<T>> vectors = [];
    private readonly Gradient<T> right;
    private readonly Dictionary<int, ShareOrder> orders = [];
    private readonly Action<int> enters;

    /// <summary>The left sums of the nodes in whose right half the shares now lie, from the top: what a share is added to, one after the other from the end.</summary>
    private readonly List<Gradient<T>> lefts = [];
    private ShareParts parts;
    private ShareExchange<T>? exchange;
    private ISharedMemory? shared;
    private bool hasBegun;
    private int used;
    private bool isFinite;

    // While the last share is derived.
    private Gradient<T>? current;
    private bool isAdded;
    private int finished;
    private bool isExchanging;

    /// <param name="numbers">E of the shares, and the ranks.</param>
    /// <param name="length">The numbers of a vector.</param>
    /// <param name="parts">The parts in which it is exchanged.</param>
    /// <param name="newVector">Makes one at an address; at 0, in memory of its own.</param>
    internal ShareVector(ShareNumbers numbers, int length, ShareParts parts, Func<nint, Gradient<T>> newVector)
    {
        (tree, ranks, this.numbers, this.length, this.parts, this.newVector) = (numbers.Tree, numbers.Ranks, numbers, length, parts, newVector);
        vectors.Add(newVector(0));
        right = newVector(0);
        enters = Enter;
    }

    /// <summary>The sum, after <see cref="Sum"/>.</summary>
    internal T* Pointer => vectors[0].Pointer;

    /// <summary>The same, which stays when this object is gone: shared memory does not.</summary>
    internal ReadOnlySpan<T> Values => shared is null ? vectors[0].Values : vectors[0].Values.ToArray();

    /// <summary>Computes the shares of this rank and joins them with those of the others.</summary>
    /// <param name="source">Computes a share.</param>
    /// <param name="cases">The number of cases in all shares.</param>
    internal void Sum(IShareSource<T> source, int cases)
    {
        if (!hasBegun)
            Begin();
        (used, isFinite, isAdded, finished) = (0, true, false, 0);
        lefts.Clear();
        exchange?.Begin(OrderOf(cases));
        try
        {
            Visit(tree.Levels, 0, source, cases);
        }
        catch
        {
            exchange?.Stop();
            throw;
        }
        if (exchange is null)
            return;
        // A rank whose shares have no cases has derived none.
        for (; finished < parts.Waves.Length; finished++)
            exchange.Release(now: false);
        exchange.Complete(numbers.Token);
    }

    /// <summary>Computes the nodes of which this rank has all shares, each into a vector; they are left in the order of their shares.</summary>
    private void Visit(int level, int index, IShareSource<T> source, int cases)
    {
        var (first, end) = tree.SharesOf(level, index);
        if (first >= end || end <= tree.FirstOf(tree.Rank) || first >= tree.FirstOf(tree.Rank + 1))
            return;
        if (tree.OwnerOf(level, index) is not null)
        {
            Compute(level, index, source, cases);
            return;
        }
        Visit(level - 1, 2 * index, source, cases);
        Visit(level - 1, (2 * index) + 1, source, cases);
    }

    /// <summary>Computes a node into the next free vector, if it has cases.</summary>
    private bool Compute(int level, int index, IShareSource<T> source, int cases)
    {
        if (tree.SharesOf(level, index) is var (first, end) && (first >= end || tree.IsEmpty(level, index, cases)))
            return false;
        if (level == 0)
        {
            Derive(index, source, Take(), cases);
            return true;
        }
        if (!Compute(level - 1, 2 * index, source, cases))
            return Compute(level - 1, (2 * index) + 1, source, cases);
        var left = vectors[used - 1];
        lefts.Add(left);
        if (level == 1)
        {
            if (tree.SharesOf(0, (2 * index) + 1) is var (share, after) && share < after && !tree.IsEmpty(0, share, cases))
            {
                Derive(share, source, right, cases);
                Add(left, right);
            }
        }
        else if (Compute(level - 1, (2 * index) + 1, source, cases))
        {
            Add(left, vectors[used - 1]);
            used--;
        }
        lefts.RemoveAt(lefts.Count - 1);
        return true;
    }

    /// <summary>After an E that is not finite no other share is computed, so that what ran last is what is wrong.</summary>
    private void Derive(int share, IShareSource<T> source, Gradient<T> into, int cases)
    {
        numbers.Token.ThrowIfCancellationRequested();
        var isLast = tree.FirstCase(share + 1, cases) == tree.FirstCase(tree.FirstOf(tree.Rank + 1), cases);
        isExchanging = isLast && parts.Waves.Length > 1 && exchange is not null;
        current = into;
        if (isFinite)
        {
            var error = source.Derive(share, into, isExchanging ? enters : null);
            numbers.Add(share, error);
            isFinite = double.IsFinite(error);
        }
        isExchanging = false;
        if (isLast && exchange is not null)
            FinishLast();
        else if (isFinite)
            into.Finish();
    }

    /// <summary>What the backward pass of the last block of the last share says before it goes into a group: gradients that later groups alone write are final.</summary>
    private void Enter(int group)
    {
        while (finished < parts.Waves.Length && parts.Waves[finished].LowestGroup > group)
            FinishWave();
    }

    /// <summary>Lets the rest of the last share follow. Where E is not finite, its numbers mean nothing, but others wait for them.</summary>
    private void FinishLast()
    {
        while (finished < parts.Waves.Length)
            FinishWave();
        isAdded = true;
    }

    /// <summary>Takes the last steps of the gradient of a share for the numbers of the next wave, adds them to the earlier shares of this rank, and gives them to the exchange.</summary>
    private void FinishWave()
    {
        var wave = parts.Waves[finished++];
        if (isFinite && parts.Waves.Length == 1)
            current!.Finish();
        foreach (var (first, end) in wave.Ranges)
        {
            if (isFinite && parts.Waves.Length > 1)
                current!.Finish(first, end);
            var sum = current!;
            for (var k = lefts.Count - 1; k >= 0; k--)
            {
                Add(lefts[k].Pointer + first, sum.Pointer + first, end - first);
                sum = lefts[k];
            }
        }
        exchange!.Release(now: isExchanging);
    }

    /// <summary>Makes the exchange, and shares the vectors of this rank that others receive parts of.</summary>
    private void Begin()
    {
        hasBegun = true;
        if (ranks is null || tree.Ranks == 1)
            return;
        var (whole, order) = (ShareParts.Whole(length, tree.Ranks), OrderOf(tree.Shares));
        if ((long)length * sizeof(T) >= FewestToShare && ranks is ISharingRanks sharing)
        {
            List<int> peers = [.. order.Peers.Union(new ShareOrder(tree, tree.Shares, whole).Peers).Order()];
            var stride = (long)BlockShape.Padded(length) * sizeof(T);
            shared = sharing.Share(order.Vectors * stride, peers, numbers.Token);
            for (var k = 0; shared is not null && k < order.Vectors; k++)
            {
                if (k == 0)
                    vectors.Clear();
                vectors.Add(newVector((nint)(shared.Own + (k * stride))));
            }
            // On one machine the exchange is work of the processors that compute: nothing is gained by beginning it earlier, and waves cost messages.
            if (parts.Waves.Length > 1 && numbers.AreAll(shared is not null && peers.TrueForAll(peer => shared.Of(peer) != 0 && shared.IsSeenBy(peer))))
            {
                parts = whole;
                orders.Clear();
            }
        }
        exchange = new ShareExchange<T>(ranks, parts, length, vectors, shared);
    }

    /// <summary>Where some shares have no cases, other sums are joined.</summary>
    private ShareOrder OrderOf(int cases)
    {
        cases = Math.Min(cases, tree.Shares);
        if (!orders.TryGetValue(cases, out var order))
            orders.Add(cases, order = new ShareOrder(tree, cases, parts));
        return order;
    }

    private Gradient<T> Take()
    {
        if (used == vectors.Count)
            vectors.Add(newVector(0));
        return vectors[used++];
    }

    private void Add(Gradient<T> to, Gradient<T> from)
    {
        if (!isAdded)
            Add(to.Pointer, from.Pointer, length);
    }

    /// <summary>A fused multiply-add by 1 rounds as an addition does.</summary>
    private void Add(T* to, T* from, int count) => kernels.Combine(to, to, T.One, from, count);
}
