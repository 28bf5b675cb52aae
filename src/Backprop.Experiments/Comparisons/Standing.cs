using System.Globalization;

namespace Backprop.Experiments;

/// <summary>Which of two settings is the better one on a task.</summary>
internal static class Standing
{
    /// <summary>1 if one setting is better than another: it learns in the median run with fewer gradient evaluations, and not significantly less often; −1 the other way round; else 0.</summary>
    public static int Compare(SettingSummary one, SettingSummary other)
    {
        if (one.Learned.High < other.Learned.Low) return -1;
        if (other.Learned.High < one.Learned.Low) return 1;
        return (one.Evaluations.Median, other.Evaluations.Median) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            var (first, second) => second.Value.CompareTo(first.Value),
        };
    }

    /// <summary>One candidate on all tasks for which it is defined, at its best, against the paper's at its best.</summary>
    public static Claim Claim(string candidate, string paper, ComparisonSummary summary)
    {
        var by = summary.Tasks.Where(task => task.Value.Candidates.ContainsKey(candidate)).ToLookup(task => Compare(task.Value.Candidates[candidate].Best, task.Value.Candidates[paper].Best), static task => task.Key);
        string[] undefined = [.. summary.Tasks.Where(task => !task.Value.Candidates.ContainsKey(candidate)).Select(static task => task.Key)];
        return new(
            $"{candidate} against {paper}, both at their best", "–",
            string.Join("; ",
            [
                .. new[] { ("fewer evaluations", 1), ("neither better", 0), ("loses", -1) }.Where(part => by.Contains(part.Item2)).Select(part => $"{part.Item1}: {string.Join(", ", by[part.Item2])}"),
                .. undefined.Length == 0 ? Array.Empty<string>() : [$"not defined: {string.Join(", ", undefined)}"],
            ]),
            !by.Contains(-1) && !by.Contains(0) ? Verdict.Yes : by.Contains(1) ? Verdict.Partly : Verdict.No);
    }

    /// <summary>"120 (18 of 20)": the median over all runs and the share that learned.</summary>
    public static string Text(SettingSummary setting) => string.Create(CultureInfo.InvariantCulture, $"{Words.Number(setting.Evaluations.Median)} ({setting.Learned.Count})");
}
