using System.Collections.Concurrent;

namespace Backprop.Tests;

/// <summary>Ranks that are threads of this process: messages are queues between each two of them.</summary>
internal sealed class LocalRanks
{
    private readonly ConcurrentDictionary<(int From, int To), BlockingCollection<byte[]>> queues = new();
    private readonly int count;

    private LocalRanks(int count) => this.count = count;

    /// <summary>Runs the same on every rank, and returns what each gives.</summary>
    public static T[] Run<T>(int count, Func<IRanks, T> run)
    {
        var all = new LocalRanks(count);
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

    private BlockingCollection<byte[]> Queue(int from, int to) => queues.GetOrAdd((from, to), static _ => []);

    private sealed class OneRank(LocalRanks all, int rank) : IRanks
    {
        public int Rank => rank;

        public int Count => all.count;

        public IPendingMessage BeginSend(ReadOnlySpan<byte> message, int to)
        {
            all.Queue(rank, to).Add(message.ToArray());
            return new Sent();
        }

        public unsafe IPendingMessage BeginReceive(Span<byte> into, int from)
        {
            fixed (byte* place = into)
                return new Received(all.Queue(from, rank), (nint)place, into.Length);
        }
    }

    private sealed class Sent : IPendingMessage
    {
        public bool IsDone() => true;

        public void Wait(CancellationToken cancellationToken = default)
        {
        }
    }

    private sealed unsafe class Received(BlockingCollection<byte[]> queue, nint place, int length) : IPendingMessage
    {
        private bool isDone;

        public bool IsDone() => isDone || (queue.TryTake(out var message) && Put(message));

        public void Wait(CancellationToken cancellationToken = default)
        {
            if (!isDone)
                Put(queue.Take(cancellationToken));
        }

        private bool Put(byte[] message)
        {
            Assert.Equal(length, message.Length);
            message.CopyTo(new Span<byte>((void*)place, length));
            return isDone = true;
        }
    }
}
