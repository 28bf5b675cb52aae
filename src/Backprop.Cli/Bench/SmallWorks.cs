using System.Numerics;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>W1, W2 and W6 to W9: the paper's nets, one and a thousand at a time.</summary>
internal static class SmallWorks
{
    private const int SymmetrySweeps = 1425;
    private const double SymmetryOperations = 2.0 * 64 * SymmetrySweeps * ((2 * 14) + 2);

    public static Work Symmetry<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new("W1", "symmetry 6-2-1, 64 cases, 1,425 sweeps", SymmetryOperations, () =>
        {
            var trainer = SymmetryTrainer<T>(1);
            return () => trainer.Run(StopWhen.Sweeps(SymmetrySweeps));
        });

    public static Work ManySymmetries<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Many<T>("W6", "1,000 symmetry nets, 1,425 sweeps each", 1000 * SymmetryOperations, threads, new LearningTaskOf(Topology.Layered(6, 2, 1), BooleanTasks.Symmetry(), 0.1), SymmetrySweeps);

    public static Work ManyExclusiveOrs<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Many<T>("W8", "1,000 XOR nets, 1,000 sweeps each", 1000 * 2.0 * 4 * 1000 * ((2 * 6) + 2), 1, new LearningTaskOf(Topology.Layered(2, 2, 1), BooleanTasks.ExclusiveOr(), 0.5), 1000);

    public static Work ManyEncoders<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Many<T>("W9", "1,000 encoders 8-3-8, 500 sweeps each", 1000 * 2.0 * 8 * 500 * ((2 * 48) + 24), 1, new LearningTaskOf(Topology.Layered(8, 3, 8), BooleanTasks.Encoder(8), 0.1), 500);

    private static Work Many<T>(string name, string description, double operations, int threads, LearningTaskOf task, int sweeps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(name, description, operations, () =>
        {
            var ensemble = new Ensemble<T>(task.Net, task.Patterns.ToCases(), new GradientDescent { LearningRate = task.LearningRate, Momentum = 0.9 }, options: new TrainerOptions { Threads = threads });
            return () => ensemble.Run(firstSeed: 1, count: 1000, StopWhen.Sweeps(sweeps));
        })
        { Threads = threads };

    public static Work FamilyTrees<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new("W2", "family trees, 100 cases, 1,500 sweeps with decay", 2.0 * 100 * 1500 * ((2 * 630) + 360), () =>
        {
            var net = new Network<T>(Experiments.FamilyTrees.Net).Randomize(1, 0.3);
            var rule = new GradientDescent { Phases = [new(0.005, 0.5, 20), new(0.01, 0.9)], WeightDecay = 0.002 };
            var trainer = new Trainer<T>(net, Experiments.FamilyTrees.Cases.Subset([.. Enumerable.Range(0, 100)]), rule);
            return () => trainer.Run(StopWhen.Sweeps(1500));
        });

    public static Work Sequences<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new("W7", "sequence completion, 30 hidden units, T = 6, 20 sequences, 1,000 sweeps", 2.0 * 20 * 1000 * 6 * ((2 * 1050) + 900 + 180), () =>
        {
            var net = new Network<T>(SequenceTopology()).Randomize(1, 0.3);
            var trainer = new Trainer<T>(net, SequenceCases(), new GradientDescent { LearningRate = 0.2, Momentum = 0.9 });
            return () => trainer.Run(StopWhen.Sweeps(1000));
        });

    private static Trainer<T> SymmetryTrainer<T>(ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var patterns = BooleanTasks.Symmetry();
        var net = new Network<T>(Topology.Layered(6, 2, 1)).Randomize(seed, 0.3);
        return new Trainer<T>(net, Cases.From([.. patterns.Inputs], [.. patterns.Targets]), new GradientDescent { LearningRate = 0.1, Momentum = 0.9 });
    }

    private static Topology SequenceTopology() => Topology.Iterative(net =>
    {
        var letter = net.Input("letter", 5);
        var hidden = net.Group("hidden", 30).From(letter);
        hidden.From(hidden, delay: 1);
        net.Output("digit", 3).From(hidden);
    }).Unroll(6);

    /// <summary>20 sequences: letters at iterations 1 and 2 and none after, digits desired at iterations 3 to 6.</summary>
    private static Cases SequenceCases()
    {
        var all = SequenceCompletion.All.Take(20).ToArray();
        var cases = new CasesBuilder(all.Length);
        for (var t = 1; t <= 6; t++)
        {
            var letters = new double[all.Length * 5];
            var digits = new double[all.Length * 3];
            for (var c = 0; c < all.Length; c++)
            {
                if (t <= 2)
                    letters[(c * 5) + SequenceCompletion.Letters.IndexOf(all[c].Letters[t - 1], StringComparison.Ordinal)] = 1;
                else
                    digits[(c * 3) + SequenceCompletion.Digits.IndexOf(all[c].Digits[t - 3], StringComparison.Ordinal)] = 1;
            }
            cases.Input(IterativeTopology.Copy("letter", t), letters, 5);
            if (t > 2)
                cases.Target(IterativeTopology.Copy("digit", t), digits, 3);
        }
        return cases.ToCases();
    }

    private sealed record LearningTaskOf(Topology Net, Patterns Patterns, double LearningRate);
}
