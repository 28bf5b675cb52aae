using System.Globalization;
using Backprop.Experiments;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>Figs 2, 3 and 4; the codes of the people as a map and as a tree; error curves of both presets.</summary>
internal static class FamilyFigures
{
    private const int Sweeps = 1500, MostTries = 40, CurveSeeds = 6, HeldOut = 4;

    public static IEnumerable<PaperFigure> Of(PaperRuns runs)
    {
        yield return new("figure-2", new Panels { Title = "Fig. 2: two families of one shape", Parts = [FamilyTreeLayout.Of(FamilyTree.English), FamilyTreeLayout.Of(FamilyTree.Italian)] });
        yield return new("family-net", NetDiagram.From(FamilyTrees.Net) with { Title = "The family trees net" });

        var (net, seed) = Learned();
        var recipe = Text($"Working settings, seed {seed}, {Sweeps:N0} sweeps, 100 of 100 trained cases right");
        var question = Question("Colin", Relation.Aunt);
        var trained = FamilyTreesExperiment.HeldOutCases(seed, HeldOut).Contains(question) ? "held out" : "trained";
        yield return new("figure-3", ActivityDiagram.From(net, FamilyTrees.Cases, question, UnitNames, group => group.Size == 24 ? 12 : null) with
        {
            Title = "Fig. 3: activity of all five layers for (Colin, aunt)",
            Subtitle = $"{recipe}; this case was {trained}. The area of a square is the unit's state.",
        });
        yield return new("figure-4", new ReceptiveFields
        {
            Title = "Fig. 4: what the six person units learned",
            Subtitle = $"{recipe}. Weights from the 24 persons, English above Italian; area for size, white positive, black negative.",
            Weights = Weights(net),
            Names = FamilyTrees.People,
        });
        var codes = Codes(net);
        yield return new("family-codes", new CodeMap { Title = "Codes of the 24 persons", Subtitle = $"{recipe}; weights into the six person units.", Codes = codes });
        yield return new("family-clusters", new ClusterTree { Title = "Persons with similar codes", Subtitle = $"{recipe}; average linkage over the weights into the six person units.", Codes = codes });
        yield return new("family-error", Curves());
    }

    private static int Question(string person, Relation relation) =>
        FamilyTrees.AllCases.Select((each, number) => (each, number)).First(pair => pair.each.Person == person && pair.each.Relation == relation).number;

    /// <summary>The net of the first seed that answers every training case correctly: right units above 0.5, all others below.</summary>
    private static (Network<float> Net, ulong Seed) Learned()
    {
        for (ulong seed = 1; ; seed++)
        {
            var trainer = TrainerOf(FamilyTreesPreset.Working, seed);
            trainer.Run(StopWhen.Sweeps(Sweeps));
            var score = FamilyAnswers.Of(trainer.Network).Among(Trained(seed));
            if (score.Half == score.Of || seed == MostTries) return (trainer.Network, seed);
        }
    }

    private static int[] Trained(ulong seed) => [.. Enumerable.Range(0, FamilyTrees.AllCases.Count).Except(FamilyTreesExperiment.HeldOutCases(seed, HeldOut))];

    private static Trainer<float> TrainerOf(FamilyTreesPreset preset, ulong seed) => new(
        new Network<float>(FamilyTrees.Net).Randomize(seed, preset.Range), FamilyTrees.Cases.Subset(Trained(seed)), preset.Rule, preset.Error);

    private static IReadOnlyList<string>? UnitNames(Group group) =>
        group.Size == 24 ? FamilyTrees.People : group.Name == "relation" ? [.. FamilyTrees.Relations.Select(FamilyTrees.NameOf)] : null;

    private static double[,] Weights(Network<float> net)
    {
        var block = net.Topology.GetWeights("person 1->person code");
        var weights = new double[block.Rows, block.Columns];
        for (var k = 0; k < block.Length; k++) weights[k / block.Columns, k % block.Columns] = net[block][k];
        return weights;
    }

    private static Code[] Codes(Network<float> net)
    {
        var weights = Weights(net);
        return [.. FamilyTrees.People.Select((person, number) => new Code(
            person, [.. Enumerable.Range(0, weights.GetLength(0)).Select(unit => weights[unit, number])], FamilyTrees.TreeOf(person).Nationality))];
    }

    private static ErrorCurves Curves()
    {
        IReadOnlyList<IReadOnlyList<double>> Errors(FamilyTreesPreset preset) =>
            [.. Enumerable.Range(1, CurveSeeds).Select(seed => TrainerOf(preset, (ulong)seed).Run(StopWhen.Sweeps(Sweeps)).Errors)];
        return new()
        {
            Title = "Family trees: error over sweeps",
            Subtitle = Text($"Seeds 1 to {CurveSeeds}, 100 cases; each E with its own reading of the tolerance: as printed the outputs settle at 0.2 and stay there."),
            Bands = [new("as printed", Errors(FamilyTreesPreset.AsPrinted)), new("working", Errors(FamilyTreesPreset.Working))],
            LogError = true,
            LogSweeps = true,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
