using System.Runtime.ExceptionServices;

namespace Backprop;

/// <summary>Work that can be done in parts without an effect on its result: each part computes outputs of its own, in the order in which the whole computes them.</summary>
internal interface ISharedWork
{
    void Run(int part, int parts);
}

/// <summary>
/// A fixed number of threads that run the parts of one work after another. The caller is the first; the others spin a little between works,
/// then sleep, and end after a while without work, so that a team needs no disposal.
/// </summary>
internal sealed class ThreadTeam
{
    private readonly Worker[] workers;
    private readonly int spins;
    private readonly TimeSpan patience;
    private ISharedWork? work;
    private int generation;
    private int pending;
    private Exception? failure;

    /// <summary>Creates a team; its threads start with the first work.</summary>
    /// <param name="threads">Threads, the caller's included; 1 or more.</param>
    /// <param name="spins">How often a thread looks for new work before it sleeps; by default by the number of cores.</param>
    /// <param name="patience">How long a thread sleeps before it ends; 2 seconds by default.</param>
    internal ThreadTeam(int threads, int? spins = null, TimeSpan? patience = null)
    {
        // Spinning pays off only if each thread has a core.
        this.spins = spins ?? (threads <= Environment.ProcessorCount ? 4000 : 20);
        this.patience = patience ?? TimeSpan.FromSeconds(2);
        workers = new Worker[threads - 1];
        for (var k = 0; k < workers.Length; k++)
            workers[k] = new Worker(this, k + 1);
    }

    /// <summary>Called by a thread that falls asleep, and by one that ends.</summary>
    internal Action? Asleep { get; init; }

    /// <inheritdoc cref="Asleep"/>
    internal Action? Ended { get; init; }

    /// <summary>Threads, the caller's included.</summary>
    internal int Threads => workers.Length + 1;

    /// <summary>Runs all parts and returns when the last is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(ISharedWork shared)
    {
        work = shared;
        Volatile.Write(ref pending, workers.Length);
        Interlocked.Increment(ref generation);
        foreach (var worker in workers)
            worker.Wake();
        try
        {
            shared.Run(0, Threads);
        }
        finally
        {
            var spin = default(SpinWait);
            for (var k = 0; Volatile.Read(ref pending) != 0; k++)
            {
                if (k < spins)
                    Thread.SpinWait(8);
                else
                    spin.SpinOnce();
            }
        }
        if (failure is { } first)
        {
            failure = null;
            ExceptionDispatchInfo.Throw(first);
        }
    }

    // The semaphore needs no disposal: its wait handle is never used.
#pragma warning disable CA1001
    private sealed class Worker(ThreadTeam team, int part)
#pragma warning restore CA1001
    {
        private const int Awake = 0, Asleep = 1, Gone = 2;
        private readonly SemaphoreSlim semaphore = new(0);
        private int state = Gone;
        private int seen;

        internal void Wake()
        {
            switch (Interlocked.Exchange(ref state, Awake))
            {
                case Asleep:
                    semaphore.Release();
                    break;
                case Gone:
                    new Thread(Loop) { IsBackground = true, Name = $"Backprop {part}" }.Start();
                    break;
            }
        }

        private void Loop()
        {
            while (Await())
            {
                seen = Volatile.Read(ref team.generation);
                try
                {
                    team.work!.Run(part, team.Threads);
                }
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref team.failure, exception, null);
                }
                Interlocked.Decrement(ref team.pending);
            }
        }

        /// <summary>Waits for new work; false if none came for so long that the thread ends.</summary>
        private bool Await()
        {
            while (true)
            {
                for (var k = 0; k < team.spins; k++)
                {
                    if (Volatile.Read(ref team.generation) != seen)
                        return true;
                    Thread.SpinWait(8);
                }
                Interlocked.CompareExchange(ref state, Asleep, Awake);
                if (Volatile.Read(ref team.generation) != seen)
                {
                    // Work came meanwhile. If the caller saw the worker asleep, it releases the semaphore, and that must be waited for.
                    if (Interlocked.CompareExchange(ref state, Awake, Asleep) != Asleep)
                        semaphore.Wait();
                    return true;
                }
                team.Asleep?.Invoke();
                while (!semaphore.Wait(team.patience))
                {
                    if (Interlocked.CompareExchange(ref state, Gone, Asleep) == Asleep)
                    {
                        team.Ended?.Invoke();
                        return false;
                    }
                }
                // The release may belong to a work that was found and done before the caller released the semaphore: look again.
            }
        }
    }
}
