namespace Backprop;

/// <summary>One run of a trainer: steps until a rule holds or the run is canceled.</summary>
internal sealed class TrainingRun<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Trainer<T> trainer;
    private readonly History history;
    private readonly StopRule stop;
    private readonly StopNeeds needs;
    private readonly CheckpointSchedule? checkpoints;
    private readonly CancellationToken cancellationToken;
    private readonly TimeProvider time;
    private readonly long start;
    private readonly TimeSpan before;
    private readonly int sweepsBefore;
    private readonly ProgressReports? progress;
    private readonly bool readsTime;

    internal TrainingRun(Trainer<T> trainer, StopRule stop, IProgress<TrainingProgress>? receiver, CancellationToken cancellationToken)
    {
        this.trainer = trainer;
        this.stop = stop;
        this.cancellationToken = cancellationToken;
        history = trainer.History;
        needs = trainer.Validation is null && stop.Needs.HasFlag(StopNeeds.BestError) ? stop.Needs | StopNeeds.Error : stop.Needs;
        checkpoints = trainer.Checkpoints;
        time = trainer.Options.TimeProvider;
        start = time.GetTimestamp();
        before = history.Elapsed;
        sweepsBefore = history.Sweeps;
        progress = receiver is null ? null : new ProgressReports(receiver, history);
        readsTime = needs.HasFlag(StopNeeds.Clock);
    }

    /// <summary>Whether the rule has found in this run that E falls no further: before, the weights may have been others.</summary>
    private bool HasEnded => trainer.HasEnded && history.Sweeps > sweepsBefore;

    private TimeSpan Elapsed => time.GetElapsedTime(start);

    /// <summary>A rank of many that is canceled ends at once: the others are not waited for, nor do they wait.</summary>
    private void EndWithOthers()
    {
        if (trainer.IsOneOfMany)
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Ranks stop by one clock.</summary>
    private TimeSpan ElapsedOfAll => TimeSpan.FromTicks((long)trainer.OfFirstRank(Elapsed.Ticks));

    /// <summary>Of a run that is stopped within a sweep: its last weights were never measured, so the best ones always replace them.</summary>
    private static TrainingStatus WithinSweep => new() { Sweeps = -1 };

    internal History Run()
    {
        trainer.EndOn(cancellationToken);
        try
        {
            return RunSweeps();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Within a change, which other ranks may have made or not: that of the state before it goes on with the same bits.
            trainer.TakeBack();
            trainer.EndOn(CancellationToken.None);
            history.Stopped = StopWhen.Canceled;
            checkpoints?.Save(trainer);
            if (!trainer.IsOneOfMany)
                return End(WithinSweep);
            // Others may have ended already, so that E cannot be measured.
            history.Error = double.NaN;
            history.Elapsed = before + Elapsed;
            return history;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private History RunSweeps()
    {
        history.Stopped = null;
        // A sweep that has begun, as after a checkpoint, is ended first: rules are checked between sweeps.
        if (trainer.IsWithinSweep && !StepToEndOfSweep())
            return End(WithinSweep);
        while (true)
        {
            EndWithOthers();
            var status = Measure();
            var stopped = cancellationToken.IsCancellationRequested ? StopWhen.Canceled : stop.Holds(status) ?? (HasEnded ? StopWhen.NoDescent : null);
            if (stopped is not null)
            {
                history.Stopped = stopped;
                // Before the best weights replace the last ones.
                if (stopped == StopWhen.Canceled)
                    checkpoints?.Save(trainer);
                return End(status);
            }
            if (trainer.MeasuresInPassing)
            {
                trainer.ChangeOnce(status.Error);
                checkpoints?.SaveIfDue(trainer);
            }
            else if (!StepToEndOfSweep())
            {
                return End(WithinSweep);
            }
            progress?.ReportIfDue(Elapsed, status.ValidationError);
        }
    }

    /// <summary>Measures the current weights between two sweeps: what the stop rules need, and the error of the validation cases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TrainingStatus Measure()
    {
        var (error, distance, onRightSide) = (0.0, 0.0, false);
        if (trainer.MeasuresInPassing)
        {
            // E and the gradient of the current weights are computed together, and the change follows unless a rule holds.
            error = trainer.Derive(needs, out distance, out onRightSide);
        }
        else if ((needs & (StopNeeds.Error | StopNeeds.Distance | StopNeeds.Side)) == StopNeeds.None)
        {
            error = history.Sweeps == 0 ? double.NaN : history.Errors[^1];
        }
        else
        {
            // The sweep has changed the weights case by case or batch by batch: E of the current ones takes another pass.
            var evaluation = trainer.Evaluate();
            (error, distance, onRightSide) = (evaluation.Error, evaluation.GreatestDistance, evaluation.AllOnRightSide);
        }
        var validationError = double.NaN;
        if (trainer.Validation is { } validation)
            validationError = validation.Measure(history, trainer.Rule);
        else
            history.RecordIfBest(error);
        return new TrainingStatus(history.Sweeps, error, validationError, history.BestSweep, readsTime ? ElapsedOfAll : default, distance, onRightSide);
    }

    /// <summary>Makes the rest of the current sweep, or a whole one; returns false if the run is canceled on the way.</summary>
    private bool StepToEndOfSweep()
    {
        while (!trainer.StepBatch())
        {
            EndWithOthers();
            if (cancellationToken.IsCancellationRequested)
            {
                history.Stopped = StopWhen.Canceled;
                checkpoints?.Save(trainer);
                return false;
            }
            checkpoints?.SaveIfDue(trainer);
        }
        checkpoints?.SaveIfDue(trainer);
        return true;
    }

    /// <summary>Puts the best weights in place and completes the history.</summary>
    private History End(in TrainingStatus status)
    {
        if (trainer.Validation?.Weights is { } best && history.BestSweep != status.Sweeps)
        {
            best.CopyTo(trainer.Network.Weights);
            history.Error = trainer.Evaluate().Error;
        }
        else
        {
            history.Error = trainer.MeasuresInPassing ? status.Error : trainer.Evaluate().Error;
        }
        NonFinite.Check(trainer.Network, history.Sweeps, trainer.Rule);
        history.Elapsed = before + Elapsed;
        return history;
    }
}
