using System.Globalization;

namespace Backprop.Experiments;

/// <summary>The learning rules of the library with the settings that the search tries: eight for each but conjugate gradients, which have none to set.</summary>
internal static class RuleCandidates
{
    private static (double Rate, double Momentum)[] Rates => [(0.1, 0.9), (0.02, 0.9), (0.05, 0.9), (0.2, 0.9), (0.5, 0.9), (1, 0.9), (0.5, 0.5)];

    /// <summary>All rules, named as in <c>--rule</c>; the paper's first.</summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        new("descent",
        [
            .. Rates.Select(static s => Of(WithMomentum(s), new GradientDescent { LearningRate = s.Rate, Momentum = s.Momentum })),
            // A slow start keeps the family trees' units out of their tails; so that of the two rules below.
            Of($"ε 0.025, α 0.5 for 20 sweeps, then ε 0.05, α 0.9", new GradientDescent { Phases = FamilyTreesPreset.Working.Rule.Phases }),
        ]),
        new("nesterov",
        [
            .. Rates.Select(static s => Of(WithMomentum(s), new Nesterov { LearningRate = s.Rate, Momentum = s.Momentum })),
            Of($"ε 0.05, α 0.9, ε rising for 20 sweeps", new Nesterov { LearningRate = 0.05, Momentum = 0.9, Schedule = RateSchedule.WarmUp(20) }),
        ]),
        new("doug",
        [
            .. Rates.Select(static s => Of(WithMomentum(s), new DougsMomentum { LearningRate = s.Rate, Momentum = s.Momentum })),
            Of($"ε 0.05, α 0.9, ε rising for 20 sweeps", new DougsMomentum { LearningRate = 0.05, Momentum = 0.9, Schedule = RateSchedule.WarmUp(20) }),
        ]),
        new("quickprop", [.. Parabolas.Select(static s => Of($"ε {s.Rate}, μ {s.Growth}", new Quickprop { LearningRate = s.Rate, GrowthLimit = s.Growth }))]),
        new("delta-bar-delta", [.. Bars.Select(static s => Of($"ε {s.Rate}, κ {s.Increment}, φ {s.Decrement}, α {s.Momentum}",
            new DeltaBarDelta { InitialRate = s.Rate, Increment = s.Increment, Decrement = s.Decrement, Momentum = s.Momentum }))]),
        new("rprop", [.. Steps.Select(static s => Of(Step(s), Resilient(s)))]),
        new("rprop-minus", [.. Steps.Select(static s => Of(Step(s), Resilient(s) with { Backtracks = false }))]),
        new("adam", [.. Adaptive.Select(static s => Of($"α {s.Rate}, β₂ {s.Beta2}", new Adam { LearningRate = s.Rate, Beta2 = s.Beta2 }))]),
        new("adamw", [.. Adaptive.Select(static s => Of($"α {s.Rate}, β₂ {s.Beta2}, λ 0.01", new AdamW { LearningRate = s.Rate, Beta2 = s.Beta2 }))]),
        new("lbfgs", [.. ((int[])[10, 2, 3, 5, 7, 15, 20, 40]).Select(static memory => Of($"memory {memory}", new Lbfgs { Memory = memory }))]),
        new("cg", Of($"nothing to set", new ConjugateGradients())),
        new("scg", [.. Curvatures.Select(static s => Of($"{(s.Step is { } step ? $"σ {Text(step)}" : "σ by precision")}, λ₁ {s.Factor}", new ScaledConjugateGradients { CurvatureStep = s.Step, InitialFactor = s.Factor }))]),
        new("lm", [.. Dampings.Select(static s => Of($"μ {s.Initial}, β {s.Factor}", new LevenbergMarquardt { InitialDamping = s.Initial, DampingFactor = s.Factor }))]),
    ];

    private static (double Rate, double Growth)[] Parabolas =>
        [(0.1, 1.75), (0.02, 1.75), (0.05, 1.75), (0.2, 1.75), (0.5, 1.75), (1, 1.75), (0.1, 1.25), (0.5, 1.25)];

    private static (double Rate, double Increment, double Decrement, double Momentum)[] Bars =>
        [(0.1, 0.01, 0.1, 0), (0.1, 0.1, 0.1, 0), (0.1, 0.1, 0.5, 0), (0.5, 0.01, 0.1, 0), (0.5, 0.1, 0.5, 0), (0.02, 0.001, 0.1, 0.9), (0.1, 0.01, 0.1, 0.9), (0.1, 0.01, 0.5, 0.9)];

    private static (double Initial, double Increase, double Decrease, double Most)[] Steps =>
        [(0.0125, 1.2, 0.5, 50), (0.001, 1.2, 0.5, 50), (0.1, 1.2, 0.5, 50), (0.0125, 1.2, 0.5, 1), (0.1, 1.2, 0.5, 1), (0.0125, 1.1, 0.5, 50), (0.0125, 1.2, 0.7, 50), (0.1, 1.1, 0.7, 1)];

    private static (double Rate, double Beta2)[] Adaptive =>
        [(0.001, 0.999), (0.003, 0.999), (0.01, 0.999), (0.03, 0.999), (0.1, 0.999), (0.3, 0.999), (0.03, 0.99), (0.1, 0.99)];

    private static (double? Step, double Factor)[] Curvatures =>
        [(null, 1e-6), (null, 1e-4), (null, 1e-2), (null, 1), (1e-3, 1e-6), (1e-2, 1e-6), (1e-3, 1e-2), (1e-2, 1e-2)];

    private static (double Initial, double Factor)[] Dampings =>
        [(0.01, 10), (0.001, 10), (0.1, 10), (1, 10), (10, 10), (0.01, 3), (0.1, 3), (1, 3)];

    private static FormattableString WithMomentum((double Rate, double Momentum) s) => $"ε {s.Rate}, α {s.Momentum}";

    private static FormattableString Step((double Initial, double Increase, double Decrease, double Most) s) => $"Δ₀ {s.Initial}, η⁺ {s.Increase}, η⁻ {s.Decrease}, Δmax {s.Most}";

    private static Rprop Resilient((double Initial, double Increase, double Decrease, double Most) s) =>
        new() { InitialStep = s.Initial, IncreaseFactor = s.Increase, DecreaseFactor = s.Decrease, MaximumStep = s.Most };

    private static CandidateSetting Of(FormattableString text, LearningRule rule) => new(text.ToString(CultureInfo.InvariantCulture), rule);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
