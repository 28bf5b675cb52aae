using System.Runtime.InteropServices;

namespace Backprop;

/// <summary>
/// The sum of the vectors of all shares, those of other ranks included, in the order of <see cref="ShareTree"/>. Ranks on one machine read the vectors of one another in place, where the
/// ranks can share memory: the message is then the number of the vector alone. A vector is written again by the next <see cref="Sum"/>, before which each rank must know that all have
/// come to the end of this one; <see cref="ShareNumbers.Join"/> says so.
/// </summary>
internal sealed unsafe class ShareVector<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A part of a vector that is worth a message of its own.</summary>
    private const int FewestOfPart = 1024;

    /// <summary>A part that is added while it is still in the cache and the next one is on its way: 512 KiB of floats.</summary>
    private const int MostOfPart = 1 << 17;

    /// <summary>Bytes of a vector that are worth sharing: fewer are copied as fast as the message that they are there.</summary>
    private const int FewestToShare = 1 << 15;

    /// <summary>At most two sums of a level come from others: where the shares of this rank begin, and where they end.</summary>
    private const int Rooms = 2;

    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly ShareTree tree;
    private readonly IRanks? ranks;
    private readonly ShareNumbers numbers;
    private readonly int length;
    private readonly int parts;
    private readonly Func<nint, Gradient<T>> newVector;
    private readonly List<Gradient<T>> vectors = [];
    private readonly Gradient<T> right;
    private readonly AlignedBuffer<T>?[] rooms = new AlignedBuffer<T>?[Rooms];
    private readonly Dictionary<int, ShareSchedule> schedules = [];
    private readonly List<(IPendingMessage Message, ShareStep Step)> pending = [];
    private readonly ISharingRanks? sharing;
    private ISharedMemory? shared;
    private AlignedBuffer<int> numbersOfVectors = new(0);
    private bool hasBegun;
    private int used;
    private bool isFinite;

    /// <param name="numbers">E of the shares, and the ranks.</param>
    /// <param name="length">The numbers of a vector.</param>
    /// <param name="newVector">Makes one at an address; at 0, in memory of its own.</param>
    internal ShareVector(ShareNumbers numbers, int length, Func<nint, Gradient<T>> newVector)
    {
        this.newVector = newVector;
        (tree, ranks, this.numbers, this.length) = (numbers.Tree, numbers.Ranks, numbers, length);
        parts = tree.Ranks == 1 ? 1 : Math.Max(Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)tree.Ranks), Math.Max(1, length / FewestOfPart)), length / MostOfPart);
        sharing = tree.Ranks > 1 && (long)length * sizeof(T) >= FewestToShare ? ranks as ISharingRanks : null;
        vectors.Add(newVector(0));
        right = newVector(0);
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

    /// <summary>Shares the vectors of this rank that others receive parts of.</summary>
    private void Begin()
    {
        hasBegun = true;
        if (sharing is null)
            return;
        var schedule = ScheduleOf(tree.Shares);
        var stride = (long)BlockShape.Padded(length) * sizeof(T);
        shared = sharing.Share(schedule.Vectors * stride, PeersOf(schedule), numbers.Token);
        if (shared is null)
            return;
        vectors.Clear();
        for (var k = 0; k < schedule.Vectors; k++)
            vectors.Add(newVector((nint)(shared.Own + (k * stride))));
    }

    private List<int> PeersOf(ShareSchedule schedule)
    {
        var peers = new SortedSet<int>(schedule.Steps.SelectMany(static level => level.Select(static step => step.Peer).OfType<int>()));
        for (var step = 1; step < tree.Ranks; step *= 2)
        {
            for (var part = 0; part < parts; part++)
            {
                if (SpreadsTo(schedule, part, step) is { } to)
                    peers.Add(to);
                if (SpreadsFrom(schedule, part, step) is { } from)
                    peers.Add(from);
            }
        }
        return [.. peers];
    }

    private void Exchange(ShareSchedule schedule)
    {
        foreach (var level in schedule.Steps)
        {
            foreach (var step in level)
            {
                if (step.Peer is not { } peer)
                    AddPart(vectors[step.Vector], vectors[step.Other].Pointer + Boundary(step.Part), step.Part);
                else if (step.IsSend)
                    BeginSend(step, peer);
                else
                    BeginReceive(step, peer, ofOther: true);
            }
            for (var k = 0; k < pending.Count; k++)
            {
                var (message, step) = pending[k];
                message.Wait(numbers.Token);
                if (!step.IsSend)
                    AddPart(vectors[step.Vector], Received(k, step, ofOther: true), step.Part);
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
                if (SpreadsTo(schedule, part, step) is { } to)
                    BeginSend(new(part, Vector: 0, to, IsSend: true, Other: -1), to);
                else if (SpreadsFrom(schedule, part, step) is { } from)
                    BeginReceive(new(part, Vector: 0, from, IsSend: false, Other: -1), from, ofOther: false);
            }
            for (var k = 0; k < pending.Count; k++)
            {
                var (message, its) = pending[k];
                message.Wait(numbers.Token);
                if (!its.IsSend && shared is not null && shared.Of(its.Peer!.Value) != 0)
                    new ReadOnlySpan<T>(Received(k, its, ofOther: false), Part(total, its.Part).Length).CopyTo(Part(total, its.Part));
            }
            pending.Clear();
        }
    }

    /// <summary>The rank to which this one passes the sum of a part on; null if to none.</summary>
    private int? SpreadsTo(ShareSchedule schedule, int part, int step) =>
        PlaceOf(schedule, part) is var place && place < step && place + step < tree.Ranks ? (tree.Rank + step) % tree.Ranks : null;

    /// <summary>The rank from which this one has the sum of a part; null if from none.</summary>
    private int? SpreadsFrom(ShareSchedule schedule, int part, int step) =>
        PlaceOf(schedule, part) is var place && place >= step && place < 2 * step ? (tree.Rank - step + tree.Ranks) % tree.Ranks : null;

    /// <summary>The place of this rank after the one that has the sum of a part.</summary>
    private int PlaceOf(ShareSchedule schedule, int part) => (tree.Rank - schedule.Owners[part] + tree.Ranks) % tree.Ranks;

    private void BeginSend(in ShareStep step, int peer)
    {
        var bytes = Bytes(vectors[step.Vector].Values, step.Part);
        if (shared is not null && shared.IsSeenBy(peer))
        {
            numbersOfVectors.Span[pending.Count] = step.Vector;
            bytes = NumberOfVector(pending.Count);
        }
        pending.Add((ranks!.BeginSend(bytes, peer), step));
    }

    /// <param name="step">The step.</param>
    /// <param name="peer">The rank that sends.</param>
    /// <param name="ofOther">Whether the part is added to a vector, and has room of its own until then.</param>
    private void BeginReceive(in ShareStep step, int peer, bool ofOther)
    {
        var bytes = shared is not null && shared.Of(peer) != 0 ? NumberOfVector(pending.Count)
            : Bytes(ofOther ? RoomOf(step).Span : vectors[step.Vector].Values, step.Part);
        pending.Add((ranks!.BeginReceive(bytes, peer), step));
    }

    /// <summary>Where the part of a message that has come is.</summary>
    private T* Received(int index, in ShareStep step, bool ofOther)
    {
        var from = shared is not null && shared.Of(step.Peer!.Value) is var its && its != 0
            ? (T*)its + ((long)BlockShape.Padded(length) * numbersOfVectors.Span[index])
            : ofOther ? RoomOf(step).Pointer : vectors[step.Vector].Pointer;
        return from + Boundary(step.Part);
    }

    private AlignedBuffer<T> RoomOf(in ShareStep step) => rooms[step.Other] ??= new AlignedBuffer<T>(BlockShape.Padded(length));

    /// <summary>The message that a part is there.</summary>
    private Span<byte> NumberOfVector(int index) => MemoryMarshal.AsBytes(numbersOfVectors.Span.Slice(index, 1));

    /// <summary>Where some shares have no cases, other sums are joined.</summary>
    private ShareSchedule ScheduleOf(int cases)
    {
        cases = Math.Min(cases, tree.Shares);
        if (!schedules.TryGetValue(cases, out var schedule))
        {
            schedules.Add(cases, schedule = new ShareSchedule(tree, cases, parts));
            var messages = Math.Max(2 * parts, schedule.Steps.Max(static level => level.Count));
            if (numbersOfVectors.Length < messages)
                numbersOfVectors = new AlignedBuffer<int>(messages);
        }
        return schedule;
    }

    private Gradient<T> Take()
    {
        if (used == vectors.Count)
            vectors.Add(newVector(0));
        return vectors[used++];
    }

    private int Boundary(int part) => part == parts ? length : (int)((long)length * part / parts / 16 * 16);

    private Span<T> Part(Span<T> vector, int part) => vector[Boundary(part)..Boundary(part + 1)];

    private Span<byte> Bytes(Span<T> vector, int part) => MemoryMarshal.AsBytes(Part(vector, part));

    private void AddPart(Gradient<T> to, T* from, int part) =>
        Add(to.Pointer + Boundary(part), from, Boundary(part + 1) - Boundary(part));

    /// <summary>A fused multiply-add by 1 rounds as an addition does.</summary>
    private void Add(T* to, T* from, int count) => kernels.Combine(to, to, T.One, from, count);
}
