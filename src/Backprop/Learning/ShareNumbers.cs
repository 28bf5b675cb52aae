using System.Runtime.InteropServices;

namespace Backprop;

/// <summary>
/// What each share says in a few numbers: its E, and of all shares of a rank the greatest distance and whether all outputs are on the right side. They are gathered at rank 0 along a
/// tree of ranks and sent to all, so that every rank has the same numbers and decides the same.
/// </summary>
internal sealed class ShareNumbers
{
    /// <summary>Numbers of a rank beside the errors of its shares: distance, side, clock.</summary>
    private const int PerRank = 3;

    private readonly ShareTree tree;
    private readonly IRanks? ranks;
    private readonly AlignedBuffer<double> numbers;
    private readonly double[] errors;

    internal ShareNumbers(ShareTree tree, IRanks? ranks)
    {
        (this.tree, this.ranks) = (tree, ranks);
        numbers = new AlignedBuffer<double>(At(tree.Ranks));
        errors = new double[tree.Shares];
    }

    internal ShareTree Tree => tree;

    /// <summary>The processes; null for one.</summary>
    internal IRanks? Ranks => ranks;

    /// <summary>Numbers of a vector that are worth messages of their own before the rest is computed: <see cref="ShareParts.Of"/>.</summary>
    internal int FewestOfWave { get; init; } = 1 << 17;

    /// <summary>Ends waits for other ranks.</summary>
    internal CancellationToken Token { get; set; }

    /// <summary>E of every share, after <see cref="Join"/>.</summary>
    internal ReadOnlySpan<double> Errors => errors;

    private Span<double> Own => numbers.Span[At(tree.Rank)..At(tree.Rank + 1)];

    /// <summary>Begins with E 0 of every share.</summary>
    internal void Begin()
    {
        Own.Clear();
        Own[^2] = 1;
    }

    /// <summary>Records a share of this rank.</summary>
    internal void Add(int share, double error) => Own[share - tree.FirstOf(tree.Rank)] += error;

    /// <summary>Records what stop rules look at.</summary>
    internal void Measure(double distance, bool onRightSide)
    {
        Own[^3] = Math.Max(Own[^3], distance);
        if (!onRightSide)
            Own[^2] = 0;
    }

    /// <summary>Gathers the numbers of all ranks.</summary>
    /// <param name="distance">The greatest distance.</param>
    /// <param name="onRightSide">Whether all outputs are on the right side.</param>
    /// <returns>E over all shares.</returns>
    internal double Join(out double distance, out bool onRightSide)
    {
        Exchange();
        (distance, onRightSide) = (0, true);
        for (var rank = 0; rank < tree.Ranks; rank++)
        {
            var its = numbers.Span[At(rank)..At(rank + 1)];
            its[..^PerRank].CopyTo(errors.AsSpan(tree.FirstOf(rank)));
            distance = Math.Max(distance, its[^3]);
            onRightSide &= its[^2] != 0;
        }
        return tree.Sum(errors);
    }

    /// <summary>Whether all ranks say so; the numbers begin anew.</summary>
    internal bool AreAll(bool isSo)
    {
        Begin();
        Measure(0, isSo);
        Join(out _, out var areAll);
        Begin();
        return areAll;
    }

    /// <summary>The number that rank 0 gives: a time, for example, by which all ranks decide alike.</summary>
    internal double FromFirst(double number)
    {
        if (tree.Ranks == 1)
            return number;
        Begin();
        Own[^1] = number;
        Exchange();
        return numbers.Span[At(1) - 1];
    }

    /// <summary>The rank and the number of the first share whose E is not finite; null where there is none.</summary>
    internal int? RankOfNonFinite
    {
        get
        {
            var share = Array.FindIndex(errors, static error => !double.IsFinite(error));
            return share < 0 ? null : tree.OwnerOf(0, share);
        }
    }

    private int At(int rank) => tree.FirstOf(rank) + (PerRank * rank);

    private void Exchange()
    {
        if (ranks is null || tree.Ranks == 1)
            return;
        var (me, count) = (tree.Rank, tree.Ranks);
        var step = 1;
        for (; step < count && (me & step) == 0; step *= 2)
        {
            if (me + step < count)
                ranks.BeginReceive(Bytes(me + step, Math.Min(me + (2 * step), count)), me + step).Wait(Token);
        }
        if (me > 0)
        {
            ranks.BeginSend(Bytes(me, Math.Min(me + step, count)), me - step).Wait(Token);
            ranks.BeginReceive(Bytes(0, count), me - step).Wait(Token);
        }
        for (step /= 2; step > 0; step /= 2)
        {
            if (me + step < count)
                ranks.BeginSend(Bytes(0, count), me + step).Wait(Token);
        }
    }

    private Span<byte> Bytes(int firstRank, int endRank) => MemoryMarshal.AsBytes(numbers.Span[At(firstRank)..At(endRank)]);
}
