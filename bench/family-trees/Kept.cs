using System.Globalization;
using Backprop.Experiments;

namespace Backprop.FamilyTreeSearch;

/// <summary>Whether the printed recipe keeps what a net has learned with another one.</summary>
internal static class Kept
{
    /// <summary>The names of the columns.</summary>
    public const string Header = "tolerance,nets,learned before,trained before,learned after,trained after";

    private const int Sweeps = 15_000;

    private static readonly Recipe Learns = new() { Range = 2, Tolerance = ToleranceReading.Edge, RateTimes = 5 };

    /// <summary>The line of a tolerance: nets that have learned from ±2 with ε × 5 and go on for 15,000 sweeps with the printed ε, α and decay.</summary>
    public static string Of(ToleranceReading tolerance, ulong firstSeed, int seeds)
    {
        int learnedBefore = 0, learnedAfter = 0, before = 0, after = 0;
        for (var seed = firstSeed; seed < firstSeed + (ulong)seeds; seed++)
        {
            int[] trained = [.. Enumerable.Range(0, FamilyTrees.AllCases.Count).Except(FamilyTreesExperiment.HeldOutCases(seed, 4))];
            var net = new Network<float>(FamilyTrees.Net).Randomize(seed, Learns.Range);
            Train(net, Learns, trained, Learns.Sweeps);
            Count(net, trained, ref learnedBefore, ref before);
            Train(net, Recipe.Printed with { Tolerance = tolerance }, trained, Sweeps);
            Count(net, trained, ref learnedAfter, ref after);
        }
        return string.Create(CultureInfo.InvariantCulture, $"{tolerance.ToString().ToLowerInvariant()},{seeds},{learnedBefore},{(double)before / seeds:0.##},{learnedAfter},{(double)after / seeds:0.##}");
    }

    private static void Train(Network<float> net, Recipe recipe, int[] trained, int sweeps) =>
        new Trainer<float>(net, recipe.Cases().Subset(trained), recipe.Rule(trained.Length), recipe.Error).Run(StopWhen.Sweeps(sweeps));

    private static void Count(Network<float> net, int[] trained, ref int learned, ref int right)
    {
        var score = FamilyAnswers.Of(net).Among(trained);
        if (score.Half == score.Of) learned++;
        right += score.Half;
    }
}
