namespace Backprop.Mpi;

/// <summary>
/// Waits between two looks for a message: not at all at first, because an answer mostly comes within microseconds; then other threads of the core go first, so that
/// more ranks than cores still get on; in the end a millisecond at a time, so that a rank that waits for seconds takes no processor from those that compute.
/// </summary>
/// <param name="hasCore">
/// Whether this thread has a processor of its own. It then looks without a pause for as long as ranks of one step differ: one that goes behind a program of a lower priority for once
/// waits for a whole slice of the scheduler, which takes longer than an exchange of gradients.
/// </param>
/// <param name="time">The clock.</param>
/// <param name="listen">Called now and then in a wait that takes longer than <see cref="Longest"/>; null for nothing.</param>
internal struct Patience(bool hasCore, TimeProvider time, Action? listen = null)
{
    private const int Spins = 200, Yields = 20_000;

    /// <summary>How long a thread that has a core looks without a pause.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(10);

    private readonly long start = time.GetTimestamp();
    private int looks;
    private TimeSpan heard;

    /// <summary>How often other threads went first.</summary>
    internal int Pauses { get; private set; }

    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    internal void Wait(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (looks < Spins)
        {
            looks++;
            return;
        }
        var waited = time.GetElapsedTime(start);
        if (listen is not null && waited - heard > Longest)
        {
            heard = waited;
            listen();
        }
        if (!hasCore || waited > Longest)
            Pause();
    }

    private void Pause()
    {
        if (Pauses++ < Yields)
            Thread.Yield();
        else
            Thread.Sleep(1);
    }
}
