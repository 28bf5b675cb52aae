using System.Globalization;
using System.Text.Json.Nodes;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>What a study trains, and what it found, for people or as JSON.</summary>
internal static class StudyReport
{
    public static void Introduce(TextWriter output, StudyJob job, Cases cases, int known)
    {
        foreach (var line in CaseReport.Shape(job.Training, cases))
            output.WriteLine(" " + line);
        var points = job.Points.Count;
        var varied = job.Varied.Count == 0 ? "" : $" at each of {points:N0} points of {string.Join(" × ", job.Varied.Select(static setting => setting.Name))}";
        output.WriteLine(Text($" {Count(job.Seeds, "seed")} from {job.FirstSeed}{varied}, at most {job.Training.Training.Sweeps:N0} sweeps{(known > 0 ? Text($"; {known:N0} nets are in {job.RunsFile} already") : "")}"));
    }

    public static void Write(TextWriter output, StudyResult result)
    {
        if (result.Job.Json)
        {
            output.WriteLine(CliJson.Text(ToJson(result)));
            return;
        }
        if (result.Summaries is [var only]) WriteOne(output, only);
        else WriteTable(output, result);
        if (result.Best is { } best)
        {
            var at = result.Job.Name(result.Points[best.Net.Point]);
            output.WriteLine(Text($" best      seed {best.Net.Seed}{(at.Length > 0 ? $" at {at}" : "")}: {(best.Learned ? Text($"{best.Sweeps:N0} sweeps") : Text($"E {best.Error:G4} after {best.Sweeps:N0} sweeps"))}"));
            if (result.Job.BestModel is { } model) output.WriteLine($" model     {model}");
            output.WriteLine($"           {result.TrainingOf(best).Command}");
        }
        output.WriteLine($" repeat:   {result.Job.Command}");
    }

    /// <summary>The share of nets that learned, with its 95 % interval: "93.1 % (91.4–94.5 %)".</summary>
    public static string Share(Share share) => Text($"{100 * share.Value:0.0} % ({100 * share.Low:0.0}–{100 * share.High:0.0} %)");

    /// <summary>"median 290, quartiles 220–380, 5–95 % 159–643".</summary>
    public static string Sweeps(SweepQuantiles sweeps) => Text($"median {sweeps.Median:N0}, quartiles {sweeps.LowerQuartile:N0}–{sweeps.UpperQuartile:N0}, 5–95 % {sweeps.Low:N0}–{sweeps.High:N0}");

    /// <summary>What became of the nets that have not learned; "" if there are none.</summary>
    public static string Rest(StudySummary summary)
    {
        var parts = new List<string>();
        if (summary.Limit > 0)
        {
            var causes = summary.Causes;
            var found = string.Join(", ", new[] { (causes.Later, Text($"learned within {Study<float>.Patience} times as many")), (causes.Plateau, "still on a plateau then"), (causes.Saturation, "saturated"), (causes.TrueMinimum, "in a true minimum") }
                .Where(static cause => cause.Item1 > 0).Select(static cause => Text($"{cause.Item1:N0} {cause.Item2}")));
            parts.Add(Text($"{summary.Limit:N0} at the limit of sweeps{(causes.Count == 0 ? "" : causes.Count == summary.Limit ? $": {found}" : Text($"; of {causes.Count:N0} looked at: {found}"))}"));
        }
        if (summary.Otherwise > 0) parts.Add(Text($"{summary.Otherwise:N0} stopped without a better E"));
        if (summary.NotFinite > 0) parts.Add(Text($"{summary.NotFinite:N0} diverged: a number was no longer finite"));
        return string.Join("; ", parts);
    }

    private static void WriteOne(TextWriter output, StudySummary summary)
    {
        output.WriteLine(Text($" learned   {summary.Learned.Count:N0} of {summary.Learned.Of:N0}: {Share(summary.Learned)}"));
        if (summary.Sweeps is { } sweeps) output.WriteLine($" sweeps    {Sweeps(sweeps)}");
        if (Rest(summary) is { Length: > 0 } rest) output.WriteLine($" others    {rest}");
    }

