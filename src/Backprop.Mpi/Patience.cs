namespace Backprop.Mpi;

/// <summary>
/// Waits between two looks for a message: not at all at first, because an answer mostly comes within microseconds; then other threads of the core go first, so that
/// more ranks than cores still get on; in the end a millisecond at a time, so that a rank that waits for seconds takes no processor from those that compute.
/// </summary>
internal struct Patience
{
    private const int Spins = 200, Yields = 20_000;

    private int looks;

    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    internal void Wait(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        looks++;
        if (looks > Spins + Yields)
            Thread.Sleep(1);
        else if (looks > Spins)
            Thread.Yield();
    }
}
