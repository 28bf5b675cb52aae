using System.Globalization;

namespace Backprop.Experiments;

/// <summary>The ways to get derivatives, each with gradient descent with momentum and eight settings that the search tries: the published defaults at the paper's rate first.</summary>
internal static class GradientCandidates
{
    /// <summary>ε, with α 0.9; null: the slow start that keeps the family trees' units out of their tails.</summary>
    private static double?[] Rates => [0.1, 0.01, 0.02, 0.05, 0.2, 0.5, 1, null];

    /// <summary>All methods, named as in <c>--gradient</c>; the paper's first.</summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        new("back-propagation", [.. Rates.Select(static rate => Of(rate, $"", new Backpropagation()))]),
        new("feedback", [.. Ranges.Select(static s => Of(s.Rate, $", b within ±{s.Size}", new FeedbackAlignment { Range = s.Size }))]),
        new("direct-feedback", [.. DirectRanges.Select(static s => Of(s.Rate, $", b within ±{s.Size?.ToString(CultureInfo.InvariantCulture) ?? "1/√n"}", new DirectFeedbackAlignment { Range = s.Size }))]),
        new("sign-symmetry", [.. Sizes.Select(static s => Of(s.Rate, $", size {s.Size}", new SignSymmetry { Size = s.Size }))]),
        new("node-perturbation", [.. Samples.Select(static s => Of(s.Rate, $", {Runs(s.Samples)}", new NodePerturbation { Samples = s.Samples }))]),
        new("weight-perturbation", [.. Samples.Select(static s => Of(s.Rate, $", {Runs(s.Samples)}", new WeightPerturbation { Samples = s.Samples }))]),
        new("weight-by-weight", [.. Rates.Select(static rate => Of(rate, $"", new WeightPerturbation { OneByOne = true }))]),
        new("contrastive-hebbian", [.. Feedbacks.Select(static s => Of(s.Rate, $", γ {s.Feedback}", new ContrastiveHebbian { Feedback = s.Feedback }))]),
    ];

    private static (double? Rate, double Size)[] Ranges => [(0.1, 0.5), (0.02, 0.5), (0.5, 0.5), (null, 0.5), (0.1, 2), (0.02, 2), (0.5, 2), (null, 2)];

    private static (double? Rate, double? Size)[] DirectRanges => [(0.1, null), (0.02, null), (0.5, null), (null, null), (0.1, 2), (0.02, 2), (0.5, 2), (null, 2)];

    private static (double? Rate, double Size)[] Sizes => [(0.1, 1), (0.02, 1), (0.5, 1), (null, 1), (0.1, 3), (0.02, 3), (0.5, 3), (null, 3)];

    private static (double? Rate, int Samples)[] Samples => [(0.1, 1), (0.005, 1), (0.02, 1), (0.02, 5), (0.1, 5), (0.1, 25), (0.5, 25), (null, 25)];

    private static (double? Rate, double Feedback)[] Feedbacks => [(0.1, 0.05), (0.02, 0.05), (0.05, 0.05), (0.2, 0.05), (0.5, 0.05), (0.1, 0.5), (0.02, 0.5), (0.5, 0.5)];

    private static string Runs(int samples) => samples == 1 ? "1 run with noise" : string.Create(CultureInfo.InvariantCulture, $"{samples} runs with noise");

    private static CandidateSetting Of(double? rate, FormattableString more, GradientMethod method) => new(
        (rate is { } known ? string.Create(CultureInfo.InvariantCulture, $"ε {known}, α 0.9") : "ε 0.025, α 0.5 for 20 sweeps, then ε 0.05, α 0.9") + more.ToString(CultureInfo.InvariantCulture),
        rate is { } given ? new GradientDescent { LearningRate = given, Momentum = 0.9 } : new GradientDescent { Phases = FamilyTreesPreset.Working.Rule.Phases })
    {
        Options = seed => new TrainerOptions { Gradient = method.WithSeed(seed) },
    };
}
