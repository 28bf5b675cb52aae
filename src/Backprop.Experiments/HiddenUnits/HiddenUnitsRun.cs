namespace Backprop.Experiments;

/// <summary>How the training of one net ended.</summary>
/// <param name="Sweeps">The least number of sweeps after which all outputs were within 0.2 of their targets; null if that took more sweeps than allowed.</param>
/// <param name="Error">E at that sweep, or at the end.</param>
/// <param name="GreatestDistance">The greatest distance of an output from its target at that sweep, or at the end.</param>
internal sealed record NetOutcome(int? Sweeps, double Error, double GreatestDistance);

/// <summary>The results of the nets of one seed.</summary>
internal sealed record HiddenUnitsRun
{
    /// <summary>Fixes the starting weights of every net.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How each net's training ended, by the net's name.</summary>
    public required IReadOnlyDictionary<string, NetOutcome> Nets { get; init; }
}

/// <summary>The results of one net over all seeds.</summary>
/// <param name="Sweeps">Sweeps until all outputs were within 0.2 of their targets.</param>
/// <param name="MeanError">Mean E at the end of each run.</param>
internal sealed record NetSummary(Distribution Sweeps, double MeanError);

/// <summary>The results of all nets over all seeds.</summary>
internal sealed record HiddenUnitsSummary
{
    /// <summary>By the net's name.</summary>
    public required IReadOnlyDictionary<string, NetSummary> Nets { get; init; }
}
