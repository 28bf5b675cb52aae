using System.Globalization;
using Backprop.Experiments;

namespace Backprop.FamilyTreeSearch;

/// <summary>
/// What holds a weight against its decay: where nothing moves any more, ε g / (1 − α) = λ w, so that a weight w needs a gradient of
/// g = λ (1 − α) w / ε. Measured are the gradients that there are, projection by projection.
/// </summary>
internal static class Balance
{
    /// <summary>The names of the columns.</summary>
    public const string Header = "setting,sweep,projection,weight,gradient,growth per sweep,decay per sweep";

    private static readonly int[] Sweeps = [20, 100, 300, 1500];

    /// <summary>
    /// The lines of a setting: √(mean w²), √(mean g²), and the share by which the length of the projection's weights grows per sweep
    /// by the gradient alone, −ε/(1 − α) · g·w / w·w, with the ε and α of the second phase, means over the seeds.
    /// </summary>
    public static IEnumerable<string> Of(Setting setting, ulong firstSeed, int seeds)
    {
        var recipe = setting.Recipe;
        var phase = recipe.Phases[1];
        var projections = recipe.Net.Blocks.Where(static block => !block.IsBias).ToList();
        var sums = new double[Sweeps.Length, projections.Count, 3];
        for (var seed = firstSeed; seed < firstSeed + (ulong)seeds; seed++)
        {
            int[] trained = [.. Enumerable.Range(0, FamilyTrees.AllCases.Count).Except(FamilyTreesExperiment.HeldOutCases(seed, 4))];
            var cases = recipe.Cases().Subset(trained);
            var net = new Network<float>(recipe.Net).Randomize(seed, recipe.Range);
            var trainer = new Trainer<float>(net, cases, recipe.Rule(trained.Length), recipe.Error);
            foreach (var (at, sweeps) in Sweeps.Index())
            {
                // The gradient of the last change is that of the weights before it.
                trainer.Run(StopWhen.Sweeps(sweeps - 1));
                var before = net.Weights.ToArray();
                trainer.Step();
                foreach (var (number, block) in projections.Index())
                {
                    double squares = 0, gradients = 0, products = 0;
                    for (var k = block.Offset; k < block.Offset + net[block].Length; k++)
                    {
                        double w = before[k], g = trainer.LastGradient[k];
                        (squares, gradients, products) = (squares + (w * w), gradients + (g * g), products + (w * g));
                    }
                    var length = net[block].Length;
                    sums[at, number, 0] += Math.Sqrt(squares / length) / seeds;
                    sums[at, number, 1] += Math.Sqrt(gradients / length) / seeds;
                    sums[at, number, 2] += -phase.LearningRate / (1 - phase.Momentum) * products / squares / seeds;
                }
            }
        }
        foreach (var (at, sweeps) in Sweeps.Index())
        {
            foreach (var (number, block) in projections.Index())
                yield return string.Create(CultureInfo.InvariantCulture, $"\"{setting}\",{sweeps},{block.Name},{sums[at, number, 0]:0.####},{sums[at, number, 1]:0.####},{sums[at, number, 2]:0.#####},{recipe.Decay}");
        }
    }
}
