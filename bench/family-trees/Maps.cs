using System.Globalization;
using Backprop.Figures;

namespace Backprop.FamilyTreeSearch;

/// <summary>Draws the results of stages from their CSV files.</summary>
internal static class Maps
{
    private static readonly (ToleranceReading Tolerance, string File, string Words)[] Tolerances =
    [
        (ToleranceReading.Unit, "unit", "tolerance as worded: error y − d outside the band"),
        (ToleranceReading.Edge, "edge", "tolerance from the edge of the band"),
    ];

    /// <summary>Writes the SVG files of all stages.</summary>
    public static void Write(string folder)
    {
        var rate = Read(folder, "rate-map");
        foreach (var (tolerance, file, words) in Tolerances)
        {
            Map(rate, tolerance, static recipe => recipe.Range, "Start ±", "Start and ε: nets that learn in 1,500 sweeps", words + "; the rest as printed").Save(Path.Combine(folder, $"rate-{file}.svg"));
        }
        var decay = Read(folder, "decay-map");
        foreach (var (tolerance, file, words) in Tolerances)
        {
            Map(decay, tolerance, static recipe => 100 * recipe.Decay, "Decay per change, %", $"Decay and ε, from ±2: nets that learn in 1,500 sweeps", words + "; the rest as printed").Save(Path.Combine(folder, $"decay-{file}.svg"));
        }
        Pairs(folder).Save(Path.Combine(folder, "pairs.svg"));
    }

    /// <summary>The settings of a stage with their lines.</summary>
    private static List<(Recipe Recipe, Summary Summary)> Read(string folder, string stage) =>
        [.. Stage.All.Single(one => one.Name == stage).Settings.Zip(Lines(folder, stage), static (setting, line) => (setting.Recipe, line))];

    private static IEnumerable<Summary> Lines(string folder, string stage) => File.ReadLines(Path.Combine(folder, stage + ".csv")).Skip(1).Select(Summary.Parse);

    private static SuccessMap Map(IReadOnlyList<(Recipe Recipe, Summary Summary)> all, ToleranceReading tolerance, Func<Recipe, double> row, string rowSetting, string title, string subtitle)
    {
        var own = all.Where(one => one.Recipe.Tolerance == tolerance).ToList();
        double[] rows = [.. own.Select(one => Math.Round(row(one.Recipe), 6)).Distinct()], columns = [.. own.Select(static one => one.Recipe.RateTimes).Distinct()];
        var learned = new int[rows.Length, columns.Length];
        foreach (var (index, one) in own.Index())
            learned[index / columns.Length, index % columns.Length] = one.Summary.Learned;
        var runs = own[0].Summary.Runs;
        return new()
        {
            Title = title,
            Subtitle = string.Create(CultureInfo.InvariantCulture, $"of {runs} nets at each point; {subtitle}"),
            RowSetting = rowSetting,
            ColumnSetting = "ε, multiple of the printed 0.005 and 0.01",
            RowValues = rows,
            ColumnValues = columns,
            Successes = learned,
            Runs = runs,
        };
    }

    private static PairMap Pairs(string folder)
    {
        var options = Option.All.Where(static option => !Stage.IsShuffled(option)).ToList();
        string[] names = [.. options.Select(static option => option.ToString())];
        var trained = new double[names.Length, names.Length];
        for (var row = 0; row < names.Length; row++)
        {
            for (var column = 0; column < names.Length; column++)
                trained[row, column] = double.NaN;
        }
        foreach (var line in Lines(folder, "singles").Concat(Lines(folder, "pairs")).Where(static line => line.Setting != "as printed"))
        {
            var set = line.Setting.Split("; ");
            int first = Array.IndexOf(names, set[0]), second = Array.IndexOf(names, set[^1]);
            if (first >= 0) trained[first, second] = trained[second, first] = line.Trained;
        }
        return new()
        {
            Title = "Two options at a time: trained cases that are right after 1,500 sweeps",
            Subtitle = "of 100, mean over the runs; framed: one option alone; empty: two values of one factor, or not defined together",
            // Names that say enough without their factor are not cut.
            Names = [.. options.Select(static option => option.Factor == "change" || option.Name.Contains(" the ", StringComparison.Ordinal) || option.Name.StartsWith("of ", StringComparison.Ordinal) ? option.Name : option.ToString())],
            Trained = trained,
        };
    }
}
