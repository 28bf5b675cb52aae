using System.Globalization;
using System.Text;
using Backprop.Experiments;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>Writes what <c>backprop study --figures</c> writes: one SVG file per figure, and a page with the numbers and the figures.</summary>
internal static class StudyFolder
{
    public const string Page = "study.html";

    private const int MostHistograms = 6;

    private static readonly string[] FigureNames = ["sweeps", "map", "net", "weights", "history"];

    /// <summary>Refuses, before the nets are trained, a folder that cannot be written, or that holds another file under the name of the page.</summary>
    public static void Check(string folder, OutputGuard guard)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be written to: {e.Message}", e);
        }
        guard.Writes("the figures (--figures)", Path.Combine(folder, Page), OutputKind.StartingWith("a page of 'backprop study'", "<!DOCTYPE html>"));
        foreach (var figure in FigureNames)
            guard.Reserves("a figure (--figures)", Path.Combine(folder, figure + ".svg"));
    }

    /// <summary>Writes the folder.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="result">What the study found.</param>
    /// <param name="best">The best net, trained again.</param>
    public static void Write(string folder, StudyResult result, Model best)
    {
        var job = result.Job;
        var name = Path.GetFileNameWithoutExtension(job.Training.Data);
        List<(string Name, Figure Figure)> spread = [.. Spread(result, name)], nets = [.. Nets(result, best, name)];
        foreach (var (file, figure) in spread.Concat(nets))
            figure.Save(Path.Combine(folder, file + ".svg"));
        var page = new FigurePage(
            $"{name}: a study over {job.Seeds.ToString("N0", CultureInfo.InvariantCulture)} seeds",
            $"How many nets learn, after how many sweeps, and what stops the others. Everything on this page comes from one command and comes out the same, bit for bit, wherever it is run: {job.Command}",
            [
                new("Results") { Settings = [.. Training(result), .. Results(result)], Figures = [.. spread.Select(static figure => figure.Figure)], Command = job.Command },
                .. result.Best is { } run ? [new PageSection("The best net")
                {
                    Text = [Described(result, run)],
                    Figures = [.. nets.Select(static figure => figure.Figure)],
                    Command = result.TrainingOf(run).Command,
                }] : Array.Empty<PageSection>(),
            ]);
        var bytes = Encoding.UTF8.GetBytes(page.ToHtml());
        AtomicFile.Write(Path.Combine(folder, Page), stream => stream.Write(bytes));
    }

    private static IEnumerable<(string, string)> Training(StudyResult result) => CaseReport.Shape(result.Job.Training, result.Cases).Zip(["net", "training"], static (text, name) => (name, text));

    private static IEnumerable<(string, string)> Results(StudyResult result) => result.Summaries.Index().Select(point =>
    {
        var summary = point.Item;
        string[] parts = [
            string.Create(CultureInfo.InvariantCulture, $"{summary.Learned.Count:N0} of {summary.Learned.Of:N0} learned: {StudyReport.Share(summary.Learned)}"),
            .. summary.Sweeps is { } sweeps ? [$"sweeps {StudyReport.Sweeps(sweeps)}"] : Array.Empty<string>(),
            .. StudyReport.Rest(summary) is { Length: > 0 } rest ? ["not learned: " + rest] : Array.Empty<string>(),
        ];
        return (result.Job.Name(result.Points[point.Index]) is { Length: > 0 } name ? name : "all seeds", string.Join("; ", parts));
    });

    private static IEnumerable<(string, Figure)> Spread(StudyResult result, string name)
    {
        var job = result.Job;
        var subtitle = string.Create(CultureInfo.InvariantCulture, $"Seeds {job.FirstSeed} to {job.FirstSeed + (ulong)job.Seeds - 1}, at most {job.Training.Training.Sweeps:N0} sweeps; learned: {StopCondition.Text([.. job.Training.Training.Until.Where(static condition => condition.IsGoal)])}");
        // Many points would make a tall figure of small differences: then the one where most nets learn stands for all.
        var shown = result.Points.Count <= MostHistograms ? [.. Enumerable.Range(0, result.Points.Count)]
            : new[] { result.Summaries.Index().MaxBy(static point => point.Item.Learned.Count).Index };
        yield return ("sweeps", new SweepDistribution
        {
            Title = $"{name}: sweeps to learn",
            Subtitle = result.Points.Count <= MostHistograms ? subtitle : subtitle + "; the settings with the most nets that learned",
            Samples = [.. shown.Select(point => new SweepSample(job.Name(result.Points[point]) is { Length: > 0 } values ? values : "all seeds",
                [.. result.At(point).Where(static run => run.Learned).Select(static run => (double)run.Sweeps)], result.At(point).Count(static run => !run.Learned)))],
        });
        if (job.Varied.Count > 0)
            yield return ("map", Map(result, name, subtitle));
    }

    private static SuccessMap Map(StudyResult result, string name, string subtitle)
    {
        var (rows, columns) = result.Job.Varied is [var row, var column] ? (row, column) : (null, result.Job.Varied[0]);
        var learned = new int[rows?.Values.Count ?? 1, columns.Values.Count];
        foreach (var (index, summary) in result.Summaries.Index())
            learned[index / columns.Values.Count, index % columns.Values.Count] = summary.Learned.Count;
        return new()
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{name}: nets of {result.Job.Seeds:N0} that learn"),
            Subtitle = subtitle,
            RowSetting = rows?.Title ?? "",
            ColumnSetting = columns.Title,
            RowValues = rows?.Values ?? [],
            ColumnValues = columns.Values,
            Successes = learned,
            Runs = result.Job.Seeds,
        };
    }

    private static IEnumerable<(string, Figure)> Nets(StudyResult result, Model best, string name)
    {
        if (result.Best is null) yield break;
        yield return ("net", Net(best, name));
        yield return ("weights", ModelFigures.Of("weights", best, name, null, null));
        yield return ("history", ModelFigures.Of("history", best, name, null, null));
    }

    private static Figure Net(Model best, string name)
    {
        try
        {
            return ModelFigures.Of("units", best, name, null, null);
        }
        catch (InputException)
        {
            // Too many units or weights to draw one by one.
            return ModelFigures.Of("net", best, name, null, null);
        }
    }

    private static string Described(StudyResult result, StudyRun run)
    {
        var at = result.Job.Name(result.Points[run.Net.Point]);
        return string.Create(CultureInfo.InvariantCulture, $"Seed {run.Net.Seed}{(at.Length > 0 ? $", {at}" : "")}: ") + (run.Learned
            ? string.Create(CultureInfo.InvariantCulture, $"it learned in {run.Sweeps:N0} sweeps, the fewest of all.")
            : string.Create(CultureInfo.InvariantCulture, $"no net learned; this one has the least E, {run.Error:G4}, after {run.Sweeps:N0} sweeps."));
    }
}
