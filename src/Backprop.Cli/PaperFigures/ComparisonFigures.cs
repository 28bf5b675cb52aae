using System.Globalization;
using Backprop.Experiments;
using Backprop.Figures;

namespace Backprop.Cli;

using ComparisonReport = Report<ComparisonSettings, ComparisonRun, ComparisonSummary>;

/// <summary>What comparisons have measured: costs of all candidates, and for some of them how many runs had learned by a cost, and where their changes went.</summary>
internal static class ComparisonFigures
{
    private const double RowWidth = 1010;

    /// <summary>The figures of the comparison of learning rules.</summary>
    public static IEnumerable<PaperFigure> OfRules(PaperRuns runs) => Of(runs, "second-order", ["descent", "quickprop", "rprop", "adam", "lbfgs", "lm"]);

    /// <summary>The figures of the comparison of gradient methods.</summary>
    public static IEnumerable<PaperFigure> OfMethods(PaperRuns runs) => Of(runs, "alternatives", ["back-propagation", "feedback", "direct-feedback", "sign-symmetry", "node-perturbation", "contrastive-hebbian"], ofGradients: true);

    /// <summary>The figures of a comparison; none if it was not run.</summary>
    /// <param name="runs">The reports.</param>
    /// <param name="experiment">The name of the comparison.</param>
    /// <param name="shown">The candidates that have lines of their own.</param>
    /// <param name="ofGradients">Whether directions are those of the gradients that rules were given, not those of the changes.</param>
    public static IEnumerable<PaperFigure> Of(PaperRuns runs, string experiment, IReadOnlyList<string> shown, bool ofGradients = false)
    {
        if (runs.Of(experiment) is not ComparisonReport report) yield break;
        yield return new($"{experiment}-cost", new Panels
        {
            Title = "Gradient evaluations until a net has learned",
            Subtitle = Text($"Median of the runs that learned and the range of 5 to 95 % of them; at the right how many learned, of {report.Settings.Seeds}. Ring: published defaults. Disk: best of a search on other seeds."),
            RowWidth = RowWidth,
            Parts = [.. report.Summary.Tasks.Select(task => (Figure)new CostRanges
            {
                Title = Title(task.Key, task.Value),
                Axis = "Gradient evaluations",
                Settings = ("defaults", "best"),
                Rows = [.. task.Value.Candidates.Keys.Select(candidate => new CostRow(candidate, Sample(report, task.Key, candidate, static run => run.Default), Sample(report, task.Key, candidate, static run => run.Best)))],
            })],
        }, OfAllRuns: true);
        yield return new($"{experiment}-learned", new Panels
        {
            Title = "Runs that have learned, by gradient evaluations",
            Subtitle = Text($"Share of {report.Settings.Seeds} runs, each candidate at the best of the search."),
            RowWidth = RowWidth,
            Parts = [.. report.Summary.Tasks.Select(task => (Figure)new LineChart
            {
                Title = Title(task.Key, task.Value),
                AcrossAxis = "Gradient evaluations",
                UpAxis = "Learned, %",
                Up = (0, 100),
                IsStepped = true,
                Lines = [.. Lines(shown, task.Value, candidate => Learned(Sample(report, task.Key, candidate, static run => run.Best), task.Value.Budget))],
            })],
        }, OfAllRuns: true);
        yield return new($"{experiment}-direction", new Panels
        {
            Title = ofGradients ? "Where the gradients point" : "Where the changes go",
            Subtitle = ofGradients ? "Angle between what the rule was given for ∂E/∂w and ∂E/∂w itself, median over the runs at their best: below 90, small steps lower E."
                : "Angle between the change of all weights and the exact −∂E/∂w before it, median over the runs at their best: 0 straight down, 90 level.",
            RowWidth = RowWidth,
            Parts = [.. report.Summary.Tasks.Select(task => (Figure)new LineChart
            {
                Title = Title(task.Key, task.Value),
                AcrossAxis = "Sweep",
                UpAxis = "Angle, degrees",
                Up = (0, 150),
                Lines = [.. Lines(shown, task.Value, candidate =>
                    [.. from direction in task.Value.Candidates[candidate].Best.Directions
                        let cosine = ofGradients ? direction.Gradient : direction.Change
                        where cosine is not null
                        select ((double)direction.Sweep, Math.Round(Math.Acos(cosine.Value) * 180 / Math.PI, 1))])],
            })],
        }, OfAllRuns: true);
    }

    /// <summary>The lines of the candidates that a task has; each looks the same for all tasks.</summary>
    private static IEnumerable<ChartLine> Lines(IReadOnlyList<string> shown, TaskSummary task, Func<string, IReadOnlyList<(double X, double Y)>> points) =>
        shown.Index().Where(candidate => task.Candidates.ContainsKey(candidate.Item)).Select(candidate => new ChartLine(candidate.Item, points(candidate.Item)) { Style = candidate.Index });

    private static string Title(string name, TaskSummary task) => Text($"{name}, at most {task.Budget:N0}");

    private static CostSample Sample(ComparisonReport report, string task, string candidate, Func<CandidateRun, Outcome> of) =>
        new([.. report.Runs.Select(run => of(run.Tasks[task][candidate]).Evaluations).OfType<double>()], report.Runs.Count);

    private static IReadOnlyList<(double X, double Y)> Learned(CostSample sample, int budget)
    {
        double[] costs = [.. sample.Costs.Order()];
        if (costs.Length == 0) return [];
        return [(costs[0], 0), .. costs.Select((cost, index) => (cost, 100.0 * (index + 1) / sample.Runs)), (budget, 100.0 * costs.Length / sample.Runs)];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
