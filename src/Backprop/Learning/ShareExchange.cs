using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Backprop;

/// <summary>
/// Joins the vectors of this rank with those of the others, wave by wave in the order of <see cref="ShareOrder"/>. It can go on while the rest of the last vector is computed: a thread then looks once per millisecond
/// for what can be sent, received and added, since libraries of messages may get on only while they are called. Ranks on one machine read the vectors of one another in place, where the
/// ranks can share memory: the message is then the number of the vector alone.
/// </summary>
internal sealed unsafe class ShareExchange<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>At most two sums of a level come from others: where the shares of this rank begin, and where they end.</summary>
    private const int Rooms = 2;

    /// <summary>
    /// Bytes that are sent at once. MPI announces longer messages and sends them when the receiver has answered, which takes until both look, and the answer waits behind what the receiver sends itself.
    /// </summary>
    private const int MostOfPiece = 1 << 15;

    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly Lock gate = new();
    private readonly IRanks ranks;
    private readonly int length;
    private readonly List<Gradient<T>> vectors;
    private readonly ISharedMemory? shared;
    private readonly AlignedBuffer<T>?[] rooms = new AlignedBuffer<T>?[Rooms];
    private readonly int[] rounds;
    private readonly int[] left;
    private AlignedBuffer<int> numbersOfVectors = new(0);
    private IPendingMessage?[] messages = [];
    private int[] begun = [];
    private int[] done = [];
    private ShareOrder order = null!;
    private int released;
    private int entered;
    private int run;
    private bool isRunning;
    private Exception? failure;

    /// <param name="ranks">The processes.</param>
    /// <param name="parts">The parts of a vector.</param>
    /// <param name="length">The numbers of a vector.</param>
    /// <param name="vectors">The vectors of this rank, in the order of their shares; the sum is in the first one in the end.</param>
    /// <param name="shared">Memory in which they are; null where others cannot read them.</param>
    internal ShareExchange(IRanks ranks, ShareParts parts, int length, List<Gradient<T>> vectors, ISharedMemory? shared)
    {
        (this.ranks, this.length, this.vectors, this.shared) = (ranks, length, vectors, shared);
        rounds = new int[parts.Waves.Length];
        left = new int[parts.Waves.Length];
    }

    /// <summary>Begins with no wave.</summary>
    internal void Begin(ShareOrder next)
    {
        order = next;
        (released, entered) = (0, 0);
        rounds.AsSpan().Fill(-1);
        if (messages.Length < order.Operations.Count)
        {
            messages = new IPendingMessage?[order.Operations.Count];
            numbersOfVectors = new AlignedBuffer<int>(order.Operations.Count);
        }
        if (begun.Length < order.Queues.Length)
            (begun, done) = (new int[order.Queues.Length], new int[order.Queues.Length]);
        begun.AsSpan().Clear();
        done.AsSpan().Clear();
    }

    /// <summary>Takes the next wave, which is final in all vectors of this rank.</summary>
    /// <param name="now">Whether its exchange begins now, by a thread, while the caller computes the rest.</param>
    internal void Release(bool now)
    {
        Volatile.Write(ref released, released + 1);
        if (!now || isRunning)
            return;
        isRunning = true;
        ThreadPool.UnsafeQueueUserWorkItem(static its => its.Exchange.Run(its.Number), (Exchange: this, Number: run), preferLocal: false);
    }

    /// <summary>Lets the thread begin nothing more, and waits until it has left. If there was no thread for it yet, there is none later.</summary>
    internal void Stop()
    {
        Interlocked.Increment(ref run);
        isRunning = false;
        gate.Enter();
        gate.Exit();
    }

    /// <summary>Does what is left, after the last wave, and returns when all parts of the sum are there and the messages of this rank have left.</summary>
    internal void Complete(CancellationToken cancellationToken)
    {
        Stop();
        if (failure is { } first)
        {
            failure = null;
            ExceptionDispatchInfo.Throw(first);
        }
        while (true)
        {
            if (Advance())
                continue;
            if (First() is not { } message)
                return;
            message.Wait(cancellationToken);
        }
    }

    private void Run(int number)
    {
        while (true)
        {
            bool hasMoved;
            lock (gate)
            {
                if (Volatile.Read(ref run) != number)
                    return;
                try
                {
                    hasMoved = Advance();
                }
                catch (Exception exception)
                {
                    // The computing thread throws it when it comes to the exchange.
                    failure = exception;
                    return;
                }
            }
            if (!hasMoved)
                Thread.Sleep(1);
        }
    }

    /// <summary>Makes the steps that can be made without waiting.</summary>
    /// <returns>Whether there was one.</returns>
    private bool Advance()
    {
        var hasMoved = false;
        for (var there = Volatile.Read(ref released); entered < there; entered++)
        {
            Enter(entered, 0);
            hasMoved = true;
        }
        for (var k = 0; k < order.Queues.Length; k++)
        {
            var queue = order.Queues[k];
            for (; begun[k] < queue.Length && order.Operations[queue[begun[k]]] is var next && rounds[next.Wave] == next.Round; begun[k]++, hasMoved = true)
                messages[queue[begun[k]]] = next.Step.IsSend ? BeginSend(queue[begun[k]], next.Step) : BeginReceive(queue[begun[k]], next);
        }
        // They mostly come to an end in order, and each look takes time.
        for (var k = 0; k < order.Queues.Length; k++)
        {
            for (var queue = order.Queues[k]; done[k] < begun[k] && messages[queue[done[k]]]!.IsDone(); done[k]++, hasMoved = true)
                End(queue[done[k]]);
        }
        return hasMoved;
    }

    /// <summary>The first message in order that is not done; null where all are.</summary>
    private IPendingMessage? First()
    {
        var first = int.MaxValue;
        for (var k = 0; k < order.Queues.Length; k++)
        {
            if (done[k] < order.Queues[k].Length)
                first = Math.Min(first, order.Queues[k][done[k]]);
        }
        return first == int.MaxValue ? null : messages[first];
    }

    /// <summary>Lets a wave go on to a round, and to later ones as far as they have no messages.</summary>
    private void Enter(int wave, int round)
    {
        for (; round < order.Rounds; round++)
        {
            var (first, end) = order.Of(wave, round);
            var count = 0;
            for (var k = first; k < end; k++)
            {
                var (step, _, _, isSum) = order.Operations[k];
                if (step.Peer is not null)
                    count++;
                else if (isSum)
                    Add(step, vectors[step.Other].Pointer);
                else
                    Part(vectors[step.Other].Values, step.Part).CopyTo(Part(vectors[0].Values, step.Part));
            }
            if (count == 0)
                continue;
            (rounds[wave], left[wave]) = (round, count);
            return;
        }
        rounds[wave] = round;
    }

    /// <summary>Uses what a message that is done has brought.</summary>
    private void End(int operation)
    {
        messages[operation] = null;
        var (step, wave, round, isSum) = order.Operations[operation];
        if (!step.IsSend)
        {
            var isPlace = shared is not null && shared.Of(step.Peer!.Value) != 0;
            if (isSum)
                Add(step, isPlace ? InPlace(operation, step.Peer!.Value) : RoomOf(step).Pointer);
            else if (isPlace)
                Part(new Span<T>(InPlace(operation, step.Peer!.Value), length), step.Part).CopyTo(Part(vectors[0].Values, step.Part));
        }
        if (--left[wave] == 0)
            Enter(wave, round + 1);
    }

    private IPendingMessage BeginSend(int operation, in ShareStep step)
    {
        var to = step.Peer!.Value;
        if (shared is null || !shared.IsSeenBy(to))
            return InPieces(MemoryMarshal.AsBytes(Part(vectors[step.Vector].Values, step.Part)), to, isSend: true);
        numbersOfVectors.Span[operation] = step.Vector;
        return ranks.BeginSend(NumberOfVector(operation), to);
    }

    private IPendingMessage BeginReceive(int operation, in ShareOperation its)
    {
        var from = its.Step.Peer!.Value;
        return shared is not null && shared.Of(from) != 0 ? ranks.BeginReceive(NumberOfVector(operation), from)
            : InPieces(MemoryMarshal.AsBytes(Part(its.IsSum ? RoomOf(its.Step).Span : vectors[its.Step.Vector].Values, its.Step.Part)), from, isSend: false);
    }

    private IPendingMessage InPieces(Span<byte> bytes, int peer, bool isSend)
    {
        if (bytes.Length <= MostOfPiece)
            return isSend ? ranks.BeginSend(bytes, peer) : ranks.BeginReceive(bytes, peer);
        var pieces = new IPendingMessage[(bytes.Length + MostOfPiece - 1) / MostOfPiece];
        for (var k = 0; k < pieces.Length; k++)
        {
            var piece = bytes[(k * MostOfPiece)..Math.Min((k + 1) * MostOfPiece, bytes.Length)];
            pieces[k] = isSend ? ranks.BeginSend(piece, peer) : ranks.BeginReceive(piece, peer);
        }
        return new Pieces(pieces);
    }

    /// <summary>The vector of another rank whose number a message has brought.</summary>
    private T* InPlace(int operation, int peer) => (T*)shared!.Of(peer) + ((long)BlockShape.Padded(length) * numbersOfVectors.Span[operation]);

    /// <summary>A vector that takes what is added to one of this rank; it is free again, as far as it was taken, when that is added.</summary>
    private AlignedBuffer<T> RoomOf(in ShareStep step) => rooms[step.Other] ??= new AlignedBuffer<T>(BlockShape.Padded(length));

    /// <summary>The message that a part is there.</summary>
    private Span<byte> NumberOfVector(int operation) => MemoryMarshal.AsBytes(numbersOfVectors.Span.Slice(operation, 1));

    private Span<T> Part(Span<T> vector, int part) => vector.Slice(order.Parts.First(part), order.Parts.Length(part));

    /// <summary>A fused multiply-add by 1 rounds as an addition does.</summary>
    private void Add(in ShareStep step, T* from)
    {
        var to = vectors[step.Vector].Pointer + order.Parts.First(step.Part);
        kernels.Combine(to, to, T.One, from + order.Parts.First(step.Part), order.Parts.Length(step.Part));
    }

    /// <summary>A part that travels as several messages.</summary>
    private sealed class Pieces(IPendingMessage[] pieces) : IPendingMessage
    {
        private int done;

        public bool IsDone()
        {
            while (done < pieces.Length && pieces[done].IsDone())
                done++;
            return done == pieces.Length;
        }

        public void Wait(CancellationToken cancellationToken = default)
        {
            for (; done < pieces.Length; done++)
                pieces[done].Wait(cancellationToken);
        }
    }
}
