using System.Globalization;
using System.Text.Json.Nodes;

namespace Backprop.Cli;

/// <summary>A study of lesions as tables for people, as CSV with every run, and as JSON.</summary>
internal static class LesionReport
{
    private const int LongestName = 16;

    private static readonly string[] RunColumns = ["share", "noise", "seed", "sweep", "group", "cases", "error", "right"];

    /// <summary>Files that <see cref="WriteRuns"/> wrote.</summary>
    public static OutputKind RunsKind { get; } = OutputKind.Table("a list of runs of 'backprop lesion'", RunColumns);

    /// <summary>Writes the curve over all cases, by group of cases, and of relearning.</summary>
    public static void Write(TextWriter output, LesionStudy study)
    {
        var plan = study.Plan;
        output.WriteLine($" {plan.What}: {Count(plan.Seeds, "lesion")} per {plan.Axis}, on {Count(study.CasesOf(0), study.AreSequences ? "sequence" : "case")}");
        output.WriteLine($" right: {plan.Right}");
        output.WriteLine();
        output.WriteLine($"  {plan.Axis,6}  right %  quartiles            error per case  quartiles");
        for (var damage = 0; damage < plan.Damages.Count; damage++)
        {
            var (right, error) = (study.Right(damage, 0, 0), study.Error(damage, 0, 0));
            output.WriteLine($"  {Varied(plan, damage),6}  {Percent(right.Mean),7}  {Percent(right.LowerQuartile),5} {Percent(right.Median),5} {Percent(right.UpperQuartile),5}    {Number(error.Mean),14}  {Number(error.LowerQuartile),8} {Number(error.Median),8} {Number(error.UpperQuartile),8}");
        }
        if (study.Groups.Groups.Count > 1)
            Grid(output, plan, "right by group of cases, mean in %", [.. study.Groups.Groups.Select(static group => group.Name)], (damage, group) => study.Right(damage, 0, group).Mean);
        if (plan.Relearn > 0)
            Grid(output, plan, "right after sweeps of relearning, mean in %", [.. plan.Sweeps.Select(static sweeps => Numeral.Text(sweeps))], (damage, measurement) => study.Right(damage, measurement, 0).Mean);
    }

    /// <summary>Every run: a row per damage, seed, measurement and group of cases.</summary>
    public static void WriteRuns(TextWriter output, LesionStudy study)
    {
        var plan = study.Plan;
        var writer = RecordCsv.To(output);
        RecordCsv.Row(writer, RunColumns);
        for (var damage = 0; damage < plan.Damages.Count; damage++)
        {
            for (var seed = 0; seed < plan.Seeds; seed++)
            {
                foreach (var (measurement, sweeps) in plan.Sweeps.Index())
                {
                    foreach (var (index, (name, _)) in study.Groups.Groups.Index())
                    {
                        var score = study[damage, seed, measurement, index];
                        RecordCsv.Row(writer,
                        [
                            Numeral.Text(plan.Damages[damage].Share), Numeral.Text(plan.Damages[damage].Noise), Numeral.Text(plan.FirstSeed + (ulong)seed), Numeral.Text(sweeps),
                            name, Numeral.Text(score.Cases), RecordCsv.Number(score.Error), RecordCsv.Number(score.Right),
                        ]);
                    }
                }
            }
        }
        writer.Flush();
    }

    /// <summary>Settings and summaries as JSON.</summary>
    public static string ToJson(LesionStudy study, string model, string cases)
    {
        var plan = study.Plan;
        var points =
            from damage in Enumerable.Range(0, plan.Damages.Count)
            from measurement in Enumerable.Range(0, plan.Sweeps.Count)
            from @group in Enumerable.Range(0, study.Groups.Groups.Count)
            select (damage, measurement, @group);
        return CliJson.Text(new JsonObject
        {
            ["model"] = model,
            ["cases"] = cases,
            ["lesions"] = CliJson.List(plan.Sites, static site => new JsonObject { ["kind"] = site.IsLinks ? "links" : "units", ["name"] = site.Name }),
            ["seeds"] = plan.Seeds,
            ["firstSeed"] = plan.FirstSeed,
            ["within"] = plan.Within,
            ["relearn"] = plan.Relearn,
            ["curve"] = CliJson.List(points, point => new JsonObject
            {
                ["share"] = plan.Damages[point.damage].Share,
                ["noise"] = plan.Damages[point.damage].Noise,
                ["sweep"] = plan.Sweeps[point.measurement],
                ["group"] = study.Groups.Groups[point.@group].Name,
                ["cases"] = study.CasesOf(point.@group),
                ["error"] = ToJson(study.Error(point.damage, point.measurement, point.@group)),
                ["right"] = ToJson(study.Right(point.damage, point.measurement, point.@group)),
            }),
        });
    }

    private static JsonObject ToJson(ScoreSummary summary) => new()
    {
        ["mean"] = CliJson.Finite(summary.Mean),
        ["lowerQuartile"] = CliJson.Finite(summary.LowerQuartile),
        ["median"] = CliJson.Finite(summary.Median),
        ["upperQuartile"] = CliJson.Finite(summary.UpperQuartile),
    };

    private static void Grid(TextWriter output, LesionPlan plan, string title, IReadOnlyList<string> columns, Func<int, int, double> value)
    {
        output.WriteLine();
        output.WriteLine($" {title}");
        string[] names = [.. columns.Select(static name => CellWidth.Cut(DisplayText.Name(name), LongestName))];
        output.WriteLine($"  {plan.Axis,6}{string.Concat(names.Select(static name => $" {CellWidth.PadLeft(name, 5)}"))}");
        for (var damage = 0; damage < plan.Damages.Count; damage++)
            output.WriteLine($"  {Varied(plan, damage),6}{string.Concat(names.Select((name, column) => $" {Percent(value(damage, column)).PadLeft(Math.Max(5, CellWidth.Of(name)))}"))}");
    }

    private static string Varied(LesionPlan plan, int damage) => Numeral.Text(plan.Varied(plan.Damages[damage]));

    private static string Percent(double share) => double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1}");

    private static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
