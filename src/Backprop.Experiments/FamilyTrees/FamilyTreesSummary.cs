namespace Backprop.Experiments;

/// <summary>The results of the nets of all seeds at one point of one preset.</summary>
internal sealed record FamilyCheckpointSummary
{
    internal FamilyCheckpointSummary(IReadOnlyList<FamilyCheckpoint> checkpoints)
    {
        Sweeps = checkpoints[0].Sweeps;
        AllTrainedByHalf = Share.Where(checkpoints, c => c.Trained.Half == c.Trained.Of);
        AllTrainedByTop = Share.Where(checkpoints, c => c.Trained.Top == c.Trained.Of);
        TrainedByHalf = Distribution.Of(checkpoints.Select(c => (double)c.Trained.Half));
        AllHeldOutByHalf = Share.Where(checkpoints, c => c.HeldOut.Half == c.HeldOut.Of);
        AllHeldOutByTop = Share.Where(checkpoints, c => c.HeldOut.Top == c.HeldOut.Of);
        MeanHeldOutByHalf = checkpoints.Average(c => c.HeldOut.Half);
        MeanHeldOutByTop = checkpoints.Average(c => c.HeldOut.Top);
    }

    /// <summary>Sweeps made.</summary>
    public int Sweeps { get; }

    /// <summary>Runs that answer every trained case by <see cref="FamilyScore.Half"/>.</summary>
    public Share AllTrainedByHalf { get; }

    /// <summary>Runs that answer every trained case by <see cref="FamilyScore.Top"/>.</summary>
    public Share AllTrainedByTop { get; }

    /// <summary>Trained cases answered by <see cref="FamilyScore.Half"/>, over the runs.</summary>
    public Distribution TrainedByHalf { get; }

    /// <summary>Runs that answer every held-out case by <see cref="FamilyScore.Half"/>.</summary>
    public Share AllHeldOutByHalf { get; }

    /// <summary>Runs that answer every held-out case by <see cref="FamilyScore.Top"/>.</summary>
    public Share AllHeldOutByTop { get; }

    /// <summary>Held-out cases answered by <see cref="FamilyScore.Half"/>, mean over the runs.</summary>
    public double MeanHeldOutByHalf { get; }

    /// <summary>Held-out cases answered by <see cref="FamilyScore.Top"/>, mean over the runs.</summary>
    public double MeanHeldOutByTop { get; }
}

/// <summary>Means over the runs of what <see cref="PersonCodes"/> measures.</summary>
/// <param name="Nationality">The greatest |correlation| of a unit's weights with nationality.</param>
/// <param name="Generation">… with generation.</param>
/// <param name="Branch">… with branch.</param>
/// <param name="Sex">… with sex.</param>
/// <param name="IsomorphicDistance">Relative distance of people with the same place.</param>
internal sealed record MeanPersonCodes(double Nationality, double Generation, double Branch, double Sex, double IsomorphicDistance)
{
    internal static MeanPersonCodes Of(IReadOnlyList<PersonCodes> codes) => new(
        codes.Average(c => c.Nationality), codes.Average(c => c.Generation), codes.Average(c => c.Branch),
        codes.Average(c => c.Sex), codes.Average(c => c.IsomorphicDistance));
}

/// <summary>The results of the family trees nets of all seeds.</summary>
internal sealed record FamilyTreesSummary
{
    /// <summary>The printed settings, after half the sweeps.</summary>
    public required FamilyCheckpointSummary AsPrinted { get; init; }

    /// <summary>The working settings, after half and after all the sweeps.</summary>
    public required IReadOnlyList<FamilyCheckpointSummary> Working { get; init; }

    /// <summary>The working nets continued with the printed settings.</summary>
    public required FamilyCheckpointSummary ContinuedAsPrinted { get; init; }

    /// <summary>Held-out cases answered by <see cref="FamilyScore.Half"/> after all the sweeps, by the relation asked for.</summary>
    public required IReadOnlyDictionary<string, Share> HeldOutByRelation { get; init; }

    /// <summary>The person code before learning.</summary>
    public required MeanPersonCodes UntrainedCodes { get; init; }

    /// <summary>The person code of the working nets after half the sweeps.</summary>
    public required MeanPersonCodes Codes { get; init; }
}
