namespace Backprop.Experiments;

/// <summary>The results of a family trees net after a number of sweeps.</summary>
internal sealed record FamilyCheckpoint
{
    /// <summary>Sweeps made.</summary>
    public required int Sweeps { get; init; }

    /// <summary>E, tolerance included, over the trained cases.</summary>
    public required double Error { get; init; }

    /// <summary>Right answers among the 100 trained cases.</summary>
    public required FamilyScore Trained { get; init; }

    /// <summary>Right answers among the 4 held-out cases.</summary>
    public required FamilyScore HeldOut { get; init; }
}

/// <summary>One held-out question and whether it was answered.</summary>
/// <param name="Case">"Colin, aunt: Jennifer and Margaret".</param>
/// <param name="Relation">The relation asked for.</param>
/// <param name="Half">Whether it was answered by <see cref="FamilyScore.Half"/>.</param>
/// <param name="Top">Whether it was answered by <see cref="FamilyScore.Top"/>.</param>
internal sealed record HeldOutAnswer(string Case, string Relation, bool Half, bool Top);

/// <summary>The results of the family trees nets of one seed: one held-out set, both presets.</summary>
internal sealed record FamilyTreesRun
{
    /// <summary>Fixes the starting weights and the held-out cases.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The net with the printed settings, after half the sweeps.</summary>
    public required FamilyCheckpoint AsPrinted { get; init; }

    /// <summary>The net with the working settings, after half and after all the sweeps.</summary>
    public required IReadOnlyList<FamilyCheckpoint> Working { get; init; }

    /// <summary>The working net continued for half the sweeps with the printed ε, α, decay and tolerance.</summary>
    public required FamilyCheckpoint ContinuedAsPrinted { get; init; }

    /// <summary>The held-out questions, as the working net answered them after all the sweeps.</summary>
    public required IReadOnlyList<HeldOutAnswer> HeldOut { get; init; }

    /// <summary>The person code before learning, weights of the working preset.</summary>
    public required PersonCodes UntrainedCodes { get; init; }

    /// <summary>The person code of the working net after half the sweeps (Fig. 4).</summary>
    public required PersonCodes Codes { get; init; }
}
