using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>The flow of derivatives, and courses of descent over the two weights of one unit.</summary>
internal static class StepFigures
{
    private const int Sweeps = 60;
    private static readonly (double Weight, double Bias) Start = (-0.6, 0.2);

    public static IEnumerable<PaperFigure> Flow(PaperRuns runs) => [new("derivatives", new DerivativeFlow())];

    public static IEnumerable<PaperFigure> Of(PaperRuns runs)
    {
        var net = new Network<double>(Topology.Layered(1, 1));
        // The fourth case is below the third: no threshold parts them, so the least E is at finite weights.
        var cases = Cases.From([[0.5], [1], [1.5], [2], [2.5], [3]], [[0], [0], [1], [0], [1], [1]]);
        yield return new("steps", new DescentCourses
        {
            Title = "Courses of descent: step size and momentum",
            Subtitle = $"One logistic unit, 6 cases, {Sweeps} sweeps from w = −0.6, b = 0.2; contours of E = ½ Σ (y − d)².",
            Error = new Surface((weight, bias) => At(net, cases, weight, bias), (-1, 3.5), (-4, 1)),
            Courses =
            [
                Course("ε 0.15: crawls", cases, 0.15, 0),
                Course("ε 3: oscillates about the minimum", cases, 3, 0),
                Course("ε 0.15 with α 0.9", cases, 0.15, 0.9),
            ],
            AcrossAxis = "Weight w",
            UpAxis = "Bias b",
        });
    }

    private static double At(Network<double> net, Cases cases, double weight, double bias)
    {
        (net.Weights[0], net.Weights[1]) = (weight, bias);
        double error = 0;
        for (var number = 0; number < cases.Count; number++)
        {
            var miss = net.Run(cases.Inputs[0][number, 0])[0] - cases.Targets[0][number, 0];
            error += miss * miss / 2;
        }
        return error;
    }

    private static DescentCourse Course(string name, Cases cases, double learningRate, double momentum)
    {
        var net = new Network<double>(Topology.Layered(1, 1));
        (net.Weights[0], net.Weights[1]) = Start;
        var trainer = new Trainer<double>(net, cases, new GradientDescent { LearningRate = learningRate, Momentum = momentum });
        var points = new List<(double, double)> { Start };
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            trainer.Step();
            points.Add((net.Weights[0], net.Weights[1]));
        }
        return new DescentCourse(name, points);
    }
}
