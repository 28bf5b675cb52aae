using System.Globalization;
using Backprop.Experiments;
using Backprop.Figures;

namespace Backprop.Cli;

using StepSizeReport = Report<StepSizeSettings, StepSizeRun, StepSizeSummary>;

/// <summary>The flow of derivatives, and paths of gradient descent over the two weights of one unit.</summary>
internal static class StepFigures
{
    private const int Shown = 100, Oscillations = 24;

    public static IEnumerable<PaperFigure> Flow(PaperRuns runs) => [new("derivatives", new DerivativeFlow())];

    public static IEnumerable<PaperFigure> Of(PaperRuns runs)
    {
        var experiment = new StepSizeExperiment();
        var settings = runs.Of<StepSizeReport>()?.Settings ?? experiment.Defaults;
        var run = experiment.Run(settings with { Seeds = 1 }, threads: 1).Runs[0];
        DescentCourse[] courses =
        [
            Course(Text($"ε {settings.LargeRate}: oscillates"), run.TooLarge, Oscillations),
            Course(Text($"ε {settings.SmallRate}: crawls"), run.TooSmall, Shown),
            Course(Text($"ε {settings.SmallRate} with α {settings.Momentum}"), run.WithMomentum, Shown),
        ];
        var net = new Network<double>(StepSizeExperiment.Net);
        var ((left, right), (bottom, top)) = (Span(courses, point => point.Across), Span(courses, point => point.Up));
        yield return new("steps", new DescentCourses
        {
            Title = "Courses of descent: step size and momentum",
            Subtitle = Text($"One logistic unit, two inputs that are nearly alike, seed {settings.FirstSeed}, the first {Shown} sweeps ({Oscillations} of the oscillating course); contours of E."),
            Error = new Surface((first, second) => At(net, first, second), left, right, bottom, top),
            Courses = courses,
            AcrossAxis = "Weight from input 1",
            UpAxis = "Weight from input 2",
        });
    }

    private static DescentCourse Course(string name, Course course, int sweeps) => new(name, [.. course.Path.Take(sweeps + 1).Select(weights => (weights[0], weights[1]))]);

    private static (double, double) Span(DescentCourse[] courses, Func<(double Across, double Up), double> weight)
    {
        var all = courses.SelectMany(course => course.Points).Select(weight).ToArray();
        var room = 0.12 * (all.Max() - all.Min());
        return (all.Min() - room, all.Max() + room);
    }

    private static double At(Network<double> net, double first, double second)
    {
        (net.Weights[0], net.Weights[1]) = (first, second);
        return net.Evaluate(StepSizeExperiment.Cases).Error;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
