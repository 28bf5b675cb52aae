using System.Runtime.CompilerServices;
using Backprop.Data;
using Backprop.Figures;
using Microsoft.DotNet.Interactive.Formatting;

namespace Backprop.Interactive;

/// <summary>
/// Nets, trainings and scores as pictures in notebooks of .NET Interactive: each as SVG, and in words for those who cannot see it. The package registers them where
/// <c>#r "nuget: Backprop.Interactive"</c> loads it; a program or notebook that refers to the assembly calls <see cref="Register"/>.
/// </summary>
public static class NotebookFigures
{
    /// <summary>The MIME type of SVG, by which code hosts show the outputs of a saved notebook; they leave SVG within HTML out.</summary>
    internal const string SvgMimeType = "image/svg+xml";

    /// <summary>
    /// Registers the formatters of figures, nets (<see cref="Network{T}"/>, <see cref="Topology"/>, <see cref="IterativeTopology"/>, <see cref="Model"/>), trainings
    /// (<see cref="History"/>, <see cref="TableTrainingResult"/>) and scores (<see cref="TableScores"/>, <see cref="ClassificationMetrics"/>,
    /// <see cref="RegressionMetrics"/>). A later call replaces the formatters of an earlier one.
    /// </summary>
    /// <param name="theme">Light, dark, or the setting of the reader's system (the default).</param>
    /// <exception cref="InvalidOperationException">The program is not a kernel of .NET Interactive, which has the formatters.</exception>
    public static void Register(Theme theme = Theme.Auto)
    {
        try
        {
            RegisterAll(theme);
        }
        catch (FileNotFoundException e) when (e.FileName?.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal) == true)
        {
            throw new InvalidOperationException(
                "NotebookFigures.Register makes pictures of what the cells of a notebook show; it works in a kernel of .NET Interactive, which this program is not. Leave the call out, or write a figure to a file with Figure.Save.", e);
        }
    }

    /// <summary>By itself, since it cannot be compiled where the assembly of the formatters is missing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterAll(Theme theme)
    {
        Register<Figure>(theme, static figure => figure, ObjectTexts.Of);
        Register<Network<float>>(theme, ObjectFigures.Of, static net => net.ToString());
        Register<Network<double>>(theme, ObjectFigures.Of, static net => net.ToString());
        Register<Topology>(theme, ObjectFigures.Of, static topology => topology.ToString());
        Register<IterativeTopology>(theme, ObjectFigures.Of, static topology => topology.ToString());
        Register<Model>(theme, ObjectFigures.Of, static model => model.ToString());
        Register<History>(theme, ErrorCurves.From, ObjectTexts.Of);
        Register<TableTrainingResult>(theme, ObjectFigures.Of, ObjectTexts.Of);
        Register<TableScores>(theme, ObjectFigures.Of, ObjectTexts.Of);
        Register<ClassificationMetrics>(theme, ConfusionMatrix.From, ObjectTexts.Of);
        Formatter.SetPreferredMimeTypesFor(typeof(RegressionMetrics), PlainTextFormatter.MimeType);
        Formatter.Register<RegressionMetrics>(ObjectTexts.Of, PlainTextFormatter.MimeType);
    }

    private static void Register<T>(Theme theme, Func<T, Figure> figure, Func<T, string> text)
    {
        Formatter.SetPreferredMimeTypesFor(typeof(T), SvgMimeType, PlainTextFormatter.MimeType);
        Formatter.Register<T>(value => figure(value).ToSvg(theme), SvgMimeType);
        // Within lists and tables, which are HTML.
        Formatter.Register<T>(value => figure(value).ToSvg(theme), HtmlFormatter.MimeType);
        Formatter.Register(text, PlainTextFormatter.MimeType);
    }
}