    private static void WriteTable(TextWriter output, StudyResult result)
    {
        string[] head = [.. result.Job.Varied.Select(static setting => setting.Name), "learned", "", "median", "quartiles", "5–95 %", "not learned"];
        List<string[]> rows = [head];
        foreach (var (index, summary) in result.Summaries.Index())
        {
            var sweeps = summary.Sweeps;
            rows.Add([
                .. result.Points[index].Select(static value => Numeral.Text(value)),
                Text($"{summary.Learned.Count:N0}"), Share(summary.Learned),
                sweeps is null ? "–" : Text($"{sweeps.Median:N0}"), sweeps is null ? "–" : Text($"{sweeps.LowerQuartile:N0}–{sweeps.UpperQuartile:N0}"), sweeps is null ? "–" : Text($"{sweeps.Low:N0}–{sweeps.High:N0}"),
                Short(summary)]);
        }
        var widths = Enumerable.Range(0, head.Length).Select(column => rows.Max(row => CellWidth.Of(row[column]))).ToArray();
        foreach (var row in rows)
            output.WriteLine((" " + string.Join("  ", row.Select((cell, column) => column == row.Length - 1 ? cell : new string(' ', widths[column] - CellWidth.Of(cell)) + cell))).TrimEnd());
    }

    /// <summary>The causes in a few letters: "12 limit (3 later, 1 saturated)".</summary>
    private static string Short(StudySummary summary)
    {
        var parts = new List<string>();
        if (summary.Limit > 0)
        {
            var causes = string.Join(", ", new[] { (summary.Causes.Later, "later"), (summary.Causes.Plateau, "plateau"), (summary.Causes.Saturation, "saturated"), (summary.Causes.TrueMinimum, "true minimum") }
                .Where(static cause => cause.Item1 > 0).Select(static cause => Text($"{cause.Item1:N0} {cause.Item2}")));
            parts.Add(Text($"{summary.Limit:N0} at the limit{(causes.Length > 0 ? $" ({(summary.Causes.Count < summary.Limit ? Text($"of {summary.Causes.Count:N0}: ") : "")}{causes})" : "")}"));
        }
        if (summary.Otherwise > 0) parts.Add(Text($"{summary.Otherwise:N0} no better"));
        if (summary.NotFinite > 0) parts.Add(Text($"{summary.NotFinite:N0} diverged"));
        return string.Join(", ", parts);
    }

    private static JsonObject ToJson(StudyResult result) => new()
    {
        ["seeds"] = result.Job.Seeds,
        ["firstSeed"] = result.Job.FirstSeed,
        ["sweepsLimit"] = result.Job.Training.Training.Sweeps,
        ["varied"] = CliJson.Map(result.Job.Varied, static setting => setting.Name, static setting => CliJson.List(setting.Values)),
        ["points"] = CliJson.List(result.Summaries.Index(), point => ToJson(result, point.Index, point.Item)),
        ["best"] = result.Best is not { } best ? null : new JsonObject
        {
            ["settings"] = Settings(result, best.Net.Point),
            ["seed"] = Numeral.Text(best.Net.Seed),
            ["learned"] = best.Learned,
            ["sweeps"] = best.Sweeps,
            ["error"] = best.Error,
            ["model"] = result.Job.BestModel,
            ["repeat"] = result.TrainingOf(best).Command,
        },
        ["repeat"] = result.Job.Command,
    };

    private static JsonObject ToJson(StudyResult result, int point, StudySummary summary) => new()
    {
        ["settings"] = Settings(result, point),
        ["learned"] = new JsonObject { ["count"] = summary.Learned.Count, ["of"] = summary.Learned.Of, ["share"] = summary.Learned.Value, ["low"] = summary.Learned.Low, ["high"] = summary.Learned.High },
        ["sweeps"] = summary.Sweeps is not { } sweeps ? null : new JsonObject
        {
            ["least"] = sweeps.Least,
            ["low"] = sweeps.Low,
            ["lowerQuartile"] = sweeps.LowerQuartile,
            ["median"] = sweeps.Median,
            ["upperQuartile"] = sweeps.UpperQuartile,
            ["high"] = sweeps.High,
            ["greatest"] = sweeps.Greatest,
        },
        ["notLearned"] = new JsonObject
        {
            ["atLimit"] = summary.Limit,
            ["noBetter"] = summary.Otherwise,
            ["notFinite"] = summary.NotFinite,
            ["causes"] = new JsonObject
            {
                ["lookedAt"] = summary.Causes.Count,
                ["learnedLater"] = summary.Causes.Later,
                ["plateau"] = summary.Causes.Plateau,
                ["saturation"] = summary.Causes.Saturation,
                ["trueMinimum"] = summary.Causes.TrueMinimum,
            },
        },
    };

    /// <summary>The values of the varied settings at a point.</summary>
    private static JsonObject Settings(StudyResult result, int point) =>
        CliJson.Map(result.Job.Varied.Zip(result.Points[point]), static setting => setting.First.Name, static setting => setting.Second);

    private static string Count(int count, string what) => Text($"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
