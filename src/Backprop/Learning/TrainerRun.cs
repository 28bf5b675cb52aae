using System.Diagnostics;

namespace Backprop;

public sealed unsafe partial class Trainer<T>
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(50);
    private readonly Evaluator<T>? validation;
    private Evaluator<T>? evaluator;
    private T[]? bestWeights;

    /// <summary>Steps until a rule holds. Rules are asked before the first sweep too, so that a net that has learned is left alone.</summary>
    /// <param name="stop">When to stop; join rules by <c>|</c>.</param>
    /// <param name="progress">Told of the training about twenty times a second.</param>
    /// <param name="cancellationToken">Looked at between weight changes; a canceled run ends like a stopped one, with <see cref="StopWhen.Canceled"/>, and saves a checkpoint if there are <see cref="TrainerOptions.Checkpoints"/>.</param>
    /// <returns><see cref="History"/>.</returns>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    /// <exception cref="ModelFileException">A checkpoint cannot be written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public History Run(StopRule stop, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stop);
        CheckCheckpoints();
        var clock = Stopwatch.StartNew();
        var before = History.Elapsed;
        var nextReport = ProgressInterval;
        var needs = stop.Needs;
        var readsClock = progress is not null || needs.HasFlag(StopNeeds.Clock);
        History.Stopped = null;
        while (true)
        {
            // Where a sweep is one change, E and the gradient of the present weights are found together, and the change follows unless a rule holds.
            var whole = WholeSweep && batchStart == 0;
            // A sweep that is under way, as after a checkpoint, is ended first: rules are asked between sweeps.
            if (batchStart != 0 && !EndSweepBegun(cancellationToken))
                return End(WithinSweep, whole, before + clock.Elapsed);
            var (error, distance, onRightSide) = (0.0, 0.0, true);
            if (whole)
                error = Derive(needs, out distance, out onRightSide);
            else
                Measure(needs, out error, out distance, out onRightSide);
            var validationError = double.NaN;
            if (validation is null)
                History.Note(error, History.Sweeps);
            else
            {
                validationError = validation.Evaluate().Error;
                if (!double.IsFinite(validationError))
                    throw new TrainingException(NonFinite.DescribeValidation(Network, History.Sweeps, validationError, Rule));
                NoteValidation(validationError);
            }
            var status = new TrainingStatus(History.Sweeps, error, validationError, History.BestSweep, readsClock ? clock.Elapsed : default, distance, onRightSide);
            var stopped = cancellationToken.IsCancellationRequested ? StopWhen.Canceled : stop.Holds(status);
            if (stopped is not null)
            {
                History.Stopped = stopped;
                // Before the best weights take the place of the last ones.
                if (stopped == StopWhen.Canceled && Options.Checkpoints is { } checkpoints)
                    SaveCheckpoint(checkpoints);
                return End(status, whole, before + clock.Elapsed);
            }
            if (whole)
            {
                ChangeWeights(error);
                EndSweep(error);
                SaveCheckpointIfDue();
            }
            else if (!EndSweepBegun(cancellationToken))
            {
                return End(WithinSweep, whole, before + clock.Elapsed);
            }
            if (progress is not null && clock.Elapsed >= nextReport)
            {
                nextReport = clock.Elapsed + ProgressInterval;
                progress.Report(new TrainingProgress(History.Sweeps, History.Errors[^1], status.ValidationError, clock.Elapsed)
                {
                    ErrorPerCase = History.PerCase(History.Errors[^1], History.TrainingWeight),
                    ValidationErrorPerCase = History.PerCase(status.ValidationError, History.ValidationWeight),
                });
            }
        }
    }

    /// <summary>The weights are those of no number of whole sweeps, so they are not the best ones, whichever sweep those are of.</summary>
    private static TrainingStatus WithinSweep => new() { Sweeps = -1 };

    /// <summary>Steps to the end of the sweep; false if that was canceled on the way.</summary>
    private bool EndSweepBegun(CancellationToken cancellationToken)
    {
        while (!StepBatch())
        {
            if (cancellationToken.IsCancellationRequested)
            {
                History.Stopped = StopWhen.Canceled;
                if (Options.Checkpoints is { } checkpoints)
                    SaveCheckpoint(checkpoints);
                return false;
            }
            SaveCheckpointIfDue();
        }
        SaveCheckpointIfDue();
        return true;
    }

    /// <summary>E and the like of the present weights over all cases.</summary>
    public Evaluation Evaluate()
    {
        evaluator ??= new Evaluator<T>(Network, cases.Cases, ErrorMeasure);
        return evaluator.Evaluate();
    }

    /// <summary>In the other modes the sweep itself does not see the present weights on every case, so they are evaluated if a rule asks.</summary>
    private void Measure(StopNeeds needs, out double error, out double distance, out bool onRightSide)
    {
        if ((needs & (StopNeeds.Error | StopNeeds.Distance | StopNeeds.Side)) == StopNeeds.None)
        {
            (error, distance, onRightSide) = (History.Sweeps == 0 ? double.NaN : History.Errors[^1], 0, false);
            return;
        }
        var evaluation = Evaluate();
        (error, distance, onRightSide) = (evaluation.Error, evaluation.GreatestDistance, evaluation.AllOnRightSide);
    }

    /// <summary>Keeps the validation error and, if it is the least so far, the weights that gave it.</summary>
    private void NoteValidation(double error)
    {
        if (History.ValidationErrors.Count == History.Sweeps)
            History.AddValidation(error);
        if (History.Note(error, History.Sweeps))
            Network.Weights.CopyTo(bestWeights ??= new T[Network.Weights.Length]);
    }

    private History End(in TrainingStatus status, bool whole, TimeSpan elapsed)
    {
        if (bestWeights is not null && History.BestSweep != status.Sweeps)
        {
            bestWeights.CopyTo(Network.Weights);
            History.Error = Evaluate().Error;
        }
        else
        {
            History.Error = whole ? status.Error : Evaluate().Error;
        }
        NonFinite.Check(Network, History.Sweeps, Rule);
        History.Elapsed = elapsed;
        return History;
    }
}
