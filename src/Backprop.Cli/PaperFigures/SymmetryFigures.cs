using System.Globalization;
using Backprop.Experiments;
using Backprop.Figures;

namespace Backprop.Cli;

using SymmetryReport = Report<SymmetrySettings, SymmetryRun, SymmetrySummary>;

/// <summary>Fig. 1 for both families of solutions, the distribution of sweeps, error curves, and the effect of ε and α.</summary>
internal static class SymmetryFigures
{
    private const int MostTries = 40, CurveSeeds = 24, CurveSweeps = 8_000, MapSeeds = 10, MapSweeps = 3_000;

    public static IEnumerable<PaperFigure> Of(PaperRuns runs)
    {
        var settings = runs.Of<SymmetryReport>()?.Settings ?? new SymmetryExperiment().Defaults;
        foreach (var (ratios, name, sizes) in ((SizeRatios, string, string)[])[(SizeRatios.OneTwoFour, "figure-1", "1 : 2 : 4"), (SizeRatios.TwoThreeFour, "figure-1-other", "2 : 3 : 4")])
        {
            if (Learned(settings, ratios) is not { } learned) continue;
            yield return new(name, UnitDiagram.From(learned.Net) with
            {
                Title = $"Fig. 1: a net that learned symmetry, sizes {sizes}",
                Subtitle = Text($"{Recipe(settings)}, seed {learned.Seed}; after {learned.Sweeps:N0} sweeps all 64 outputs are within 0.1. Weights on the arcs, biases in the units; dashed: negative."),
            });
        }
        if (runs.Of<SymmetryReport>() is { } report)
        {
            yield return new("symmetry-sweeps", new SweepDistribution
            {
                Title = "Symmetry: sweeps until all outputs are within 0.2",
                Subtitle = Text($"{Recipe(settings)}, {settings.Seeds:N0} runs from seed {settings.FirstSeed}"),
                Samples = [new("all 64 vectors", [.. report.Runs.Select(run => (double?)run.SweepsToTwoTenths).OfType<double>()], report.Runs.Count(run => run.SweepsToTwoTenths is null))],
                Printed = 1425,
                PrintedName = "printed run",
            }, OfAllRuns: true);
        }
        yield return new("symmetry-error", Curves(settings));
        yield return new("symmetry-settings", Map(settings));
    }

    private static string Recipe(SymmetrySettings settings) =>
        Text($"6-2-1, ε {settings.LearningRate}, α {settings.Momentum}, starting weights within ±{settings.Range}");

    private static (Network<float> Net, ulong Seed, int Sweeps)? Learned(SymmetrySettings settings, SizeRatios ratios)
    {
        for (var seed = settings.FirstSeed; seed < settings.FirstSeed + MostTries; seed++)
        {
            var trainer = TrainerOf(settings, seed);
            var within = StopWhen.AllWithin(0.1);
            var history = trainer.Run(within | StopWhen.Sweeps(settings.Sweeps));
            var net = trainer.Network.Copy<double>();
            if (ReferenceEquals(history.Stopped, within)
                && SymmetryStructure.Of(net["input->hidden"], net.GetBiases("hidden"), net["hidden->output"], net.GetBiases("output")[0]).Ratios == ratios)
                return (trainer.Network, seed, history.Sweeps);
        }
        return null;
    }

    private static Trainer<float> TrainerOf(SymmetrySettings settings, ulong seed) => new(
        new Network<float>(Topology.Layered(6, 2, 1)).Randomize(seed, settings.Range, settings.InitialBiases), BooleanTasks.Symmetry().ToCases(),
        new GradientDescent { LearningRate = settings.LearningRate, Momentum = settings.Momentum });

    private static ErrorCurves Curves(SymmetrySettings settings)
    {
        var errors = Enumerable.Range(0, CurveSeeds).Select(k => TrainerOf(settings, settings.FirstSeed + (ulong)k).Run(StopWhen.Sweeps(CurveSweeps)).Errors).ToArray();
        return new()
        {
            Title = "Symmetry: error over sweeps",
            Subtitle = Text($"{Recipe(settings)}, {CurveSeeds} runs from seed {settings.FirstSeed}; bands hold 50 % and 90 % of them. E = 4: \"not symmetric\" to everything."),
            Bands = [new("median of the runs", errors)],
            Runs = [new(Text($"seed {settings.FirstSeed}"), errors[0])],
            LogError = true,
            LogSweeps = true,
        };
    }

    private static SuccessMap Map(SymmetrySettings settings)
    {
        double[] rates = [0.02, 0.05, 0.1, 0.2, 0.4], momenta = [0, 0.5, 0.8, 0.9, 0.95];
        var learned = new int[rates.Length, momenta.Length];
        for (var row = 0; row < rates.Length; row++)
        {
            for (var column = 0; column < momenta.Length; column++)
            {
                for (var k = 0; k < MapSeeds; k++)
                {
                    var within = StopWhen.AllWithin(0.2);
                    var trainer = TrainerOf(settings with { LearningRate = rates[row], Momentum = momenta[column] }, settings.FirstSeed + (ulong)k);
                    if (ReferenceEquals(trainer.Run(within | StopWhen.Sweeps(MapSweeps)).Stopped, within)) learned[row, column]++;
                }
            }
        }
        return new()
        {
            Title = Text($"Symmetry: runs of {MapSeeds} that learn within {MapSweeps:N0} sweeps"),
            Subtitle = Text($"6-2-1, starting weights within ±{settings.Range}, seeds {settings.FirstSeed} to {settings.FirstSeed + MapSeeds - 1}; all outputs within 0.2"),
            RowSetting = "Learning rate ε",
            ColumnSetting = "Momentum α",
            RowValues = rates,
            ColumnValues = momenta,
            Successes = learned,
            Runs = MapSeeds,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
