using System.Diagnostics;

namespace Backprop.Experiments;

/// <summary>Trains the net of one seed on one task by one setting of a candidate.</summary>
internal static class TaskTraining
{
    /// <summary>Trains in the precision of the settings.</summary>
    /// <param name="task">The task.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="seed">Fixes the starting weights, and the cases where some are held out.</param>
    /// <param name="settings">Precision, and the limit that <see cref="ComparisonSettings.BudgetOf"/> gives the task.</param>
    /// <param name="withDirections">Whether directions are measured; they cost the run nothing.</param>
    /// <param name="cancellationToken">Cancels between sweeps.</param>
    public static Outcome Run(ComparisonTask task, CandidateSetting setting, ulong seed, ComparisonSettings settings, bool withDirections, CancellationToken cancellationToken) =>
        settings.Precision == Precision.Double
            ? Run<double>(task, setting, seed, settings.BudgetOf(task), withDirections, cancellationToken)
            : Run<float>(task, setting, seed, settings.BudgetOf(task), withDirections, cancellationToken);

    private static Outcome Run<T>(ComparisonTask task, CandidateSetting setting, ulong seed, int budget, bool withDirections, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var net = new Network<T>(task.Net).Randomize(seed, task.Range);
        var trainer = new Trainer<T>(net, task.Cases(seed), setting.Rule, task.Error, setting.Options(seed));
        var limit = setting.Rule.Searches || trainer.GradientPasses is not null
            ? StopWhen.Condition("budget", _ => Cost.Of(trainer, setting.SweepCost).Evaluations >= budget)
            : StopWhen.Sweeps(Math.Max(1, (int)(budget / setting.SweepCost.Evaluations)));
        var stop = task.Criterion | limit;
        var watch = Stopwatch.StartNew();
        var directions = new List<Direction>();
        try
        {
            var probe = withDirections ? new DirectionProbe<T>(net, trainer.Cases, task.Error) : null;
            foreach (var sweep in withDirections ? DirectionProbe<T>.Sweeps() : [])
            {
                var next = StopWhen.Sweeps(sweep - 1);
                if (!ReferenceEquals(trainer.Run(stop | next, progress: null, cancellationToken).Stopped, next)) break;
                watch.Stop();
                var before = net.Weights.ToArray();
                var gradient = probe!.GradientAt(before);
                watch.Start();
                trainer.Step();
                watch.Stop();
                directions.Add(DirectionOf(trainer, sweep, before, gradient));
                watch.Start();
            }
            if (!withDirections) trainer.Run(stop, progress: null, cancellationToken);
        }
        catch (TrainingException)
        {
            return new Outcome { Ending = Ending.NotFinite, Sweeps = trainer.History.Sweeps, Cost = Cost.Of(trainer, setting.SweepCost), Error = null, Directions = directions, Time = watch.Elapsed };
        }
        cancellationToken.ThrowIfCancellationRequested();
        var (history, cost) = (trainer.History, Cost.Of(trainer, setting.SweepCost));
        return new Outcome
        {
            // The last sweep of a rule that searches may cost more than was left.
            Ending = ReferenceEquals(history.Stopped, task.Criterion) && cost.Evaluations <= budget ? Ending.Learned
                : ReferenceEquals(history.Stopped, StopWhen.NoDescent) ? Ending.NoLowerError : Ending.Budget,
            Sweeps = history.Sweeps,
            Cost = cost,
            Error = double.IsFinite(history.Error) ? history.Error : null,
            Directions = directions,
            Time = watch.Elapsed,
        };
    }

    private static Direction DirectionOf<T>(Trainer<T> trainer, int sweep, T[] before, T[] gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var change = new T[before.Length];
        // Down: from where the net is now to where it was goes against Δw.
        for (var k = 0; k < change.Length; k++) change[k] = before[k] - trainer.Network.Weights[k];
        return new(sweep, DirectionProbe<T>.Cosine(change, gradient), trainer.Rule.Searches ? null : DirectionProbe<T>.Cosine(trainer.LastGradient, gradient));
    }
}
