using System.Globalization;

namespace Backprop.Experiments;

/// <summary>The step sizes of the three courses. The surface bends so that, without momentum, ε beyond about 0.7 oscillates.</summary>
internal sealed record StepSizeSettings : ExperimentSettings
{
    /// <summary>ε of the course that oscillates; 0.9.</summary>
    public double LargeRate { get; init; } = 0.9;

    /// <summary>ε of the course that crawls, and of the one with momentum; 0.05.</summary>
    public double SmallRate { get; init; } = 0.05;

    /// <summary>α of the course with momentum; 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Both weights start uniformly within ± this; 0.6.</summary>
    public double Range { get; init; } = 0.6;
}

/// <summary>
/// Too large, too small, and momentum: three courses over one error surface, that of a single logistic unit with two weights
/// whose inputs are nearly alike, so that the surface is a narrow valley.
/// </summary>
internal sealed class StepSizeExperiment : Experiment<StepSizeSettings, StepSizeRun, StepSizeSummary>
{
    private const int PathLength = 100;

    /// <summary>Two inputs and a logistic unit without a bias: E depends on two weights.</summary>
    public static Topology Net { get; } = Topology.Build(net =>
    {
        var input = net.Input("input", 2);
        net.Output("output", 1, biases: false).From(input);
    });

    /// <summary>Two cases whose inputs are nearly alike. The states that the weights (0.5, −0.4) give are asked for, so the least E is 0, there.</summary>
    public static Cases Cases { get; } = Cases.From([[4, 3.2], [3.2, 4]], [[Logistic(4 * 0.5 - 3.2 * 0.4)], [Logistic(3.2 * 0.5 - 4 * 0.4)]]);

    /// <inheritdoc/>
    public override string Name => "step-size";

    /// <inheritdoc/>
    public override string About => "Too large, too small, momentum: three courses over one error surface.";

    /// <inheritdoc/>
    public override StepSizeSettings Defaults { get; } = new() { Seeds = 50, Sweeps = 5000 };

    /// <inheritdoc/>
    protected override IReadOnlyList<ExampleNet> Examples(StepSizeSettings settings) =>
    [
        new("step-size", Net, Cases,
            Descent("too-large", settings.LargeRate, 0, settings), Descent("too-small", settings.SmallRate, 0, settings), Descent("with-momentum", settings.SmallRate, settings.Momentum, settings)),
    ];

    private static ExampleTraining Descent(string name, double learningRate, double momentum, StepSizeSettings settings) =>
        new(name, new GradientDescent { LearningRate = learningRate, Momentum = momentum }, settings.Range, settings.Sweeps);

    /// <inheritdoc/>
    protected override StepSizeRun RunSeed(StepSizeSettings settings, ulong seed, CancellationToken cancellationToken) =>
        settings.Precision == Precision.Double ? RunSeed<double>(settings, seed, cancellationToken) : RunSeed<float>(settings, seed, cancellationToken);

    private static StepSizeRun RunSeed<T>(StepSizeSettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return new StepSizeRun
        {
            Seed = seed,
            TooLarge = Descend(settings.LargeRate, 0),
            TooSmall = Descend(settings.SmallRate, 0),
            WithMomentum = Descend(settings.SmallRate, settings.Momentum),
        };

        Course Descend(double learningRate, double momentum)
        {
            var net = new Network<T>(Net).Randomize(seed, settings.Range);
            var trainer = new Trainer<T>(net, Cases, new GradientDescent { LearningRate = learningRate, Momentum = momentum });
            List<double[]> path = [Point(net)];
            var acrossValley = new List<double>();
            while (trainer.History.Sweeps < settings.Sweeps)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var before = Point(net);
                trainer.Step();
                var after = Point(net);
                // The inputs are nearly alike, so the valley's walls rise along w1 + w2.
                acrossValley.Add(after[0] + after[1] - before[0] - before[1]);
                if (path.Count <= PathLength) path.Add(after);
            }
            var arrived = ArrivedAt(trainer.History.Errors);
            var considered = acrossValley.Take(arrived ?? int.MaxValue).ToArray();
            var reversals = considered.Zip(considered.Skip(1)).Count(pair => pair.First * pair.Second < 0);
            return new Course
            {
                Arrived = arrived,
                Reversals = considered.Length < 2 ? 0 : (double)reversals / (considered.Length - 1),
                Error = trainer.Evaluate().Error,
                Path = path,
            };
        }
    }

    // Entry k is E after k sweeps.
    private static int? ArrivedAt(IReadOnlyList<double> errors)
    {
        var sweeps = errors.Count;
        while (sweeps > 0 && errors[sweeps - 1] < errors[0] / 1000) sweeps--;
        return sweeps == errors.Count ? null : sweeps;
    }

    /// <inheritdoc/>
    protected override StepSizeSummary Summarize(StepSizeSettings settings, IReadOnlyList<StepSizeRun> runs) => new(
        CourseSummary.Of([.. runs.Select(run => run.TooLarge)]),
        CourseSummary.Of([.. runs.Select(run => run.TooSmall)]),
        CourseSummary.Of([.. runs.Select(run => run.WithMomentum)]));

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(StepSizeSettings settings, StepSizeSummary summary)
    {
        var speed = summary.TooSmall.Arrived.Median / summary.WithMomentum.Arrived.Median;
        return
        [
            new(Text($"ε {settings.LargeRate}: too large"), "oscillates",
                Text($"{100 * summary.TooLarge.MeanReversals:F0} % of the sweeps step back across the valley; {Words.Count(summary.TooLarge.Arrived.Reached)} arrive"),
                Verdicts.If(summary.TooLarge.MeanReversals > 0.8)),
            new(Text($"ε {settings.SmallRate}: too small"), "crawls",
                Text($"{100 * summary.TooSmall.MeanReversals:F0} % step back; median {Words.Number(summary.TooSmall.Arrived.Median)} sweeps to arrive"),
                Verdicts.If(summary.TooSmall.MeanReversals < 0.05)),
            new(Text($"ε {settings.SmallRate}, α {settings.Momentum}: momentum"), "faster",
                Text($"median {Words.Number(summary.WithMomentum.Arrived.Median)} sweeps to arrive{(speed is { } times ? Text($": {times:F1} times as fast") : "")}"),
                Verdicts.If(speed > 2 || (speed is null && summary.WithMomentum.Arrived.Median is not null))),
        ];
    }

    private static double[] Point<T>(Network<T> net)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [double.CreateTruncating(net.Weights[0]), double.CreateTruncating(net.Weights[1])];

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
