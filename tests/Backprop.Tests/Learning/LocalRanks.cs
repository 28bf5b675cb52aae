using System.Collections.Concurrent;

namespace Backprop.Tests;

/// <summary>Ranks that are threads of this process: messages are queues between each two of them. Those of one machine can share memory.</summary>
internal sealed class LocalRanks
{
    private readonly ConcurrentDictionary<(int From, int To), BlockingCollection<Message>> queues = new();
    private readonly ConcurrentDictionary<(int Rank, int Number), AlignedBuffer<byte>> memories = new();
    private readonly int count;
    private readonly int perMachine;
    private readonly bool isOneWay;
    private readonly bool isSynchronous;

    private LocalRanks(int count, int perMachine, bool isOneWay, bool isSynchronous) => (this.count, this.perMachine, this.isOneWay, this.isSynchronous) = (count, perMachine, isOneWay, isSynchronous);

    /// <summary>Runs the same on every rank, and returns what each gives.</summary>
    /// <param name="count">The ranks.</param>
    /// <param name="run">What each does.</param>
    /// <param name="perMachine">How many neighboring ranks share memory.</param>
    /// <param name="isOneWay">Whether a rank reads the memory of higher ranks alone.</param>
    /// <param name="isSynchronous">Whether a message has left when the other rank has received it, not before.</param>
    public static T[] Run<T>(int count, Func<IRanks, T> run, int perMachine = 1, bool isOneWay = false, bool isSynchronous = false)
    {
        var all = new LocalRanks(count, perMachine, isOneWay, isSynchronous);
        var results = new T[count];
        var failures = new Exception?[count];
        var threads = Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = run(new OneRank(all, rank));
            }
            catch (Exception exception)
            {
                failures[rank] = exception;
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (failures.FirstOrDefault(static failure => failure is not null) is { } first)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        return results;
    }

    private BlockingCollection<Message> Queue(int from, int to) => queues.GetOrAdd((from, to), static _ => []);

    private sealed class OneRank(LocalRanks all, int rank) : ISharingRanks
    {
        private int memories;

        public int Rank => rank;

        public int Count => all.count;

        public IPendingMessage BeginSend(ReadOnlySpan<byte> message, int to)
        {
            var sent = new Message(message.ToArray());
            all.Queue(rank, to).Add(sent);
            return new Sent(sent, all.isSynchronous);
        }

        public unsafe IPendingMessage BeginReceive(Span<byte> into, int from)
        {
            fixed (byte* place = into)
                return new Received(all.Queue(from, rank), (nint)place, into.Length);
        }

        public ISharedMemory? Share(long bytes, IReadOnlyList<int> peers, CancellationToken cancellationToken)
        {
            if (all.perMachine == 1)
                return null;
            var memory = new Memory(all, rank, memories++);
            Assert.True(all.memories.TryAdd((rank, memories - 1), new AlignedBuffer<byte>((int)bytes)));
            foreach (var peer in peers)
                BeginSend([1], peer);
            foreach (var peer in peers)
                Assert.Equal([1], all.Queue(peer, rank).Take(cancellationToken).Bytes);
            return memory;
        }
    }

    private sealed unsafe class Memory(LocalRanks all, int rank, int number) : ISharedMemory
    {
        public nint Own => (nint)all.memories[(rank, number)].Pointer;

        public nint Of(int other) => IsSeen(other, by: rank) ? (nint)all.memories[(other, number)].Pointer : 0;

        public bool IsSeenBy(int other) => IsSeen(rank, other);

        private bool IsSeen(int its, int by) => its / all.perMachine == by / all.perMachine && (!all.isOneWay || by < its);
    }

    private sealed class Message(byte[] bytes)
    {
        private readonly TaskCompletionSource received = new();

        public byte[] Bytes => bytes;

        public Task Received => received.Task;

        public void Receive() => received.SetResult();
    }

    private sealed class Sent(Message message, bool isSynchronous) : IPendingMessage
    {
        public bool IsDone() => !isSynchronous || message.Received.IsCompleted;

        public void Wait(CancellationToken cancellationToken = default)
        {
            if (isSynchronous)
                message.Received.Wait(cancellationToken);
        }
    }

    private sealed unsafe class Received(BlockingCollection<Message> queue, nint place, int length) : IPendingMessage
    {
        private bool isDone;

        public bool IsDone() => isDone || (queue.TryTake(out var message) && Put(message));

        public void Wait(CancellationToken cancellationToken = default)
        {
            if (!isDone)
                Put(queue.Take(cancellationToken));
        }

        private bool Put(Message message)
        {
            Assert.Equal(length, message.Bytes.Length);
            message.Bytes.CopyTo(new Span<byte>((void*)place, length));
            message.Receive();
            return isDone = true;
        }
    }
}
