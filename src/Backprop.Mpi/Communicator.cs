using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Backprop.Mpi;

/// <summary>
/// All processes that a launcher of MPI started (MPI_COMM_WORLD): their numbers, and messages between them.
/// Any thread may call it, one at a time. A call that fails raises <see cref="MpiException"/>; the job is then best ended by <see cref="Abort"/>.
/// </summary>
/// <example>
/// <code>
/// using Backprop.Mpi;
///
/// // mpirun -n 4 dotnet Program.dll; without mpirun there is one process.
/// using var ranks = Communicator.Start();
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var net = new Network&lt;float&gt;(Topology.Layered(2, 2, 1)).Randomize(seed: 1, range: 0.3);
/// Console.WriteLine($"rank {ranks?.Rank ?? 0} of {ranks?.Count ?? 1}");
/// </code>
/// </example>
public sealed unsafe class Communicator : IRanks, ISharingRanks, IDisposable
{
    /// <summary>The most messages of <see cref="Post"/> on their way.</summary>
    private const int MostLeaving = 256;

    /// <summary>The tag of messages of <see cref="IRanks"/>; tags of a program's own are below.</summary>
    internal const int RanksTag = 30_000;

    private readonly MpiLibrary library;
    private readonly bool hasCore;
    private readonly Queue<(PendingMessage Message, byte[] Bytes)> leaving = [];

    private Communicator(MpiLibrary library, bool hasCore)
    {
        (this.library, this.hasCore) = (library, hasCore);
        Rank = library.Rank;
        Count = library.Size;
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>What MPI this is, as it says itself, such as <c>Open MPI v4.1.4</c>.</summary>
    public string Version => library.Version;

    /// <summary>
    /// Starts MPI in a process that <c>mpirun</c>, <c>mpiexec</c> or <c>srun</c> started; once per process. It loads the library that the environment variable
    /// <c>BACKPROP_MPI</c> names, or the usual one of the launcher.
    /// </summary>
    /// <returns>All processes; null for a process that no launcher started, or that is alone, or where <c>BACKPROP_MPI</c> is <c>off</c>.</returns>
    /// <exception cref="MpiException">MPI is not installed, is another one than that of the launcher, or was started before.</exception>
    public static Communicator? Start() => MpiLaunch.Find(Environment.GetEnvironmentVariable) is { } launch ? Start(launch) : null;

    internal static Communicator Start(MpiLaunch launch)
    {
        var handlers = SignalHandlers.Read();
        var library = MpiLibrary.Load(launch, Environment.GetEnvironmentVariable(MpiLaunch.Variable));
        if (library.IsInitialized)
            throw new MpiException("MPI was started in this process before; it can be started once.");
        library.Initialize();
        handlers.PutBack();
        var world = new Communicator(library, Processors.AreEnoughFor(launch.LocalSize));
        if (launch.Size is { } ranks && ranks != world.Count)
            throw new MpiException($"The launcher started {ranks} processes, but {world.Version} sees {world.Count}: it is not the MPI of the launcher; name the right library in the environment variable {MpiLaunch.Variable}.");
        return world;
    }

    /// <summary>Called now and then while this process waits for a message of <see cref="IRanks"/> or in <see cref="Probe"/>; an exception of it ends the wait.</summary>
    internal Action? Listener { get; set; }

    /// <summary>The patience of a wait for a message of <see cref="IRanks"/>.</summary>
    internal Patience Patience() => new(hasCore, TimeProvider.System, Listener);

    /// <summary>Sends a message and returns when its bytes may change.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="to">The rank that receives it.</param>
    /// <param name="tag">What kind of message it is, from 0 to 29999.</param>
    /// <exception cref="MpiException">It cannot be sent.</exception>
    public void Send(ReadOnlySpan<byte> message, int to, int tag = 0)
    {
        CheckTag(tag);
        fixed (byte* data = message)
            library.Send(data, message.Length, to, tag);
    }

    /// <summary>
    /// Sends a copy of a message and returns at once, where <see cref="Send"/> may wait until the other rank looks for messages: Open MPI sends those of more than some kilobytes, or of a few
    /// while others are on their way, so.
    /// </summary>
    /// <param name="message">The bytes.</param>
    /// <param name="to">The rank that receives it.</param>
    /// <param name="tag">What kind of message it is, from 0 to 29999.</param>
    /// <exception cref="MpiException">It, or one before, cannot be sent.</exception>
    internal void Post(ReadOnlySpan<byte> message, int to, int tag)
    {
        CheckTag(tag);
        Forget(MostLeaving - 1);
        var bytes = GC.AllocateUninitializedArray<byte>(Math.Max(message.Length, 1), pinned: true);
        message.CopyTo(bytes);
        var data = Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(bytes));
        leaving.Enqueue((new PendingMessage(this, library, library.BeginSend(data, message.Length, to, tag), expected: null, to), bytes));
    }

