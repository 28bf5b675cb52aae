using System.Globalization;

namespace Backprop.FamilyTreeSearch;

/// <summary>One part of the search: settings that are trained over the same seeds, and a CSV file of the results.</summary>
/// <param name="Name">The name on the command line, and of the file.</param>
/// <param name="Seeds">The runs of each setting; see <see cref="SeedsOf"/>.</param>
/// <param name="FirstSeed">The first of consecutive seeds.</param>
/// <param name="Settings">The settings.</param>
internal sealed record Stage(string Name, int Seeds, ulong FirstSeed, IReadOnlyList<Setting> Settings)
{
    /// <summary>All stages.</summary>
    public static IReadOnlyList<Stage> All { get; } =
    [
        new("singles", 100, 1, [new Setting(), .. Option.All.Select(static option => new Setting(option))]),
        new("readings", 20, 1, [.. Combinations([.. Factors(static option => option.Distance == Distance.Reading && option.Factor != "numbers")])]),
        new("pairs", 12, 1, [.. Pairs([.. Option.All.Where(static option => !IsShuffled(option))])]),
        new("one-change", 20, 1, [.. OneChange()]),
        new("rate-map", 60, 1, [.. RateMap()]),
        new("decay-map", 40, 1, [.. DecayMap()]),
        new("sweeps", 20, 1, [.. Longer()]),
        new("least", 600, 10_001, [.. Least()]),
    ];

    /// <summary>The settings whose gradients are measured.</summary>
    public static IReadOnlyList<Setting> Balance { get; } =
    [
        new(), new([.. Start(2)]), new([.. Options(ToleranceReading.Edge), .. Start(2)]), new([.. Options(ToleranceReading.Edge), .. Start(2), .. Rate(5)]),
    ];

    /// <summary>The runs of a setting: a quarter for those that take much longer than others.</summary>
    public static int SeedsOf(Recipe recipe, int seeds) =>
        recipe.IsDouble || recipe.Order != UpdateOrder.Sweep || recipe.Tolerance == ToleranceReading.Case ? Math.Max(1, seeds / 4) : seeds;

    /// <summary>The options of the factors that have some that are asked for.</summary>
    private static IEnumerable<Option[]> Factors(Func<Option, bool> which) =>
        Option.All.Where(which).GroupBy(static option => option.Factor, StringComparer.Ordinal).Select(static factor => factor.ToArray());

    /// <summary>Every choice of at most one option of each factor.</summary>
    private static IEnumerable<Setting> Combinations(IReadOnlyList<Option[]> factors)
    {
        IEnumerable<Option[]> chosen = [[]];
        foreach (var factor in factors)
            chosen = [.. from one in chosen from option in factor.Cast<Option?>().Prepend(null) select (Option[])(option is null ? one : [.. one, option])];
        return chosen.Select(static options => new Setting(options)).Where(static setting => IsDefined(setting));
    }

    private static IEnumerable<Setting> Pairs(IReadOnlyList<Option> options) =>
        from first in Enumerable.Range(0, options.Count)
        from second in Enumerable.Range(first + 1, options.Count - first - 1)
        where options[first].Factor != options[second].Factor
        let setting = new Setting(options[first], options[second])
        where IsDefined(setting)
        select setting;

    /// <summary>Every change alone, with the readings that matter: starts and tolerances.</summary>
    private static IEnumerable<Setting> OneChange() =>
        from readings in Combinations([.. Factors(static option => option.Distance == Distance.Reading && option.Factor is "start" or "tolerance")])
        where readings.Recipe.Range is 0.3 or 1.5 or 2
        from change in Option.All
        where change.Distance == Distance.Change && !IsShuffled(change) && readings.Options.All(option => option.Factor != change.Factor)
        let setting = new Setting([.. readings.Options, change])
        where IsDefined(setting)
        select setting;

    private static IEnumerable<Setting> RateMap() =>
        from tolerance in (ToleranceReading[])[ToleranceReading.Unit, ToleranceReading.Edge, ToleranceReading.Case]
        from range in tolerance == ToleranceReading.Case ? (double[])[0.3, 1, 2, 3] : [0.3, 0.5, 0.7, 1, 1.25, 1.5, 2, 2.5, 3]
        from times in tolerance == ToleranceReading.Case ? (double[])[1, 2, 5, 10] : [1, 2, 3, 4, 5, 6, 8, 10, 14, 20]
        select new Setting([.. Options(tolerance), .. Start(range), .. Rate(times)]);

