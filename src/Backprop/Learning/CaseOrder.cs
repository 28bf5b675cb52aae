namespace Backprop;

/// <summary>
/// The order in which a sweep takes its cases, batch by batch (point 5): as they are given, or in a new random order each sweep.
/// </summary>
/// <param name="count">Cases in a sweep.</param>
/// <param name="batchSize">Cases per batch, 1 or more; the last batch of a sweep has what is left.</param>
/// <param name="shuffle">Whether each sweep has a new order.</param>
/// <param name="seed">Fixes the orders.</param>
/// <param name="shares">The shares that the cases are cut into, within which a new order stays; null for none.</param>
internal sealed class CaseOrder(int count, int batchSize, bool shuffle, ulong seed, ShareCases? shares = null)
{
    private readonly int[] order = shuffle && shares is not null ? ByShare(count, shares) : [.. Enumerable.Range(0, count)];
    private readonly int[] ofShare = shuffle && shares is not null ? new int[Enumerable.Range(0, shares.Shares).Max(share => shares!.First(share + 1) - shares.First(share))] : [];
    private RandomSource random = new(seed);

    /// <summary>Cases in a sweep.</summary>
    internal int Count => order.Length;

    /// <summary>Whether each sweep has a new order.</summary>
    internal bool Shuffles => shuffle;

    /// <summary>Cases of this sweep that are done; 0 between two sweeps.</summary>
    internal int Position { get; private set; }

    /// <summary>The number of the current batch in its sweep, from 0.</summary>
    internal int BatchNumber => BatchNumberAt(Position);

    /// <summary>The number of the batch that begins at a position.</summary>
    internal int BatchNumberAt(int position) => position / batchSize;

    /// <summary>The cases of the current batch.</summary>
    internal ReadOnlySpan<int> Batch => order.AsSpan(Position, Math.Min(batchSize, order.Length - Position));

    /// <summary>Draws the order of a sweep that begins.</summary>
    internal void BeginSweep()
    {
        if (!shuffle)
            return;
        if (shares is null)
        {
            random.Shuffle(order.AsSpan());
            return;
        }
        for (var share = 0; share < shares.Shares; share++)
        {
            var its = ofShare.AsSpan(0, shares.First(share + 1) - shares.First(share));
            for (var k = 0; k < its.Length; k++)
                its[k] = order[shares.Place(share, k)];
            random.Shuffle(its);
            for (var k = 0; k < its.Length; k++)
                order[shares.Place(share, k)] = its[k];
        }
    }

    /// <summary>The cases of each share in order, in its places.</summary>
    private static int[] ByShare(int count, ShareCases shares)
    {
        var order = new int[count];
        for (var share = 0; share < shares.Shares; share++)
        {
            for (var @case = shares.First(share); @case < shares.First(share + 1); @case++)
                order[shares.Place(share, @case - shares.First(share))] = @case;
        }
        return order;
    }

    /// <summary>Whether every case of an order is in a place of its share.</summary>
    private bool KeepsShares(int[] cases)
    {
        for (var share = 0; shuffle && share < shares?.Shares; share++)
        {
            for (var k = 0; k < shares.First(share + 1) - shares.First(share); k++)
            {
                if (cases[shares.Place(share, k)] is var @case && (@case < shares.First(share) || @case >= shares.First(share + 1)))
                    return false;
            }
        }
        return true;
    }

    /// <summary>Goes on to the next batch.</summary>
    /// <returns>Whether the batch was the last of its sweep.</returns>
    internal bool Advance()
    {
        Position += Math.Min(batchSize, order.Length - Position);
        if (Position < order.Length)
            return false;
        Position = 0;
        return true;
    }

    /// <summary>The current order and the four words of the generator, as copies.</summary>
    internal (int[] Order, ulong[] Generator) Capture() => ([.. order], random.GetState());

    /// <summary>Goes back to what <see cref="Capture"/> returned; <see cref="Problem"/> says beforehand whether it can.</summary>
    internal void Restore(ReadOnlySpan<int> cases, ReadOnlySpan<ulong> generator, int position)
    {
        cases.CopyTo(order);
        random = RandomSource.FromState(generator);
        Position = position;
    }

    /// <summary>Why this order cannot be restored; null where it can.</summary>
    internal string? Problem(int[] cases, ulong[] generator, int position)
    {
        if (cases.Length != order.Length)
            return $"its order has {cases.Length} cases, expected {order.Length}";
        if (!cases.Order().SequenceEqual(Enumerable.Range(0, order.Length)))
            return "its case order is not a permutation";
        if (!KeepsShares(cases))
            return "its case order takes cases from one share to another";
        if (generator.Length != 4 || Array.TrueForAll(generator, static word => word == 0))
            return "its random generator state is not four words, or all zeros";
        return position < 0 || position >= order.Length || position % batchSize != 0
            ? $"its position is impossible: case {position} of a sweep of {order.Length} in batches of {batchSize}" : null;
    }
}
