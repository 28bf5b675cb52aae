using System.Globalization;
using System.Text.Json.Nodes;

namespace Backprop.Cli;

/// <summary>Scores of cases for people or as JSON.</summary>
internal static class CaseScoresText
{
    private const int MostMisses = 5, LongestName = 24;

    /// <summary>Writes how many cases are right, groups and iterations where there are several, and the cases that are furthest from right.</summary>
    public static void Write(TextWriter output, CaseScores scores)
    {
        var what = scores.AreSequences ? "sequences" : "cases";
        var (band, cases) = (Numeral.Text(scores.Band), scores.Cases);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" within {band} of their targets {cases.Within:N0} of {cases.Count:N0} {what}, on the right side of 0.5 {cases.OnRightSide:N0}"));
        if (scores.Groups is [var (_, only)] && scores.Iterations.Count <= 1)
        {
            if (only.Choices == only.Count) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" greatest output the right one {only.RightChoices:N0} of {only.Choices:N0} {what}"));
        }
        else
        {
            Table(output, "group", scores.Groups.Select(static entry => (DisplayText.Name(entry.Group), entry.Tally)), band, withChoices: true);
        }
        if (scores.Iterations.Count > 1)
            Table(output, "iteration", scores.Iterations.Select(static entry => (Numeral.Text(entry.Iteration), entry.Tally)), band, withChoices: false);
        foreach (var miss in scores.Misses.Take(MostMisses))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {CaseLabels.Of(miss.Name, miss.Item, scores.AreSequences)}{(miss.Iteration is { } t ? $", iteration {t}" : "")}: {CaseLabels.Unit(miss.Group, miss.Unit)} is {miss.State:G3}, target {Numeral.Text(miss.Target)}"));
        if (scores.Misses.Count > MostMisses)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  … {scores.Misses.Count - MostMisses:N0} more"));
    }

    /// <summary>The same as JSON.</summary>
    public static JsonObject ToJson(CaseScores scores) => new()
    {
        ["cases"] = scores.Cases.Count,
        ["error"] = CliJson.Finite(scores.Evaluation.Error),
        ["errorPerCase"] = CliJson.Finite(scores.ErrorPerCase),
        ["band"] = scores.Band,
        ["within"] = scores.Cases.Within,
        ["onRightSide"] = scores.Cases.OnRightSide,
        ["furthest"] = CliJson.Finite(scores.Cases.Distance),
        ["groups"] = CliJson.Map(scores.Groups, static entry => entry.Group, static entry => ToJson(entry.Tally)),
        ["iterations"] = scores.Iterations.Count == 0 ? null : CliJson.List(scores.Iterations, static entry => new JsonObject { ["iteration"] = entry.Iteration, ["tally"] = ToJson(entry.Tally) }),
        ["misses"] = CliJson.List(scores.Misses, static miss => new JsonObject
        {
            ["case"] = miss.Item + 1,
            ["name"] = miss.Name,
            ["iteration"] = miss.Iteration,
            ["group"] = miss.Group.Origin,
            ["unit"] = miss.Group.UnitLabel(miss.Unit),
            ["state"] = CliJson.Finite(miss.State),
            ["target"] = miss.Target,
        }),
    };

    private static JsonObject ToJson(TargetTally tally) => new()
    {
        ["patterns"] = tally.Count,
        ["within"] = tally.Within,
        ["onRightSide"] = tally.OnRightSide,
        ["choices"] = tally.Choices,
        ["rightChoices"] = tally.RightChoices,
        ["furthest"] = CliJson.Finite(tally.Distance),
    };

    private static void Table(TextWriter output, string head, IEnumerable<(string Name, TargetTally Tally)> rows, string band, bool withChoices)
    {
        var all = rows.Select(static row => (Name: CellWidth.Cut(row.Name, LongestName), row.Tally)).ToList();
        withChoices &= all.Exists(static row => row.Tally.Choices == row.Tally.Count);
        var width = all.Select(static row => CellWidth.Of(row.Name)).Append(head.Length).Max();
        var within = $"within {band}";
        output.WriteLine($"  {head.PadRight(width)}  {"patterns",8}  {within}  right side{(withChoices ? "  greatest" : "")}  furthest");
        foreach (var (name, tally) in all)
        {
            var choice = !withChoices ? "" : tally.Choices < tally.Count ? $"  {"–",8}" : string.Create(CultureInfo.InvariantCulture, $"  {tally.RightChoices,8}");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {CellWidth.PadRight(name, width)}  {tally.Count,8}  {tally.Within.ToString(CultureInfo.InvariantCulture).PadLeft(within.Length)}  {tally.OnRightSide,10}{choice}  {tally.Distance,8:G3}"));
        }
    }
}
