using System.Runtime.InteropServices;

namespace Backprop;

/// <summary>The sum of the vectors of all shares, those of other ranks included, in the order of <see cref="ShareTree"/>.</summary>
internal sealed unsafe class ShareVector<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A part of a vector that is worth a message of its own.</summary>
    private const int FewestOfPart = 1024;

    /// <summary>A part that is added while it is still in the cache and the next one is on its way: 512 KiB of floats.</summary>
    private const int MostOfPart = 1 << 17;

    /// <summary>At most two sums of a level come from others: where the shares of this rank begin, and where they end.</summary>
    private const int Rooms = 2;

    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly ShareTree tree;
    private readonly IRanks? ranks;
    private readonly ShareNumbers numbers;
    private readonly int length;
    private readonly int parts;
    private readonly Func<Gradient<T>> newVector;
    private readonly List<Gradient<T>> vectors = [];
    private readonly Gradient<T> right;
    private readonly AlignedBuffer<T>[] rooms;
    private readonly Dictionary<int, ShareSchedule> schedules = [];
    private readonly List<(IPendingMessage Message, ShareStep Step)> pending = [];
    private int used;
    private bool isFinite;

    /// <param name="numbers">E of the shares, and the ranks.</param>
    /// <param name="length">The numbers of a vector.</param>
    /// <param name="newVector">Makes room for one.</param>
    internal ShareVector(ShareNumbers numbers, int length, Func<Gradient<T>> newVector)
    {
        this.newVector = newVector;
        (tree, ranks, this.numbers, this.length) = (numbers.Tree, numbers.Ranks, numbers, length);
        parts = tree.Ranks == 1 ? 1 : Math.Max(Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)tree.Ranks), Math.Max(1, length / FewestOfPart)), length / MostOfPart);
        vectors.Add(newVector());
        right = newVector();
        rooms = [.. Enumerable.Range(0, tree.Ranks == 1 ? 0 : Rooms).Select(_ => new AlignedBuffer<T>(BlockShape.Padded(length)))];
    }

    /// <summary>The sum, after <see cref="Sum"/>.</summary>
    internal T* Pointer => vectors[0].Pointer;

    internal ReadOnlySpan<T> Values => new(Pointer, length);

    /// <summary>Computes the shares of this rank and joins them with those of the others.</summary>
    /// <param name="source">Computes a share.</param>
    /// <param name="cases">The number of cases in all shares.</param>
    internal void Sum(IShareSource<T> source, int cases)
    {
        used = 0;
        isFinite = true;
        Visit(tree.Levels, 0, source, cases);
        if (ranks is not null && tree.Ranks > 1)
            Exchange(ScheduleOf(cases));
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
            Derive(index, source, Take());
            return true;
        }
        if (!Compute(level - 1, 2 * index, source, cases))
            return Compute(level - 1, (2 * index) + 1, source, cases);
        var left = vectors[used - 1];
        if (level == 1)
        {
            if (tree.SharesOf(0, (2 * index) + 1) is var (share, after) && share < after && !tree.IsEmpty(0, share, cases))
            {
                Derive(share, source, right);
                Add(left.Pointer, right.Pointer, length);
            }
        }
        else if (Compute(level - 1, (2 * index) + 1, source, cases))
        {
            Add(left.Pointer, vectors[used - 1].Pointer, length);
            used--;
        }
        return true;
    }

    /// <summary>After an E that is not finite no other share is computed, so that what ran last is what is wrong.</summary>
    private void Derive(int share, IShareSource<T> source, Gradient<T> into)
    {
        numbers.Token.ThrowIfCancellationRequested();
        if (!isFinite)
            return;
        var error = source.Derive(share, into);
        numbers.Add(share, error);
        isFinite = double.IsFinite(error);
    }

    private void Exchange(ShareSchedule schedule)
    {
        foreach (var level in schedule.Steps)
        {
            foreach (var step in level)
            {
                if (step.Peer is { } peer)
                    pending.Add((step.IsSend ? ranks!.BeginSend(Bytes(vectors[step.Vector].Values, step.Part), peer) : ranks!.BeginReceive(Bytes(rooms[step.Other].Span, step.Part), peer), step));
                else
                    AddPart(vectors[step.Vector], vectors[step.Other].Pointer, step.Part);
            }
            foreach (var (message, step) in pending)
            {
                message.Wait(numbers.Token);
                if (!step.IsSend)
                    AddPart(vectors[step.Vector], rooms[step.Other].Pointer, step.Part);
            }
            pending.Clear();
        }
        Spread(schedule);
    }

    /// <summary>Sends the parts from the ranks that have them to all, each along a tree of ranks, into the first vector, of which nothing else is needed any more.</summary>
    private void Spread(ShareSchedule schedule)
    {
        var total = vectors[0].Values;
        for (var part = 0; part < parts; part++)
        {
            if (schedule.Owners[part] == tree.Rank && schedule.Places[part] > 0)
                Part(vectors[schedule.Places[part]].Values, part).CopyTo(Part(total, part));
        }
        for (var step = 1; step < tree.Ranks; step *= 2)
        {
            for (var part = 0; part < parts; part++)
            {
                var place = (tree.Rank - schedule.Owners[part] + tree.Ranks) % tree.Ranks;
                if (place < step && place + step < tree.Ranks)
                    pending.Add((ranks!.BeginSend(Bytes(total, part), (tree.Rank + step) % tree.Ranks), default));
                else if (place >= step && place < 2 * step)
                    pending.Add((ranks!.BeginReceive(Bytes(total, part), (tree.Rank - step + tree.Ranks) % tree.Ranks), default));
            }
            foreach (var (message, _) in pending)
                message.Wait(numbers.Token);
            pending.Clear();
        }
    }

    /// <summary>Where some shares have no cases, other sums are joined.</summary>
    private ShareSchedule ScheduleOf(int cases)
    {
        cases = Math.Min(cases, tree.Shares);
        if (!schedules.TryGetValue(cases, out var schedule))
            schedules.Add(cases, schedule = new ShareSchedule(tree, cases, parts));
        return schedule;
    }

    private Gradient<T> Take()
    {
        if (used == vectors.Count)
            vectors.Add(newVector());
        return vectors[used++];
    }

    private int Boundary(int part) => part == parts ? length : (int)((long)length * part / parts / 16 * 16);

    private Span<T> Part(Span<T> vector, int part) => vector[Boundary(part)..Boundary(part + 1)];

    private Span<byte> Bytes(Span<T> vector, int part) => MemoryMarshal.AsBytes(Part(vector, part));

    private void AddPart(Gradient<T> to, T* from, int part) =>
        Add(to.Pointer + Boundary(part), from + Boundary(part), Boundary(part + 1) - Boundary(part));

    /// <summary>A fused multiply-add by 1 rounds as an addition does.</summary>
    private void Add(T* to, T* from, int count) => kernels.Combine(to, to, T.One, from, count);
}
