namespace Backprop.Data;

/// <summary>
/// Trains the nets of a pack, several at the same time, each by a trainer of its own on one thread: any number of threads gives the same
/// bits. One checkpoint holds them all. A trainer is made when its turn comes and is given up after it, with its cases.
/// </summary>
internal sealed class PackTraining
{
    private readonly Func<int, CheckpointOptions?, Trainer<float>> create;
    private readonly PackCheckpoint? checkpoint;
    private readonly byte[]?[] resumed;
    private readonly Exception?[] errors;
    private readonly Network<float>[] nets;
    private readonly History[] histories;
    private int begun;
    private volatile bool failed;

    /// <param name="start">The nets with their starting weights.</param>
    /// <param name="create">Makes the trainer of a net, counted from 0, that saves its state as the second argument says.</param>
    /// <param name="checkpoints">Where the state goes; null for nowhere.</param>
    public PackTraining(IReadOnlyList<Network<float>> start, Func<int, CheckpointOptions?, Trainer<float>> create, CheckpointOptions? checkpoints)
    {
        this.create = create;
        nets = [.. start];
        histories = [.. start.Select(static _ => new History { Stopped = StopWhen.Canceled })];
        resumed = new byte[]?[nets.Length];
        errors = new Exception?[nets.Length];
        checkpoint = checkpoints is null ? null : new PackCheckpoint(start, checkpoints);
    }

    /// <summary>The nets, trained after <see cref="Run"/>.</summary>
    public IReadOnlyList<Network<float>> Nets => nets;

    /// <summary>The history of each net.</summary>
    public IReadOnlyList<History> Histories => histories;

    /// <summary>Rule, error measure, batches and order of the first net, as models keep them; null before it has begun.</summary>
    public string? Training { get; private set; }

    /// <summary>Makes the run continue from what a checkpoint holds.</summary>
    /// <exception cref="ModelFileException">It is not a checkpoint of as many nets, or of another training; the message says what differs.</exception>
    public void Restore(SafetensorsReader file)
    {
        PackCheckpoint.Read(file, resumed);
        for (var net = 0; net < nets.Length; net++)
        {
            if (resumed[net] is not { } state)
                continue;
            // Before any net is trained: a checkpoint that does not fit must change nothing.
            var trainer = create(net, null);
            try
            {
                Continue(trainer, state);
            }
            catch (ModelFileException e)
            {
                throw file.Error($"net {net + 1}: {e.Problem}", e);
            }
            checkpoint?.Keep(net, state, trainer.Network);
        }
    }

    /// <summary>Trains all nets until the rule stops each, or the run is canceled.</summary>
    /// <param name="stop">When a net is trained.</param>
    /// <param name="threads">The number of nets that are trained at the same time.</param>
    /// <param name="progress">Receives the progress of the first net that is not finished.</param>
    /// <param name="cancellationToken">Ends the run early; all states are then in the checkpoint.</param>
    /// <exception cref="TrainingException">A number is no longer finite.</exception>
    /// <exception cref="ModelFileException">The checkpoint cannot be written.</exception>
    public void Run(StopRule stop, int threads, IProgress<TableTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        checkpoint?.CheckWritable();
        var reports = progress is null ? null : new FirstUnfinished(progress, nets.Length);
        try
        {
            Parallel.For(0, Math.Min(threads, nets.Length), _ =>
            {
                while (!failed && !cancellationToken.IsCancellationRequested && Interlocked.Increment(ref begun) - 1 is var net && net < nets.Length)
                    Train(net, stop, reports, cancellationToken);
            });
        }
        catch (AggregateException e)
        {
            // What a receiver of progress or a rule of the caller's own throws reaches the caller as it is, as from the training of one net.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        // Of several errors that of the first net, whichever came first in time.
        if (Array.Find(errors, static error => error is not null) is { } first)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        // Also where no net had begun.
        if (Array.Exists(histories, static history => history.Stopped == StopWhen.Canceled))
            checkpoint?.Save();
    }

    private void Train(int net, StopRule stop, FirstUnfinished? reports, CancellationToken cancellationToken)
    {
        try
        {
            var trainer = create(net, checkpoint?.Of(net));
            if (net == 0)
                Training = TrainingJson.Write(trainer);
            if (resumed[net] is { } state)
                Continue(trainer, state);
            histories[net] = trainer.Run(stop, reports?.Of(net), cancellationToken);
            nets[net] = trainer.Network;
            reports?.Finish(net);
            if (trainer.History.Stopped != StopWhen.Canceled)
                checkpoint?.Finish(net, trainer);
        }
        catch (Exception e) when (e is BackpropException or ArgumentException)
        {
            errors[net] = e;
            failed = true;
        }
    }

    private static void Continue(Trainer<float> trainer, byte[] state)
    {
        using var stream = new MemoryStream(state, writable: false);
        trainer.Resume(stream);
    }

    /// <summary>Passes on the reports of the first net that is not finished: a line on the screen tells of one net.</summary>
    private sealed class FirstUnfinished(IProgress<TableTrainingProgress> progress, int count)
    {
        private readonly bool[] finished = new bool[count];
        private readonly Lock gate = new();

        public IProgress<TrainingProgress> Of(int net) => new OfNet(this, net);

        public void Finish(int net)
        {
            lock (gate)
                finished[net] = true;
        }

        private void Report(int net, TrainingProgress value)
        {
            lock (gate)
            {
                if (Array.IndexOf(finished, false) == net)
                    progress.Report(new TableTrainingProgress(net, value));
            }
        }

        private sealed class OfNet(FirstUnfinished all, int net) : IProgress<TrainingProgress>
        {
            public void Report(TrainingProgress value) => all.Report(net, value);
        }
    }
}
