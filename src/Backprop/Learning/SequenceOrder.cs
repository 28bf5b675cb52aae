namespace Backprop;

/// <summary>
/// The order in which a sweep takes sequences cut into windows, one sequence or a few at a time, each to its own end. Its position counts windows:
/// (sequence, window) is a case.
/// </summary>
/// <param name="sequences">The order of the sequences.</param>
/// <param name="windows">The number of windows of each sequence, 1 or more.</param>
/// <param name="eachWindow">Whether a batch is one window of one sequence, not all windows of its sequences.</param>
internal sealed class SequenceOrder(CaseOrder sequences, int[] windows, bool eachWindow)
{
    /// <summary>The window of the current batch, from 0; 0 where a batch is whole sequences.</summary>
    internal int Window { get; private set; }

    /// <summary>Windows of this sweep that are done; 0 between two sweeps.</summary>
    internal int Position { get; private set; }

    /// <summary>The sequences of the current batch.</summary>
    internal ReadOnlySpan<int> Batch => sequences.Batch;

    /// <summary>Draws the order of a sweep that begins.</summary>
    internal void BeginSweep() => sequences.BeginSweep();

    /// <summary>Goes on to the next batch.</summary>
    /// <returns>Whether the batch was the last of its sweep.</returns>
    internal bool Advance()
    {
        if (eachWindow)
        {
            Position++;
            if (++Window < windows[sequences.Batch[0]])
                return false;
            Window = 0;
        }
        else
        {
            foreach (var sequence in sequences.Batch)
                Position += windows[sequence];
        }
        if (!sequences.Advance())
            return false;
        Position = 0;
        return true;
    }

    /// <summary>The current order and the four words of the generator, as copies.</summary>
    internal (int[] Order, ulong[] Generator) Capture() => sequences.Capture();

    /// <summary>Goes back to what <see cref="Capture"/> returned; <see cref="Problem"/> says beforehand whether it can.</summary>
    internal void Restore(int[] order, ReadOnlySpan<ulong> generator, int position)
    {
        var (done, window) = Find(order, position);
        sequences.Restore(order, generator, done);
        (Position, Window) = (position, window);
    }

    /// <summary>Why this order cannot be restored; null where it can.</summary>
    internal string? Problem(int[] order, ulong[] generator, int position)
    {
        if (sequences.Problem(order, generator, 0) is { } problem)
            return problem;
        var (done, window) = position < 0 ? (-1, 0) : Find(order, position);
        return done < 0 || done >= order.Length || (window > 0 && !eachWindow) || sequences.Problem(order, generator, done) is not null
            ? $"its position is impossible: window {position} of a sweep of {windows.Sum()}" : null;
    }

    /// <summary>The window with which the batch at a position begins.</summary>
    internal int WindowAt(int[] order, int position) => Find(order, position).Window;

    /// <summary>The number of sequences that are done at a position, and of windows of the next one.</summary>
    private (int Sequences, int Window) Find(int[] order, int position)
    {
        var done = 0;
        while (done < order.Length && position >= windows[order[done]])
            position -= windows[order[done++]];
        return (done, position);
    }
}
