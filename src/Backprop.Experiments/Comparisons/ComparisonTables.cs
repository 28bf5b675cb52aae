using System.Globalization;
using System.Text;

namespace Backprop.Experiments;

/// <summary>A comparison as CSV: every run of the report, and every setting that the search tried.</summary>
internal static class ComparisonTables
{
    /// <summary>The first line of <see cref="Outcomes"/>.</summary>
    public const string OutcomesHeader = "task,candidate,as,setting,seed,ending,sweeps,forward,backward,evaluations,error";

    /// <summary>The first line of <see cref="Search"/>.</summary>
    public const string SearchHeader = "task,candidate,setting,learned,runs,score,chosen";

    /// <summary>A line per run: ending, sweeps, passes over all cases, gradient evaluations, E.</summary>
    public static string Outcomes(Report<ComparisonSettings, ComparisonRun, ComparisonSummary> report)
    {
        var lines = new StringBuilder(OutcomesHeader + "\n");
        foreach (var (task, byCandidate) in report.Summary.Tasks)
        {
            foreach (var (candidate, summary) in byCandidate.Candidates)
            {
                foreach (var run in report.Runs)
                {
                    var own = run.Tasks[task][candidate];
                    lines.Append(Line(task, candidate, "default", summary.Default.Setting, run.Seed, own.Default)).Append(Line(task, candidate, "best", summary.Best.Setting, run.Seed, own.Best));
                }
            }
        }
        return lines.ToString();
    }

    /// <summary>A line of <see cref="Outcomes"/>, with its end.</summary>
    public static string Line(string task, string candidate, string role, string setting, ulong seed, Outcome run)
    {
        var ending = run.Ending switch { Ending.Learned => "learned", Ending.Budget => "budget", Ending.NoLowerError => "no lower E", _ => "not finite" };
        return string.Create(CultureInfo.InvariantCulture,
            $"{task},{candidate},{role},\"{setting}\",{seed},{ending},{run.Sweeps},{run.Cost.Forward:0.####},{run.Cost.Backward:0.####},{run.Cost.Evaluations:0.####},{run.Error:0.######}\n");
    }

    /// <summary>A line per setting that the search tried: runs that learned, penalized mean of the gradient evaluations, whether it was chosen.</summary>
    public static string Search(Report<ComparisonSettings, ComparisonRun, ComparisonSummary> report)
    {
        var lines = new StringBuilder(SearchHeader + "\n");
        foreach (var (task, byCandidate) in report.Summary.Tasks)
        {
            foreach (var (candidate, summary) in byCandidate.Candidates)
            {
                var best = TriedSetting.BestOf(summary.Tried);
                foreach (var tried in summary.Tried)
                    lines.Append(CultureInfo.InvariantCulture, $"{task},{candidate},\"{tried.Setting}\",{tried.Learned.Count},{tried.Learned.Of},{tried.Score:0.##},{(ReferenceEquals(tried, best) ? "yes" : "")}\n");
            }
        }
        return lines.ToString();
    }
}
