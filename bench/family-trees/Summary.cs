using System.Globalization;
using Backprop.Experiments;

namespace Backprop.FamilyTreeSearch;

/// <summary>The runs of one setting: a line of a CSV file.</summary>
/// <param name="Setting">Its options.</param>
/// <param name="Readings">Options that are readings of the printed words.</param>
/// <param name="Changes">Options that change the printed words.</param>
/// <param name="Runs">The number of runs.</param>
/// <param name="Learned">Runs in which all 100 trained cases are right after the last sweep.</param>
/// <param name="Reached">Runs in which they were so after some sweep.</param>
/// <param name="Sweeps">The median of that sweep over those runs; null where there is none.</param>
/// <param name="Answered">Runs that answer all 4 held-out cases.</param>
/// <param name="Both">Runs that have learned and answer all 4.</param>
/// <param name="BothByTop">The same where the right units need only be the greatest.</param>
/// <param name="Trained">Trained cases that are right, mean over the runs.</param>
/// <param name="Within">Trained cases whose outputs are all within 0.2, mean.</param>
/// <param name="HeldOut">Held-out cases that are right, mean.</param>
/// <param name="On">State of the units that should be on, mean.</param>
/// <param name="Off">State of the units that should be off, mean.</param>
/// <param name="Weight">√(mean w²), mean.</param>
internal sealed record Summary(
    string Setting, int Readings, int Changes, int Runs, int Learned, int Reached, double? Sweeps, int Answered, int Both, int BothByTop,
    double Trained, double Within, double HeldOut, double On, double Off, double Weight)
{
    /// <summary>The names of the columns.</summary>
    public const string Header = "setting,readings,changes,runs,learned,reached,sweeps,answered,both,both by greatest,trained,within,held out,on,off,weight";

    /// <summary>Runs that have learned, with their interval.</summary>
    public Share LearnedShare => new(Learned, Runs);

    /// <summary>Runs that have learned and answer all 4, with their interval.</summary>
    public Share BothShare => new(Both, Runs);

    /// <summary>Summarizes the runs of a setting.</summary>
    public static Summary Of(Setting setting, IReadOnlyList<RecipeRun> runs) => new(
        setting.ToString(), setting.Readings, setting.Changes, runs.Count,
        runs.Count(static run => run.Learned),
        runs.Count(static run => run.RightAfter is not null),
        Distribution.Of(runs.Select(static run => (double?)run.RightAfter)).MedianOfReached,
        runs.Count(static run => run.Answers),
        runs.Count(static run => run.Learned && run.Answers),
        runs.Count(static run => run.Trained.Top == run.Trained.Of && run.HeldOut.Top == run.HeldOut.Of),
        runs.Average(static run => run.Trained.Half),
        runs.Average(static run => run.Within),
        runs.Average(static run => run.HeldOut.Half),
        runs.Average(static run => run.MeanOn),
        runs.Average(static run => run.MeanOff),
        runs.Average(static run => run.RootMeanSquare));

    /// <summary>Reads a line that <see cref="ToString"/> wrote; means have its digits.</summary>
    public static Summary Parse(string line)
    {
        var end = line.LastIndexOf('"');
        var cells = line[(end + 2)..].Split(',');
        int Count(int cell) => int.Parse(cells[cell], CultureInfo.InvariantCulture);
        double Number(int cell) => double.Parse(cells[cell], CultureInfo.InvariantCulture);
        return new(line[1..end], Count(0), Count(1), Count(2), Count(3), Count(4), cells[5].Length == 0 ? null : Number(5), Count(6), Count(7), Count(8), Number(9), Number(10), Number(11), Number(12), Number(13), Number(14));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"\"{Setting}\",{Readings},{Changes},{Runs},{Learned},{Reached},{Sweeps},{Answered},{Both},{BothByTop},{Trained:0.##},{Within:0.##},{HeldOut:0.###},{On:0.###},{Off:0.###},{Weight:0.###}");
}
