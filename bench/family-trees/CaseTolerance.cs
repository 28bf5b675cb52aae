using System.Numerics;
using Backprop.Experiments;

namespace Backprop.FamilyTreeSearch;

/// <summary>
/// Trains by sweeps in which the cases whose outputs are all within 0.2 of their targets are left out: the error of a case, not of a unit,
/// is considered to be zero. A trainer has one set of cases, so there is one for each set that occurs, and all change the same weights by the same state.
/// </summary>
internal sealed class CaseTolerance<T>(Recipe recipe, Network<T> net, int[] trained)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] Targets = [.. from one in FamilyTrees.AllCases from person in FamilyTrees.People select one.Answers.Contains(person, StringComparer.Ordinal) ? T.One : T.Zero];

    private readonly RecipeState<T> state = new(new RecipeRule { Recipe = recipe, ChangesPerSweep = 1 }, net.Weights.Length);
    private readonly Cases all = recipe.Cases();
    private readonly T[] none = new T[net.Weights.Length];
    private Trainer<T>? trainer;
    private int[] present = [];

    /// <summary>Trains to the last sweep.</summary>
    /// <returns>The sweep after which all cases were right for the first time, and E over the cases that are not within the band.</returns>
    public (int? RightAfter, double Error) Train()
    {
        int? rightAfter = null;
        for (var sweep = 1; ; sweep++)
        {
            var activity = net.Run(FamilyTrees.Cases);
            var isRight = true;
            List<int> outside = [];
            foreach (var number in trained)
            {
                var distance = Greatest(activity["person 2", number], number);
                if (distance >= 0.2) outside.Add(number);
                isRight &= distance < 0.5;
            }
            if (isRight) rightAfter ??= sweep - 1;
            if (trainer is null || !outside.SequenceEqual(present))
            {
                present = [.. outside];
                // A rate that changes nothing: only the gradient is of use.
                trainer = present.Length == 0 ? null : new Trainer<T>(net, all.Subset(present), new NoChange(), recipe.Error);
            }
            if (sweep > recipe.Sweeps) return (rightAfter, trainer?.Evaluate().Error ?? 0);
            trainer?.Step();
            var gradient = trainer is null ? none : trainer.LastGradient;
            foreach (var block in net.Topology.Blocks)
                state.Change(net[block], gradient.Slice(block.Offset, net[block].Length), block.Offset, block.IsBias, sweep);
        }
    }

    private static double Greatest(ReadOnlySpan<T> states, int number)
    {
        var greatest = T.Zero;
        for (var person = 0; person < states.Length; person++)
            greatest = T.Max(greatest, T.Abs(states[person] - Targets[(number * states.Length) + person]));
        return double.CreateTruncating(greatest);
    }

    private sealed record NoChange : LearningRule
    {
        public override string Name => "none";

        public override RuleState<TNumber> Start<TNumber>(int weightCount) => new State<TNumber>();

        protected override void WriteSettings(System.Text.Json.Utf8JsonWriter json)
        {
        }

        private sealed class State<TNumber> : RuleState<TNumber>
            where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
        {
            public override IReadOnlyList<RuleVector<TNumber>> Vectors => [];

            public override bool IsElementwise => true;

            public override void Change(in WeightChange<TNumber> change)
            {
            }
        }
    }
}
