using System.Globalization;
using System.Text.Json.Nodes;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>What is trained on cases, and what the training ended in, for people or as JSON.</summary>
internal static class CaseReport
{
    public static void Write(TextWriter output, CaseJob job, History history, CaseScores scores)
    {
        if (job.Json)
        {
            output.WriteLine(CliJson.Text(new JsonObject
            {
                ["stopped"] = history.Stopped?.Name,
                ["atLimit"] = IsAtLimit(job, history),
                ["sweeps"] = history.Sweeps,
                ["error"] = history.Error,
                ["errorPerCase"] = history.ErrorPerCase,
                ["weights"] = job.Topology.WeightCount,
                ["scores"] = CaseScoresText.ToJson(scores),
                ["model"] = job.ModelPath,
                ["repeat"] = job.Command,
            }));
            return;
        }
        output.WriteLine($" stopped {Where(job, history, scores)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" E {history.Error:G4}, error per {scores.Part} {history.ErrorPerCase:G4}  {Sparkline.Draw([.. history.Errors], 20, log: true)}"));
        CaseScoresText.Write(output, scores);
        output.WriteLine($" model  {job.ModelPath}");
        output.WriteLine($" repeat: {job.Command}");
    }

    /// <summary>4 cases · 2 input units → 1 output unit · 9 weights, and how it learns.</summary>
    public static IEnumerable<string> Shape(CaseJob job, Cases cases)
    {
        var places = new CasePlaces(job.Topology, cases);
        yield return string.Join(" · ", (string[])
        [
            job.Topology.Unrolling is null ? Count(places.Count, "case") : $"{Count(places.Count, "sequence")} of {(places.HasShorter ? "at most " : "")}{Count(places.Longest, "iteration")}",
            $"{(job.Topology.Inputs.Any(static group => group.Iteration is null or 1) ? Units(job.Topology.Inputs.Where(static group => group.Iteration is null or 1), "input") + " → " : "")}{Units(job.Topology.Outputs.Where(static group => group.Iteration is null or 1), "output")}",
            Count(job.Topology.WeightCount, "weight"),
            .. job.Training.IsDouble ? ["double"] : Array.Empty<string>(),
        ]);
        yield return string.Join(" · ", (string[])
        [
            Rule(job.Training.Rule), .. job.Training.Gradient is Backpropagation ? Array.Empty<string>() : [$"gradient by {GradientText.Title(job.Training.Gradient)}"], job.Training.Error.ToString(),
            $"an update per {Update(job.Training.Batch)}",
            .. job.Training.Noise.Groups.Select(static group => $"noise of {Numeral.Text(group.Deviation)} on {DisplayText.Name(group.Group)}"),
            job.Start is { } start ? $"from {start.Path}" : string.Create(CultureInfo.InvariantCulture, $"±{job.Training.Range}"),
        ]);
    }

    private static string Update(Batch batch) => batch is { Unit: not BatchUnit.Windows, Size: > 1 and var size }
        ? string.Create(CultureInfo.InvariantCulture, $"{size:N0} {(batch.Unit == BatchUnit.Sequences ? "sequences" : "cases")}") : BatchText.Of(batch);

    private static string Rule(LearningRule rule)
    {
        var name = RuleName.Of(rule);
        var parts = RuleParts.Of(rule, name.Usual);
        IEnumerable<string> rates = parts.Phases is not null ? [$"phases {parts.Phases}"]
            : name.Settings.Where(static setting => setting.IsShared).Select(setting => $"{setting.Name} {Numeral.Text(setting.Of(rule))}");
        var (decay, ofBiases) = (RuleName.DecayOf(rule), rule.DecayBiases ? " (biases too)" : "");
        return string.Join(", ", (string[])
        [
            name.Name, .. rates, .. name.Special(rule).Select(static setting => $"{setting.Name} {Numeral.Text(setting.Value)}"),
            .. parts.Schedule is null ? Array.Empty<string>() : [$"schedule {parts.Schedule}"],
            .. decay == 0 ? Array.Empty<string>() : [$"decay {Numeral.Text(decay)}{ofBiases}"],
            .. parts.Penalty is { } penalty ? [$"penalty {Numeral.Text(penalty)}{(decay == 0 ? ofBiases : "")}"] : Array.Empty<string>(),
            .. parts.DerivativeLimit is { } derivative ? [$"derivatives to ±{Numeral.Text(derivative)}"] : Array.Empty<string>(),
            .. parts.GradientLimit is { } gradient ? [$"gradient to {Numeral.Text(gradient)}"] : Array.Empty<string>(),
            .. parts.Bounds is null ? Array.Empty<string>() : [$"weights {parts.Bounds}"],
        ]);
    }

    /// <summary>The number of sweeps, and the rule that ended the training, or at the limit the conditions that do not hold.</summary>
    private static string Where(CaseJob job, History history, CaseScores scores)
    {
        if (!IsAtLimit(job, history))
            return string.Create(CultureInfo.InvariantCulture, $"after {history.Sweeps:N0} sweeps: {history.Stopped?.Name}");
        var unmet = string.Join(", ", job.Training.Until.Select(condition => condition.Unmet(scores.Evaluation)).OfType<string>());
        return string.Create(CultureInfo.InvariantCulture, $"at the limit of {history.Sweeps:N0} sweeps (--sweeps){(unmet.Length > 0 ? $": {unmet}" : "")}");
    }

    private static bool IsAtLimit(CaseJob job, History history) => history.Stopped?.Name == StopWhen.Sweeps(job.Training.Sweeps).Name;

    private static string Units(IEnumerable<Group> groups, string kind)
    {
        var all = groups.ToList();
        return Count(all.Sum(static group => group.Size), $"{kind} unit") + (all.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" in {all.Count} groups") : "");
    }

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
