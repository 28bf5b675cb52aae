using System.Numerics;
using Backprop.Experiments;

namespace Backprop.FamilyTreeSearch;

/// <summary>One net after the sweeps of a recipe.</summary>
internal sealed record RecipeRun
{
    /// <summary>The sweep after which all 100 trained cases were on the right side of 0.5 for the first time; null if never.</summary>
    public int? RightAfter { get; private init; }

    /// <summary>Right answers among the 100 trained cases.</summary>
    public required FamilyScore Trained { get; init; }

    /// <summary>Right answers among the 4 held-out cases.</summary>
    public required FamilyScore HeldOut { get; init; }

    /// <summary>Trained cases all of whose outputs are above 0.8 or below 0.2, as they should be.</summary>
    public required int Within { get; init; }

    /// <summary>The mean state of the units that should be on, over the trained cases.</summary>
    public required double MeanOn { get; init; }

    /// <summary>The mean state of the units that should be off.</summary>
    public required double MeanOff { get; init; }

    /// <summary>√(mean w²) over the weights, biases left out.</summary>
    public required double RootMeanSquare { get; init; }

    /// <summary>E over the trained cases as the recipe has it.</summary>
    public required double Error { get; init; }

    /// <summary>Whether all 100 trained cases are right after the last sweep.</summary>
    public bool Learned => Trained.Half == Trained.Of;

    /// <summary>Whether all 4 held-out cases are right after the last sweep.</summary>
    public bool Answers => HeldOut.Half == HeldOut.Of;

    /// <summary>Trains a net. The seed fixes its starting weights and its held-out cases as in the experiment, and the order of shuffled cases.</summary>
    public static RecipeRun Of(Recipe recipe, ulong seed) => recipe.IsDouble ? Of<double>(recipe, seed) : Of<float>(recipe, seed);

    private static RecipeRun Of<T>(Recipe recipe, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var heldOut = FamilyTreesExperiment.HeldOutCases(seed, 4);
        int[] trained = [.. Enumerable.Range(0, FamilyTrees.AllCases.Count).Except(heldOut)];
        var net = new Network<T>(recipe.Net).Randomize(seed, recipe.Range, recipe.ZeroBiases ? 0 : null);
        var cases = recipe.Cases().Subset(trained);
        int? rightAfter = null;
        double error;
        try
        {
            (rightAfter, error) = recipe.Tolerance == ToleranceReading.Case
                ? new CaseTolerance<T>(recipe, net, trained).Train()
                : Train(recipe, net, cases, seed);
        }
        catch (TrainingException)
        {
            // Weights that are no longer finite have not learned.
            error = double.PositiveInfinity;
        }
        return Measured(net, trained, heldOut, error) with { RightAfter = rightAfter };
    }

    private static (int? RightAfter, double Error) Train<T>(Recipe recipe, Network<T> net, Cases cases, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var trainer = new Trainer<T>(net, cases, recipe.Rule(cases.Count), recipe.Error, new TrainerOptions
        {
            Batch = recipe.Order == UpdateOrder.Sweep ? Batch.All : Batch.EachCase,
            Shuffle = recipe.Order == UpdateOrder.ShuffledCase,
            Seed = seed,
        });
        var first = trainer.Run(StopWhen.AllOnRightSide | StopWhen.Sweeps(recipe.Sweeps));
        int? rightAfter = ReferenceEquals(first.Stopped, StopWhen.AllOnRightSide) ? first.Sweeps : null;
        return (rightAfter, trainer.Run(StopWhen.Sweeps(recipe.Sweeps)).Error);
    }

    private static RecipeRun Measured<T>(Network<T> net, int[] trained, IReadOnlyList<int> heldOut, double error)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var answers = FamilyAnswers.Of(net);
        var activity = net.Run(FamilyTrees.Cases);
        double on = 0, off = 0;
        int ons = 0, offs = 0, within = 0;
        foreach (var number in trained)
        {
            var isWithin = true;
            var states = activity["person 2", number];
            for (var person = 0; person < states.Length; person++)
            {
                var state = double.CreateTruncating(states[person]);
                var isOn = FamilyTrees.AllCases[number].Answers.Contains(FamilyTrees.People[person], StringComparer.Ordinal);
                if (isOn) (on, ons, isWithin) = (on + state, ons + 1, isWithin && state > 0.8);
                else (off, offs, isWithin) = (off + state, offs + 1, isWithin && state < 0.2);
            }
            if (isWithin) within++;
        }
        double squares = 0;
        var weights = 0;
        foreach (var block in net.Topology.Blocks.Where(static block => !block.IsBias))
        {
            foreach (var weight in net[block])
                squares += double.CreateTruncating(weight * weight);
            weights += net[block].Length;
        }
        return new RecipeRun
        {
            Trained = answers.Among(trained),
            HeldOut = answers.Among([.. heldOut]),
            Within = within,
            MeanOn = on / ons,
            MeanOff = off / offs,
            RootMeanSquare = Math.Sqrt(squares / weights),
            Error = error,
        };
    }
}
