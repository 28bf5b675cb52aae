using System.Text.Json.Serialization;

namespace Backprop.Experiments;

/// <summary>The results of the symmetry net of one seed. A sweep count is the least number of sweeps after which the outputs of all 64 cases meet the criterion; null if that took more sweeps than allowed.</summary>
internal sealed record SymmetryRun
{
    /// <summary>Fixes the starting weights.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Sweeps until every output is on its target's side of 0.5.</summary>
    [JsonPropertyName("sweepsToRightSideOf0.5")]
    public int? SweepsToRightSide { get; init; }

    /// <summary>Sweeps until every output is within 0.2 of its target: what "learned" means here.</summary>
    [JsonPropertyName("sweepsToWithin0.2")]
    public int? SweepsToTwoTenths { get; init; }

    /// <summary>Sweeps until every output is within 0.1 of its target.</summary>
    [JsonPropertyName("sweepsToWithin0.1")]
    public int? SweepsToOneTenth { get; init; }

    /// <summary>For a run that had not learned within the sweeps allowed: E there.</summary>
    public double? ErrorAtLimit { get; init; }

    /// <summary>For a run that had not learned within the sweeps allowed, and was continued: the sweep at which it had; null if it is stuck.</summary>
    public int? LearnedLater { get; init; }

    /// <summary>The weights' relations once all outputs are within 0.1; null for a run that never reached that.</summary>
    public SymmetryStructure? Structure { get; init; }
}

/// <summary>The results of the symmetry nets of all seeds.</summary>
internal sealed record SymmetrySummary
{
    /// <summary>Sweeps until every output is on its target's side of 0.5.</summary>
    [JsonPropertyName("sweepsToRightSideOf0.5")]
    public required Distribution SweepsToRightSide { get; init; }

    /// <summary>Sweeps until every output is within 0.2.</summary>
    [JsonPropertyName("sweepsToWithin0.2")]
    public required Distribution SweepsToTwoTenths { get; init; }

    /// <summary>Sweeps until every output is within 0.1.</summary>
    [JsonPropertyName("sweepsToWithin0.1")]
    public required Distribution SweepsToOneTenth { get; init; }

    /// <summary>Runs within 0.2 by the 1,425 sweeps that the paper's run took.</summary>
    public required Share ByPrintedSweeps { get; init; }

    /// <summary>Runs that had not learned within the sweeps allowed but did when continued for ten times as many.</summary>
    public required Share Slow { get; init; }

    /// <summary>Runs that had not learned even then.</summary>
    public required Share Stuck { get; init; }

    /// <summary>Mean E of the late runs at the limit: 4 if they answer "not symmetric" to everything.</summary>
    public double? ErrorOfLateRuns { get; init; }

    /// <summary>See <see cref="SymmetryStructure.Asymmetry"/>, over the nets within 0.1.</summary>
    public required Distribution Asymmetry { get; init; }

    /// <summary>See <see cref="SymmetryStructure.HiddenDifference"/>.</summary>
    public required Distribution HiddenDifference { get; init; }

    /// <summary>See <see cref="SymmetryStructure.SignsAsPrinted"/>.</summary>
    public required Share SignsAsPrinted { get; init; }

    /// <summary>Nets with sizes 1 : 2 : 4.</summary>
    public required Share OneTwoFour { get; init; }

    /// <summary>Nets with sizes 2 : 3 : 4.</summary>
    public required Share TwoThreeFour { get; init; }
}
