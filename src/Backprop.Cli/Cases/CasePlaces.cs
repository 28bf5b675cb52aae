namespace Backprop.Cli;

/// <summary>Which case, or which sequence and iteration, a row of <see cref="Backprop.Cases"/> and a group of the net stand for: sequences that are cut into windows have a row per window.</summary>
internal sealed class CasePlaces(Topology topology, Cases cases)
{
    /// <summary>The number of cases, or of sequences.</summary>
    public int Count { get; } = cases.Sequences ?? cases.Count;

    /// <summary>The number of iterations of all windows together; 1 for a layered net.</summary>
    public int Iterations { get; } = (topology.Unrolling?.Iterations ?? 1) * (cases.Sequences is { } sequences ? cases.Count / sequences : 1);

    /// <summary>The iterations of a sequence, from 0, up to the last of which its cases say something; 1 for a case of a layered net.</summary>
    public int Length(int item) => cases.SequenceLengths.Count > item ? cases.SequenceLengths[item] : Iterations;

    /// <summary>The iterations of the longest sequence, where sequences are cut into windows of which the last may be longer than they; else <see cref="Iterations"/>.</summary>
    public int Longest => cases.Sequences is null ? Iterations : cases.SequenceLengths.Max();

    /// <summary>Whether sequences that are cut into windows have different lengths.</summary>
    public bool HasShorter => cases.Sequences is not null && cases.SequenceLengths.Min() < Longest;

    /// <summary>What E is divided by for its mean: "case", "sequence", or "window" where sequences are longer than the net's iterations.</summary>
    public string Part => cases.Sequences is not null ? "window" : topology.Unrolling is not null ? "sequence" : "case";

    /// <summary>The case or sequence of a row, from 0.</summary>
    public int Item(int row) => row % Count;

    /// <summary>The iteration of a group in a row, from 1; null in a layered net.</summary>
    public int? Iteration(int row, Group group) => group.Iteration is { } iteration ? (row / Count * topology.Unrolling!.Iterations) + iteration : null;

    /// <summary>The row in which a case is, or a sequence at an iteration, and the iteration within that row.</summary>
    public (int Row, int Iteration) Row(int item, int iteration)
    {
        var length = topology.Unrolling?.Iterations ?? 1;
        return (((iteration - 1) / length * Count) + item, ((iteration - 1) % length) + 1);
    }
}
