using System.Globalization;
using System.Text.Json.Nodes;
using Backprop.Data;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>What a training ended in, for people or as JSON.</summary>
internal static class TrainingReport
{
    /// <param name="output">Where to write.</param>
    /// <param name="job">The training.</param>
    /// <param name="training">Its parts.</param>
    /// <param name="trained">Its outcome.</param>
    /// <param name="notes">All notes, for JSON; for people they have been printed.</param>
    /// <param name="measured">The cross-validation before it; null where there was none.</param>
    /// <param name="budget">What was chosen to fit the time; null where there was no limit.</param>
    public static void Write(TextWriter output, TrainingJob job, TableTraining training, TableTrainingResult trained, IReadOnlyList<string> notes, CrossValidationResult? measured = null, TableBudget? budget = null)
    {
        var (history, scores) = (trained.History, trained.Scores);
        if (job.Json)
        {
            output.WriteLine(CliJson.Text(new JsonObject
            {
                ["stopped"] = history.Stopped?.Name,
                ["sweeps"] = history.Sweeps,
                ["bestSweep"] = training.Validation is null ? null : history.BestSweep,
                ["nets"] = training.Options.Members == 1 ? null : CliJson.List(trained.Histories.Index(), net => new JsonObject
                {
                    ["stopped"] = net.Item.Stopped?.Name,
                    ["sweeps"] = net.Item.Sweeps,
                    ["bestSweep"] = net.Item.BestSweep,
                    ["test"] = net.Index < trained.SingleScores.Count ? ScoresText.ToJson(trained.SingleScores[net.Index]) : null,
                }),
                ["error"] = history.Error,
                ["errorPerCase"] = history.ErrorPerCase,
                ["validationError"] = training.Validation is null ? null : history.BestError,
                ["validationErrorPerCase"] = training.Validation is null ? null : history.BestErrorPerCase,
                ["within"] = budget is null ? null : new JsonObject { ["seconds"] = budget.Within.TotalSeconds, ["sweepSeconds"] = budget.SweepTime.TotalSeconds, ["members"] = budget.Options.Members, ["sweeps"] = budget.Options.Sweeps },
                ["rows"] = new JsonObject { ["training"] = training.Split.Training.Length, ["validation"] = training.Validation?.Count ?? 0, ["test"] = training.Split.Test.Length },
                ["weights"] = training.Topology.WeightCount,
                ["test"] = scores is null ? null : ScoresText.ToJson(scores),
                ["folds"] = measured is null ? null : CrossValidationReport.ToJson(measured),
                ["model"] = job.ModelPath,
                ["repeat"] = job.Command,
                ["notes"] = CliJson.List(notes),
            }));
            return;
        }
        if (training.Options.Members > 1)
            WriteNets(output, training, trained);
        else
            WriteCourse(output, training, history);
        if (scores is not null)
            ScoresText.Write(output, "test", scores);
        if (SinglesText.Of(trained) is { } singles)
            output.WriteLine($" {singles}");
        output.WriteLine($" model  {job.ModelPath}");
        output.WriteLine($" repeat: {job.Command}");
    }

    private static void WriteCourse(TextWriter output, TableTraining training, History history)
    {
        var curve = training.Validation is null ? history.Errors : history.ValidationErrors;
        var kept = training.Validation is null ? "" : string.Create(CultureInfo.InvariantCulture, $"; kept the weights of sweep {history.BestSweep:N0}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" stopped {Where(training, history)}{kept}  {Sparkline.Draw([.. curve], 20, log: true)}"));
        output.WriteLine($" {HistoryText.Errors(history)}");
    }

    /// <summary>" 8 nets, 61 to 240 sweeps each; kept the weights of sweeps 11 to 190  ▇▅▃▁"</summary>
    private static void WriteNets(TextWriter output, TableTraining training, TableTrainingResult trained)
    {
        var history = trained.History;
        var sweeps = Range(trained.Histories.Select(static of => of.Sweeps));
        var kept = history.ValidationErrors.Count == 0 ? "" : $"; kept the weights of sweeps {Range(trained.Histories.Select(static of => of.BestSweep))}";
        var curve = history.ValidationErrors.Count == 0 ? history.Errors : history.ValidationErrors;
        output.WriteLine($" {training.Options.Members} nets, {sweeps} {(sweeps == "1" ? "sweep" : "sweeps")} each{kept}  {Sparkline.Draw([.. curve], 20, log: true)}");
        // A row is validated by the one net that does not learn from it.
        var validated = history.ValidationErrors.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {history.BestErrorPerCase:G4} in validation");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" error per case {history.ErrorPerCase:G4} in training{validated}"));
    }

    private static string Range(IEnumerable<int> counts)
    {
        var all = counts.ToList();
        return all.Min() == all.Max() ? string.Create(CultureInfo.InvariantCulture, $"{all[0]:N0}") : string.Create(CultureInfo.InvariantCulture, $"{all.Min():N0} to {all.Max():N0}");
    }

    /// <summary>The number of sweeps, and the rule that ended the training.</summary>
    private static string Where(TableTraining training, History history) =>
        history.Sweeps == (training.Options.Sweeps ?? TableDefaults.Sweeps)
            ? string.Create(CultureInfo.InvariantCulture, $"at the limit of {history.Sweeps:N0} {(history.Sweeps == 1 ? "sweep" : "sweeps")} (--sweeps)")
            : string.Create(CultureInfo.InvariantCulture, $"after {history.Sweeps:N0} sweeps: {history.Stopped?.Name}");

    /// <summary>150 rows · 4 numbers → 4 units · species → 3 units · 105 train / 15 validation / 30 test · 803 weights</summary>
    public static string Shape(TableTraining training)
    {
        var encoding = training.Encoding;
        var parts = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{training.Table.Count:N0} rows") };
        foreach (var group in encoding.InputGroups)
            parts.Add(group.IsCategory ? $"{DisplayText.Name(group.Name)} → {Units(group.Size)}" : $"{group.Columns.Count} numeric {(group.Columns.Count == 1 ? "column" : "columns")} → {Units(group.Size)}");
        if (parts.Count > 8)
            parts = [.. parts.Take(4), $"{parts.Count - 4} more columns → {Units(encoding.InputGroups.Skip(3).Sum(g => g.Size))}"];
        parts.AddRange(encoding.TargetGroups.Select(g => $"{DisplayText.Name(g.Name)} → {Units(g.Size)}"));
        var split = training.Split;
        var nets = training.Options.Members ?? 1;
        var options = training.Options;
        var part = options.ValidationSheet is { } sheet ? $" of sheet '{DisplayText.Name(sheet)}'" : options.ValidationQuery is null ? "" : " of a query";
        var of = options.ValidationFile is { } file ? $"{part} of {file}" : "";
        var validated = nets > 1 && training.Validation is null ? "" : string.Create(CultureInfo.InvariantCulture, $" / {training.Validation?.Count ?? 0:N0} validation{of}");
        parts.Add(string.Create(CultureInfo.InvariantCulture, $"{split.Training.Length:N0} train{validated} / {split.Test.Length:N0} test"));
        parts.Add(string.Create(CultureInfo.InvariantCulture, $"{(nets > 1 ? $"{nets} nets of " : "")}{training.Topology.WeightCount:N0} weights"));
        return string.Join(" · ", parts);
    }

    private static string Units(int count) => count == 1 ? "1 unit" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} units");
}