    /// <summary>Lets go of messages that have left, and waits until at most some are on their way.</summary>
    private void Forget(int most)
    {
        while (leaving.TryPeek(out var oldest) && (leaving.Count > most || oldest.Message.IsDone()))
        {
            oldest.Message.Wait();
            leaving.Dequeue();
        }
    }

    /// <summary>Waits for a message that has not been received yet.</summary>
    /// <param name="from">Its sender; null for any rank.</param>
    /// <param name="tag">Its tag; null for any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is known of it; <see cref="Receive"/> takes it.</returns>
    /// <exception cref="MpiException">The wait failed.</exception>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public MessageEnvelope Probe(int? from = null, int? tag = null, CancellationToken cancellationToken = default)
    {
        var patience = new Patience(hasCore: false, TimeProvider.System, Listener); // of any length, while another thread may compute
        while (true)
        {
            if (TryProbe(from, tag) is { } found)
                return found;
            patience.Wait(cancellationToken);
        }
    }

    /// <summary>Looks for a message that has not been received yet.</summary>
    /// <param name="from">Its sender; null for any rank.</param>
    /// <param name="tag">Its tag; null for any.</param>
    /// <returns>What is known of it; null if none has come.</returns>
    /// <exception cref="MpiException">The look failed.</exception>
    public MessageEnvelope? TryProbe(int? from = null, int? tag = null) => library.TryProbe(from, tag);

    /// <summary>Receives a message that <see cref="Probe"/> or <see cref="TryProbe"/> found.</summary>
    /// <param name="message">What was found.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="MpiException">It cannot be received.</exception>
    public byte[] Receive(in MessageEnvelope message)
    {
        var bytes = new byte[message.Length];
        fixed (byte* data = bytes)
            library.Receive(data, bytes.Length, message.From, message.Tag);
        return bytes;
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">It cannot be sent.</exception>
    public IPendingMessage BeginSend(ReadOnlySpan<byte> message, int to)
    {
        var data = Unsafe.AsPointer(ref MemoryMarshal.GetReference(message));
        return new PendingMessage(this, library, library.BeginSend(data, message.Length, to, RanksTag), expected: null, to);
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">It cannot be received.</exception>
    public IPendingMessage BeginReceive(Span<byte> into, int from)
    {
        var data = Unsafe.AsPointer(ref MemoryMarshal.GetReference(into));
        return new PendingMessage(this, library, library.BeginReceive(data, into.Length, from, RanksTag), into.Length, from);
    }

    ISharedMemory? ISharingRanks.Share(long bytes, IReadOnlyList<int> peers, CancellationToken cancellationToken) => SharedMemory.Create(this, bytes, peers, cancellationToken);

    /// <summary>Copies bytes of one rank to all others; every rank calls it.</summary>
    /// <param name="data">The bytes at <paramref name="from"/>; room for as many elsewhere.</param>
    /// <param name="from">The rank that has them.</param>
    /// <exception cref="MpiException">It failed.</exception>
    public void Broadcast(Span<byte> data, int from = 0)
    {
        fixed (byte* bytes = data)
            library.Broadcast(bytes, data.Length, from);
    }

    /// <summary>Waits until every rank has called it.</summary>
    /// <exception cref="MpiException">It failed.</exception>
    public void Barrier() => library.Barrier();

    /// <summary>Ends all processes of the job, whatever they do; this one too.</summary>
    /// <param name="code">The exit code of the job.</param>
    public void Abort(int code) => library.Abort(code);

    /// <summary>Ends MPI in this process, when all ranks have come so far.</summary>
    public void Dispose()
    {
        if (library.IsFinalized)
            return;
        Forget(0);
        library.End();
    }

    private static void CheckTag(int tag)
    {
        if (tag is < 0 or >= RanksTag)
            throw new ArgumentOutOfRangeException(nameof(tag), tag, $"A tag is from 0 to {RanksTag - 1}.");
    }
}
