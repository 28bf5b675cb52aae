using Backprop.Experiments;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>Exclusive-or with and without hidden units: what one line can separate and what it cannot.</summary>
internal static class HiddenUnitFigures
{
    private const int Sweeps = 10_000;

    public static IEnumerable<PaperFigure> Of(PaperRuns runs)
    {
        var either = new Patterns(Xor.Inputs, [[0], [1], [1], [1]]);
        yield return new("regions", new Panels
        {
            Title = "What a line can part, and what it cannot",
            Subtitle = "ε 0.5, α 0.9, starting weights within ±0.5, seed 1; stopped when all outputs are within 0.2 or after 10,000 sweeps. Dashed: outputs of 0.2 and 0.8. In the middle the net answers 0.5 everywhere.",
            RowWidth = 860,
            Parts =
            [
                Regions("Or, no hidden units", either, 2, 1),
                Regions("Exclusive-or, no hidden units", Xor, 2, 1),
                Regions("Exclusive-or, two hidden units", Xor, 2, 2, 1),
            ],
        });
        yield return new("xor-error", new ErrorCurves
        {
            Title = "Exclusive-or: error over sweeps",
            Subtitle = "The nets for exclusive-or. Without hidden units E stays at 0.5: the best is to answer 0.5 to everything.",
            LogSweeps = true,
            Runs = [new("without hidden units", Train(Xor, 2, 1).Run(StopWhen.Sweeps(2_000)).Errors), new("with two hidden units", Train(Xor, 2, 2, 1).Run(StopWhen.Sweeps(2_000)).Errors)],
        });
    }

    private static Patterns Xor { get; } = BooleanTasks.ExclusiveOr();

    private static DecisionRegions Regions(string title, Patterns patterns, params int[] layers)
    {
        var trainer = Train(patterns, layers);
        trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(Sweeps));
        return DecisionRegions.From(trainer.Network, patterns.ToCases()) with { Title = title };
    }

    private static Trainer<float> Train(Patterns patterns, params int[] layers) => new(
        new Network<float>(Topology.Layered(layers)).Randomize(1, 0.5), patterns.ToCases(), new GradientDescent { LearningRate = 0.5, Momentum = 0.9 });
}
