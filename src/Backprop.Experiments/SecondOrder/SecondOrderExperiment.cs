using System.Globalization;

namespace Backprop.Experiments;

/// <summary>
/// The paper says of its procedure that it "does not converge as rapidly as methods which make use of the second derivatives, but is much simpler and can easily be implemented by local computations in
/// parallel hardware": every learning rule of the library beside gradient descent with momentum.
/// </summary>
internal sealed class SecondOrderExperiment : ComparisonExperiment
{
    private const string Paper = "descent";

    /// <summary>The rules that use second derivatives of E, exactly, by differences of gradients along the way, or in the form of a Jacobian.</summary>
    private static readonly string[] SecondOrder = ["quickprop", "lbfgs", "cg", "scg", "lm"];

    /// <inheritdoc/>
    public override string Name => "second-order";

    /// <inheritdoc/>
    public override string About => "Every learning rule beside the paper's, on five tasks: gradient evaluations to learn.";

    /// <inheritdoc/>
    public override ComparisonSettings Defaults { get; } = new() { Seeds = 20, Sweeps = 10_000 };

    /// <inheritdoc/>
    public override IReadOnlyList<Candidate> Candidates => RuleCandidates.All;

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(ComparisonSettings settings, ComparisonSummary summary) =>
    [
        .. summary.Tasks.Select(static task => Faster(task.Key, task.Value, "at their best", static candidate => candidate.Best)),
        .. summary.Tasks.Select(static task => Faster(task.Key, task.Value, "with published defaults", static candidate => candidate.Default)),
        .. RuleCandidates.All.Where(static rule => rule.Name != Paper).Select(rule => Standing.Claim(rule.Name, Paper, summary)),
        Local(),
    ];

    /// <summary>Whether methods with second derivatives learn with fewer gradient evaluations than descent, in the median of all runs, and as often.</summary>
    private static Claim Faster(string name, TaskSummary task, string how, Func<CandidateSummary, SettingSummary> of)
    {
        var paper = of(task.Candidates[Paper]);
        var rules = SecondOrder.Select(rule => (Name: rule, Summary: of(task.Candidates[rule]))).ToArray();
        var holds = rules.Count(rule => Standing.Compare(rule.Summary, paper) > 0);
        return new(
            $"{name}: second derivatives converge faster, {how}", "yes",
            $"median gradient evaluations (runs that learned, of {paper.Learned.Of}): {string.Join("; ", rules.Prepend((Name: Paper, Summary: paper)).Select(static rule => $"{rule.Name} {Standing.Text(rule.Summary)}"))}",
            holds == rules.Length ? Verdict.Yes : holds > 0 ? Verdict.Partly : Verdict.No);
    }

    /// <summary>Which rules change each weight by its own derivatives alone, as the library itself tells threads.</summary>
    private static Claim Local()
    {
        var local = RuleCandidates.All.ToLookup(static rule => !rule.Default.Rule.Searches && rule.Default.Rule.Start<float>(1) is { IsElementwise: true, NeedsGradientLength: false }, static rule => rule.Name);
        return new(
            "local computations", "the paper's",
            $"each weight by its own numbers alone: {string.Join(", ", local[true])}; not so: {string.Join(", ", local[false])}",
            Verdicts.If(local[true].Contains(Paper, StringComparer.Ordinal) && SecondOrder.Count(rule => local[false].Contains(rule, StringComparer.Ordinal)) > SecondOrder.Length / 2));
    }
}
