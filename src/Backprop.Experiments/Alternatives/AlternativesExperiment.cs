using System.Globalization;

namespace Backprop.Experiments;

/// <summary>
/// The paper ends: "The learning procedure, in its current form, is not a plausible model of learning in brains. However, applying the procedure to various tasks shows that interesting internal representations
/// can be constructed by gradient descent in weight-space, and this suggests that it is worth looking for more biologically plausible ways of doing gradient descent in neural networks." Such ways beside
/// back-propagation, all with gradient descent with momentum.
/// </summary>
internal sealed class AlternativesExperiment : ComparisonExperiment
{
    private const string Paper = "back-propagation";

    /// <inheritdoc/>
    public override string Name => "alternatives";

    /// <inheritdoc/>
    public override string About => "More plausible ways to get derivatives beside back-propagation, on five tasks.";

    /// <inheritdoc/>
    public override ComparisonSettings Defaults { get; } = new() { Seeds = 20, Sweeps = 10_000 };

    /// <inheritdoc/>
    public override IReadOnlyList<Candidate> Candidates => GradientCandidates.All;

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(ComparisonSettings settings, ComparisonSummary summary) =>
    [
        .. summary.Tasks.Select(static task => Learns(task.Key, task.Value, "at their best", static candidate => candidate.Best)),
        .. summary.Tasks.Select(static task => Learns(task.Key, task.Value, "with published defaults at the paper's rate", static candidate => candidate.Default)),
        .. GradientCandidates.All.Where(static method => method.Name != Paper).Select(method => Standing.Claim(method.Name, Paper, summary)),
        .. GradientCandidates.All.Where(static method => method.Name != Paper).Select(method => Descends(method.Name, summary)),
    ];

    /// <summary>Whether the other ways learn a task, and as often as back-propagation by the intervals of their shares.</summary>
    private static Claim Learns(string name, TaskSummary task, string how, Func<CandidateSummary, SettingSummary> of)
    {
        var paper = of(task.Candidates[Paper]);
        var others = task.Candidates.Where(static candidate => candidate.Key != Paper).Select(candidate => (Name: candidate.Key, Summary: of(candidate.Value))).ToArray();
        var holds = others.Count(other => other.Summary.Learned.Count > 0 && other.Summary.Learned.High >= paper.Learned.Low);
        return new(
            $"{name}: other ways of gradient descent learn it as often, {how}", "worth looking for",
            $"median gradient evaluations (runs that learned, of {paper.Learned.Of}): {string.Join("; ", others.Prepend((Name: Paper, Summary: paper)).Select(static other => $"{other.Name} {Standing.Text(other.Summary)}"))}",
            holds == others.Length ? Verdict.Yes : holds > 0 ? Verdict.Partly : Verdict.No);
    }

    /// <summary>How far the direction of a method is from ∂E/∂w, at the first sweep and at the last one that was looked at; medians over the runs of its best setting that made the sweep.</summary>
    private static Claim Descends(string method, ComparisonSummary summary)
    {
        var tasks = summary.Tasks.Where(task => task.Value.Candidates.ContainsKey(method)).Select(task => (task.Key, Angles: Angles(task.Value.Candidates[method].Best))).Where(static task => task.Angles.Length > 0).ToArray();
        var below = tasks.Count(static task => task.Angles.All(static angle => angle.Degrees < 90));
        return new(
            $"{method} points less than 90° away from ∂E/∂w", "–",
            $"at its best, first and last sweep of those looked at: {string.Join("; ", tasks.Select(static task => string.Create(CultureInfo.InvariantCulture, $"{task.Key} {task.Angles[0].Degrees:F0}° to {task.Angles[^1].Degrees:F0}° (sweep {task.Angles[^1].Sweep:N0})")))}",
            tasks.Length > 0 && below == tasks.Length ? Verdict.Yes : below > 0 ? Verdict.Partly : Verdict.No);
    }

    private static (int Sweep, double Degrees)[] Angles(SettingSummary setting) =>
        [.. setting.Directions.Where(static direction => direction.Gradient is not null).Select(static direction => (direction.Sweep, Math.Acos(Math.Clamp(direction.Gradient!.Value, -1, 1)) * 180 / Math.PI))];
}
