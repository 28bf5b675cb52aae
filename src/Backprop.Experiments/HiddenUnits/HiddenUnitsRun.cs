namespace Backprop.Experiments;

/// <summary>How the training of one net ended.</summary>
/// <param name="Sweeps">The least number of sweeps after which all outputs were within 0.2 of their targets; null: not within the sweeps allowed.</param>
/// <param name="Error">E there, or at the end.</param>
/// <param name="GreatestDistance">The greatest distance of an output from its target there, or at the end.</param>
public sealed record NetOutcome(int? Sweeps, double Error, double GreatestDistance);

/// <summary>What the nets of one seed did.</summary>
public sealed record HiddenUnitsRun
{
    /// <summary>Fixes the starting weights of every net.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How each net's training ended, by the net's name.</summary>
    public required IReadOnlyDictionary<string, NetOutcome> Nets { get; init; }
}

/// <summary>What one net did from all seeds.</summary>
/// <param name="Sweeps">Sweeps until all outputs were within 0.2 of their targets.</param>
/// <param name="MeanError">Mean E at the end of each run.</param>
public sealed record NetSummary(Distribution Sweeps, double MeanError);

/// <summary>What all nets did from all seeds.</summary>
public sealed record HiddenUnitsSummary
{
    /// <summary>By the net's name.</summary>
    public required IReadOnlyDictionary<string, NetSummary> Nets { get; init; }
}
