using System.Globalization;
using System.Text;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>The figures of a study of lesions and the page that holds them.</summary>
internal static class LesionFigures
{
    public const string Page = "lesions.html";
    private const string Right = "right.svg", Error = "error.svg", Relearning = "relearning.svg";

    /// <summary>Refuses, before the study runs, a folder that cannot be written or that holds another page under the name of this one.</summary>
    /// <returns>Whether the folder did not exist and was made.</returns>
    public static bool Check(string folder, OutputGuard guard)
    {
        var isNew = !Directory.Exists(folder);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be written to: {e.Message}", e);
        }
        guard.Writes("the figures (--figures)", Path.Combine(folder, Page), OutputKind.StartingWith("a page of Backprop", "<!DOCTYPE html>"));
        return isNew;
    }

    /// <summary>Removes a folder that holds nothing.</summary>
    public static void RemoveIfEmpty(string folder)
    {
        try
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, empty; what ended the command is what the user should read.
        }
    }

    /// <summary>Writes the figures and the page.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="study">The study.</param>
    /// <param name="command">The command that repeats it.</param>
    public static void Write(string folder, LesionStudy study, string command)
    {
        var plan = study.Plan;
        var seeds = string.Create(CultureInfo.InvariantCulture, $"Lines: mean over {plan.Seeds:N0} {(plan.Seeds == 1 ? "lesion" : "lesions")}; bands: between the quartiles.");
        var figures = new List<(string Name, Figure Figure)>
        {
            (Right, ByGroup(study, "Cases that are still right", $"Right: {plan.Right}. {seeds}", "Share of cases right", isShare: true, study.Right)),
            (Error, ByGroup(study, "Error", seeds, "E per case", isShare: false, study.Error)),
        };
        if (plan.Relearn > 0) figures.Add((Relearning, Course(study, $"Lines: mean over the lesions of one {plan.Axis}, the number in the legend; bands: between the quartiles.")));
        foreach (var (name, figure) in figures)
            figure.Save(Path.Combine(folder, name));
        var page = new FigurePage(
            $"Lesions: {plan.What}",
            string.Create(CultureInfo.InvariantCulture, $"What is lost when parts of a trained net are destroyed. {plan.Seeds:N0} lesions per {plan.Axis}, each chosen by a seed; the same command gives the same bytes on every machine."),
            [new("What is lost") { Figures = [.. figures.Take(2).Select(static figure => figure.Figure)], Command = command }, .. figures.Skip(2).Select(static figure => new PageSection("What is learned again") { Figures = [figure.Figure] })]);
        var bytes = Encoding.UTF8.GetBytes(page.ToHtml());
        AtomicFile.Write(Path.Combine(folder, Page), stream => stream.Write(bytes));
    }

    private static QuartileCurves ByGroup(LesionStudy study, string title, string subtitle, string axis, bool isShare, Func<int, int, int, ScoreSummary> summary) => new()
    {
        Title = title,
        Subtitle = subtitle,
        HorizontalAxis = study.Plan.VariesNoise ? "Deviation of the noise on weights" : $"Share destroyed: {study.Plan.What}",
        VerticalAxis = axis,
        IsShare = isShare,
        Curves = [.. study.Groups.Groups.Select((group, index) => new QuartileCurve(
            study.Groups.Groups.Count == 1 ? "" : group.Name,
            [.. study.Plan.Damages.Select((damage, at) => Point(study.Plan.Varied(damage), summary(at, 0, index)))]))],
    };

    private static QuartileCurves Course(LesionStudy study, string subtitle) => new()
    {
        Title = "Cases that are right while the net learns again",
        Subtitle = subtitle,
        HorizontalAxis = "Sweeps of relearning",
        VerticalAxis = "Share of cases right",
        IsShare = true,
        Curves = [.. study.Plan.Damages.Select((damage, at) => new QuartileCurve(
            $"{study.Plan.Axis} {Numeral.Text(study.Plan.Varied(damage))}",
            [.. study.Plan.Sweeps.Select((sweeps, measurement) => Point(sweeps, study.Right(at, measurement, 0)))]))],
    };

    private static QuartilePoint Point(double at, ScoreSummary summary) => new(at, summary.Mean, summary.LowerQuartile, summary.UpperQuartile);
}
