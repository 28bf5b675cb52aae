namespace Backprop.Commands;

/// <summary>The training on cases that a model comes from: what its settings say, so that it can be repeated.</summary>
internal sealed record CaseOrigin
{
    /// <summary>The case file, as the command named it.</summary>
    public required string Data { get; init; }

    /// <summary>The description of the net, as the command named it; null where there is none.</summary>
    public string? Net { get; init; }

    /// <summary>The model whose weights the net started from; null for random ones.</summary>
    public (string Path, KnownFile File)? Start { get; init; }

    /// <summary>The hidden layers of a net without a description; null where there is one.</summary>
    public (IReadOnlyList<int> Hidden, UnitFunction Function, bool Skip)? Layers { get; init; }

    public required CaseTraining Training { get; init; }

    /// <summary>Fixes the starting weights, the orders of the cases and the noise.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What is kept of the cases; null for nothing.</summary>
    public TrainedCases? Cases { get; init; }
}
