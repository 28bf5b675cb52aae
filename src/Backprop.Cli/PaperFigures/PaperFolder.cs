using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Backprop.Experiments;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>
/// Writes the output of <c>backprop paper --figures</c>: one SVG file per figure, <c>paper.html</c> with claims and figures, and
/// <c>runs.csv</c> with a fingerprint of every run, by which results of different machines can be compared bit for bit;
/// for a comparison also its runs and its search as CSV.
/// </summary>
internal static class PaperFolder
{
    public const string Page = "paper.html", Runs = "runs.csv";
    private const string RunsHeader = "experiment,seed,sha256";

    /// <summary>Writes the folder; creates it if it does not exist.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="reports">The reports of the experiments that were run.</param>
    /// <param name="whole">Whether all experiments were requested; the sections of explanation are then written too.</param>
    /// <param name="command">The command that repeats the run.</param>
    public static void Write(string folder, IReadOnlyList<Report> reports, bool whole, string command)
    {
        Directory.CreateDirectory(folder);
        var runs = new PaperRuns(reports);
        var sections = new List<PageSection>();
        foreach (var part in PaperPart.All)
        {
            var own = part.Experiments.Select(runs.Of).OfType<Report>().ToArray();
            if (own.Length == 0 && !whole) continue;
            var figures = part.Figures(runs).ToArray();
            foreach (var figure in figures) figure.Figure.Save(Path.Combine(folder, figure.Name + ".svg"));
            if (figures.Length + own.Length > 0) sections.Add(Section(part.Heading, part.Text, own, figures));
        }

        sections.AddRange(reports.Where(report => !PaperPart.All.Any(part => part.Experiments.Contains(report.Experiment, StringComparer.Ordinal)))
            .Select(report => Section(report.Experiment, [], [report], [])));
        var page = new FigurePage(
            "Learning representations by back-propagating errors, repeated",
            $"Each claim of the paper (Rumelhart, Hinton and Williams, 1986) beside what was measured, in the paper's order. Figures of single nets name their seed. Everything on this page is the output of one command and comes out the same, bit for bit, wherever it is run: {command}",
            sections);
        Write(Path.Combine(folder, Page), page.ToHtml());
        Write(Path.Combine(folder, Runs), Fingerprints(reports));
        foreach (var comparison in reports.OfType<Report<ComparisonSettings, ComparisonRun, ComparisonSummary>>())
        {
            Write(Path.Combine(folder, Outcomes(comparison.Experiment)), ComparisonTables.Outcomes(comparison));
            Write(Path.Combine(folder, Search(comparison.Experiment)), ComparisonTables.Search(comparison));
        }
    }

    private static string Outcomes(string comparison) => comparison + "-runs.csv";

    private static string Search(string comparison) => comparison + "-search.csv";

    /// <summary>Refuses, before the experiments run, a folder that cannot be written or that holds files of other kinds under the names of the output.</summary>
    /// <param name="folder">The output folder; created if it does not exist.</param>
    /// <param name="experiments">The experiments.</param>
    /// <param name="force">Whether files of other kinds may be replaced.</param>
    public static void Check(string folder, IEnumerable<Experiment> experiments, bool force)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be written to: {e.Message}", e);
        }
        var guard = new OutputGuard(force)
            .Writes("the figures (--figures)", Path.Combine(folder, Page), OutputKind.StartingWith("a page of 'backprop paper'", "<!DOCTYPE html>"))
            .Writes("the figures (--figures)", Path.Combine(folder, Runs), OutputKind.StartingWith("a list of runs of 'backprop paper'", RunsHeader));
        foreach (var comparison in experiments.OfType<ComparisonExperiment>())
        {
            guard.Writes("the figures (--figures)", Path.Combine(folder, Outcomes(comparison.Name)), OutputKind.StartingWith("the runs of a comparison", ComparisonTables.OutcomesHeader))
                .Writes("the figures (--figures)", Path.Combine(folder, Search(comparison.Name)), OutputKind.StartingWith("the search of a comparison", ComparisonTables.SearchHeader));
        }
    }

    private static void Write(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>One line per run: experiment, seed, and the first 16 hexadecimal digits of the SHA-256 of its JSON.</summary>
    public static string Fingerprints(IReadOnlyList<Report> reports)
    {
        var lines = new StringBuilder(RunsHeader + "\n");
        foreach (var report in reports)
        {
            using var json = JsonDocument.Parse(report.ToJson());
            foreach (var run in json.RootElement.GetProperty("runs").EnumerateArray())
            {
                var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run.GetRawText())));
                lines.Append(CultureInfo.InvariantCulture, $"{report.Experiment},{run.GetProperty("seed").GetUInt64()},{hash.AsSpan(0, 16)}\n");
            }
        }
        return lines.ToString();
    }

    private static PageSection Section(string heading, string[] text, Report[] reports, PaperFigure[] figures) => new(heading)
    {
        Text = text,
        Claims = [.. reports.SelectMany(report => report.Claims.Select(claim => new PageClaim(reports.Length > 1 ? $"{report.Experiment}: {claim.What}" : claim.What, claim.Printed, claim.Here, Word(claim.Holds))))],
        Figures = [.. figures.Select(figure => figure.Figure)],
        Settings = [.. reports.Select(report => (report.Experiment, Settings(report.AnySettings)))],
        Command = string.Join('\n', reports.Select(Command)),
    };

    private static string Word(Verdict verdict) => verdict switch { Verdict.Yes => "yes", Verdict.Partly => "partly", _ => "no" };

    private static string Settings(ExperimentSettings settings) => string.Create(CultureInfo.InvariantCulture,
        $"{settings.Seeds:N0} runs, seeds {settings.FirstSeed} to {settings.FirstSeed + (ulong)settings.Seeds - 1}, at most {settings.Sweeps:N0} {settings.LimitUnit}, {settings.Precision.ToString().ToLowerInvariant()}");

    private static string Command(Report report)
    {
        var s = report.AnySettings;
        return string.Create(CultureInfo.InvariantCulture,
            $"backprop paper {report.Experiment} --seeds {s.Seeds} --first-seed {s.FirstSeed} --sweeps {s.Sweeps} --precision {s.Precision.ToString().ToLowerInvariant()}");
    }
}
