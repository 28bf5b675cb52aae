using System.Globalization;

namespace Backprop.Experiments;

/// <summary>The ways to get derivatives, each with gradient descent with momentum and eight settings that the search tries: the published defaults at the paper's rate first.</summary>
internal static class GradientCandidates
{
    /// <summary>All methods, named as in <c>--gradient</c>; the paper's first.</summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        new("back-propagation", [.. Descents.Select(static setting => Of(setting, $"", new Backpropagation()))]),
        new("feedback", [.. Ranges.Select(static s => Of(s.Rate, $", b within ±{s.Size}", new FeedbackAlignment { Range = s.Size }))]),
        new("direct-feedback", [.. DirectRanges.Select(static s => Of(s.Rate, $", b within ±{s.Size?.ToString(CultureInfo.InvariantCulture) ?? "1/√n"}", new DirectFeedbackAlignment { Range = s.Size }))]),
        new("sign-symmetry", [.. Sizes.Select(static s => Of(s.Rate, $", size {s.Size}", new SignSymmetry { Size = s.Size }))]),
        new("node-perturbation", [.. Samples.Select(static s => Of(s.Rate, $", {Runs(s.Samples)}", new NodePerturbation { Samples = s.Samples }))]),
        new("weight-perturbation", [.. Samples.Select(static s => Of(s.Rate, $", {Runs(s.Samples)}", new WeightPerturbation { Samples = s.Samples }))]),
        new("weight-by-weight", [.. Descents.Select(static setting => Of(setting, $"", new WeightPerturbation { OneByOne = true }))]),
        new("contrastive-hebbian", [.. Feedbacks.Select(static s => Of(s.Rate, $", γ {s.Feedback}", new ContrastiveHebbian { Feedback = s.Feedback }))]),
    ];

    private static (double? Rate, double Size)[] Ranges => [(0.1, 0.5), (0.02, 0.5), (0.5, 0.5), (null, 0.5), (0.1, 2), (0.02, 2), (0.5, 2), (null, 2)];

    private static (double? Rate, double? Size)[] DirectRanges => [(0.1, null), (0.02, null), (0.5, null), (null, null), (0.1, 2), (0.02, 2), (0.5, 2), (null, 2)];

    private static (double? Rate, double Size)[] Sizes => [(0.1, 1), (0.02, 1), (0.5, 1), (null, 1), (0.1, 3), (0.02, 3), (0.5, 3), (null, 3)];

    private static (double? Rate, int Samples)[] Samples => [(0.1, 1), (0.005, 1), (0.02, 1), (0.02, 5), (0.1, 5), (0.1, 25), (0.5, 25), (null, 25)];

    private static (double? Rate, double Feedback)[] Feedbacks => [(0.1, 0.05), (0.02, 0.05), (0.05, 0.05), (0.2, 0.05), (0.5, 0.05), (0.1, 0.5), (0.02, 0.5), (0.5, 0.5)];

    private static string Runs(int samples) => samples == 1 ? "1 run with noise" : string.Create(CultureInfo.InvariantCulture, $"{samples} runs with noise");

    /// <summary>The settings of gradient descent in the comparison of learning rules.</summary>
    private static IReadOnlyList<CandidateSetting> Descents => RuleCandidates.All[0].Settings;

    /// <summary>ε with α 0.9; null: the slow start that keeps the family trees' units out of their tails.</summary>
    private static CandidateSetting Of(double? rate, FormattableString more, GradientMethod method) =>
        Of(rate is { } known ? new(string.Create(CultureInfo.InvariantCulture, $"ε {known}, α 0.9"), new GradientDescent { LearningRate = known, Momentum = 0.9 }) : Descents[^1], more, method);

    private static CandidateSetting Of(CandidateSetting descent, FormattableString more, GradientMethod method) =>
        descent with { Text = descent.Text + more.ToString(CultureInfo.InvariantCulture), Options = seed => new TrainerOptions { Gradient = method.WithSeed(seed) } };
}
