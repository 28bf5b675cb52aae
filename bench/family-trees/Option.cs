using System.Globalization;
using Backprop.Experiments;

namespace Backprop.FamilyTreeSearch;

/// <summary>How far an option is from the printed words.</summary>
internal enum Distance
{
    /// <summary>The paper is silent, or its words can mean this.</summary>
    Reading,

    /// <summary>The paper says something else.</summary>
    Change,
}

/// <summary>One value of one factor that differs from the recipe as the experiment reads it.</summary>
/// <param name="Factor">The factor, "start".</param>
/// <param name="Name">The value, "±1".</param>
/// <param name="Distance">Whether it is a reading of the printed words or a change of them.</param>
/// <param name="Apply">Gives a recipe this value.</param>
internal sealed record Option(string Factor, string Name, Distance Distance, Func<Recipe, Recipe> Apply)
{
    /// <summary>"start ±1".</summary>
    public override string ToString() => $"{Factor} {Name}";

    /// <summary>All options, by factor.</summary>
    public static IReadOnlyList<Option> All { get; } =
    [
        .. ((double[])[0.1, 0.5, 0.7, 1, 1.5, 2, 3]).Select(range => Reading("start", Text($"±{range}"), recipe => recipe with { Range = range })),
        Reading("start of biases", "0", static recipe => recipe with { ZeroBiases = true }),
        Reading("tolerance", "from the edge", static recipe => recipe with { Tolerance = ToleranceReading.Edge }),
        Reading("tolerance", "of whole cases", static recipe => recipe with { Tolerance = ToleranceReading.Case }),
        Reading("decay of", "biases too", static recipe => recipe with { DecayBiases = true }),
        Reading("decay in", "Δw", static recipe => recipe with { DecayPlace = DecayPlace.InChange }),
        Reading("Δw", "0 at sweep 21", static recipe => recipe with { ForgetsAtPhase = true }),
        Reading("numbers", "double", static recipe => recipe with { IsDouble = true }),
        Change("tolerance", "none", static recipe => recipe with { Tolerance = ToleranceReading.None }),
        Change("biases", "none", static recipe => recipe with { NoBiases = true }),
        Change("targets", "0.1, 0.9", static recipe => recipe with { LowTarget = 0.1 }),
        Change("targets", "0.2, 0.8", static recipe => recipe with { LowTarget = 0.2 }),
        Change("ε", "/ 100", static recipe => recipe with { RateTimes = 0.01 }),
        .. ((double[])[2, 5, 10]).Select(times => Change("ε", Text($"× {times}"), recipe => recipe with { RateTimes = times })),
        Change("α", "0", static recipe => recipe with { FirstMomentum = 0, Momentum = 0 }),
        Change("α", "0.5", static recipe => recipe with { Momentum = 0.5 }),
        Change("α", "0.9", static recipe => recipe with { FirstMomentum = 0.9 }),
        .. ((double[])[0.95, 0.98]).Select(then => Change("α", Text($"0.5, then {then}"), recipe => recipe with { Momentum = then })),
        Change("decay", "0", static recipe => recipe with { Decay = 0 }),
        .. ((double[])[10, 5, 2]).Select(by => Change("decay", Text($"/ {by}"), recipe => recipe with { Decay = 0.002 / by })),
        Change("decay in", "E", static recipe => recipe with { DecayPlace = DecayPlace.InError }),
        Change("change", "per case", static recipe => recipe with { Order = UpdateOrder.Case }),
        Change("change", "per case, shuffled", static recipe => recipe with { Order = UpdateOrder.ShuffledCase }),
        Change("change", "per case, decay per sweep", static recipe => recipe with { Order = UpdateOrder.Case, DecayPerSweep = true }),
        Change("change", "per case, shuffled, decay per sweep", static recipe => recipe with { Order = UpdateOrder.ShuffledCase, DecayPerSweep = true }),
    ];

    private static Option Reading(string factor, string name, Func<Recipe, Recipe> apply) => new(factor, name, Distance.Reading, apply);

    private static Option Change(string factor, string name, Func<Recipe, Recipe> apply) => new(factor, name, Distance.Change, apply);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