    private static IEnumerable<Setting> DecayMap() =>
        from tolerance in (ToleranceReading[])[ToleranceReading.Unit, ToleranceReading.Edge]
        from decay in (double[])[0, 0.0001, 0.0002, 0.0005, 0.001, 0.0015, 0.002, 0.003]
        from times in (double[])[1, 1.5, 2, 3, 4, 5, 7, 10]
        select new Setting([.. Options(tolerance), .. Start(2), .. Rate(times), .. Decay(decay)]);

    /// <summary>Ten times the printed sweeps, with the readings that come nearest, and without decay.</summary>
    private static IEnumerable<Setting> Longer() =>
    [
        .. from tolerance in (ToleranceReading[])[ToleranceReading.Unit, ToleranceReading.Edge, ToleranceReading.Case]
           from range in (double[])[0.3, 1, 1.5, 2, 2.5, 3]
           select new Setting([.. Options(tolerance), .. Start(range), LongerOption]),
        .. from tolerance in (ToleranceReading[])[ToleranceReading.Unit, ToleranceReading.Edge]
           from range in (double[])[0.3, 2]
           select new Setting([.. Options(tolerance), .. Start(range), LongerOption, .. Decay(0)]),
    ];

    /// <summary>The printed recipe, what comes nearest to it among its readings, and the least changes that learn.</summary>
    private static IEnumerable<Setting> Least()
    {
        IEnumerable<Option> edge = Options(ToleranceReading.Edge);
        return
        [
            new(),
            new([.. edge, .. Start(2)]),
            new([.. Start(2), .. Rate(5)]),
            new([.. Start(2), .. Rate(7)]),
            new([.. edge, .. Start(2), .. Rate(3)]),
            new([.. edge, .. Start(2), .. Rate(4)]),
            new([.. edge, .. Start(2), .. Rate(5)]),
            new([.. edge, .. Start(2), .. Rate(7)]),
            new([.. edge, .. Start(2), .. Rate(10)]),
            new([.. edge, .. Start(1), .. Rate(10)]),
            new([.. edge, .. Start(2), Option.All.Single(static option => option.Name == "0.5, then 0.98")]),
            new([.. edge, .. Start(2), .. Rate(3), .. Decay(0.001)]),
        ];
    }

    /// <summary>Whether an option is left out of most stages: the order of the cases makes no difference that is worth the time, as the singles show.</summary>
    public static bool IsShuffled(Option option) => option.Apply(Recipe.Printed).Order == UpdateOrder.ShuffledCase;

    private static IEnumerable<Option> Options(ToleranceReading tolerance) => tolerance == ToleranceReading.Unit ? [] :
        [Option.All.Single(option => option.Distance == Distance.Reading && option.Factor == "tolerance" && option.Apply(Recipe.Printed).Tolerance == tolerance)];

    private static IEnumerable<Option> Start(double range) => range == 0.3 ? [] : [new("start", Text($"±{range}"), Distance.Reading, recipe => recipe with { Range = range })];

    private static IEnumerable<Option> Rate(double times) => times == 1 ? [] : [new("ε", Text($"× {times}"), Distance.Change, recipe => recipe with { RateTimes = times })];

    private static IEnumerable<Option> Decay(double decay) => decay == 0.002 ? [] : [new("decay", Text($"{100 * decay} %"), Distance.Change, recipe => recipe with { Decay = decay })];

    private static Option LongerOption => new("sweeps", "15,000", Distance.Change, static recipe => recipe with { Sweeps = 15_000 });

    // Leaving whole cases out is defined for sweeps; a net without biases has none that decay or start.
    private static bool IsDefined(Setting setting)
    {
        var recipe = setting.Recipe;
        return (recipe.Tolerance != ToleranceReading.Case || recipe.Order == UpdateOrder.Sweep) && (!recipe.NoBiases || (!recipe.DecayBiases && !recipe.ZeroBiases))
            && (recipe.Decay > 0 || setting.Options.All(static option => option.Factor is not ("decay of" or "decay in")));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
