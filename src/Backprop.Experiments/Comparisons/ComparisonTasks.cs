namespace Backprop.Experiments;

/// <summary>The tasks of the comparisons.</summary>
internal static class ComparisonTasks
{
    private const int HeldOut = 4;
    private const double Band = 0.2;

    /// <summary>
    /// Symmetry, exclusive-or, the encoder, the family trees and sequence completion, with the nets, cases, starting weights and criteria of their experiments. Three things differ, for all candidates alike,
    /// since rules that search minimize E alone and take its derivatives at their word: nothing decays in the family trees; in the sequences the gradients of shared weights are summed, not averaged, and there
    /// is no tolerance, at whose band E jumps.
    /// </summary>
    public static IReadOnlyList<ComparisonTask> All => field ??=
    [
        Layered("symmetry", BooleanTasks.Symmetry(), 0.3, 10_000, 6, 2, 1),
        Layered("xor", BooleanTasks.ExclusiveOr(), 0.5, 5_000, 2, 2, 1),
        Layered("encoder", BooleanTasks.Encoder(8), 0.5, 5_000, 8, 3, 8),
        new("family-trees", FamilyTrees.Net, TrainedFamilies, FamilyTreesPreset.Working.Range, StopWhen.AllOnRightSide, 3_000) { Error = FamilyTreesPreset.Working.Error },
        new("sequence", SequenceCompletion.Unrolled(SharedGradient.Sum), static seed => SequenceCompletion.Cases.Subset(SequenceExperiment.Split(5, seed).Trained), 0.3, StopWhen.AllWithin(Band), 1_000) { Within = Band },
    ];

    private static ComparisonTask Layered(string name, Patterns patterns, double range, int budget, params int[] layers)
    {
        var cases = patterns.ToCases();
        return new(name, Topology.Layered(layers), _ => cases, range, StopWhen.AllWithin(Band), budget) { Within = Band };
    }

    private static Cases TrainedFamilies(ulong seed) =>
        FamilyTrees.Cases.Subset([.. Enumerable.Range(0, FamilyTrees.AllCases.Count).Except(FamilyTreesExperiment.HeldOutCases(seed, HeldOut))]);
}
