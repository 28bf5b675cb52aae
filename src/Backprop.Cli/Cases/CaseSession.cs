using System.Numerics;
using System.Runtime.CompilerServices;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Carries out a training on cases: reads, trains (or continues from a checkpoint), saves the model, reports.</summary>
internal sealed class CaseSession(CaseJob job, Terminal terminal)
{
    /// <param name="checkpoint">The checkpoint to continue from; null for a new training.</param>
    public int Run(string? checkpoint = null) => job.Training.IsDouble ? Run<double>(checkpoint) : Run<float>(checkpoint);

    private int Run<T>(string? checkpoint)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var isFirst = terminal.IsFirst();
        if (terminal.Ranks is not null && job.Snapshots is not null)
            throw new UsageException("--record writes what one process sees of its net; start the training without mpirun, or leave it out.");
        if (isFirst)
            TrainingFiles.Check(job, checkpoint);
        var guard = TrainingFiles.Read(job, new OutputGuard(job.Force)).Reads("the checkpoint that is read", checkpoint).Reserves("the model", job.ModelPath).Reserves("the checkpoint", job.CheckpointPath).Writes("the record", job.Snapshots?.Path, kind: null);
        if (FileStatus.Of(job.Source) is { Kind: FileKind.Other })
            throw new InputException($"{job.Source}: is a pipe or a device, but is read more than once; write it to a file first");
        var (cases, topology) = CaseSource.Load(job.Source, job.Topology);
        CaseSource.CheckTargets(job.Source, cases);
        CaseSource.CheckRange<T>(job.Source, topology, cases);
        if (isFirst)
            TrainingFiles.CheckReplaced(job, checkpoint);
        var trainedOn = new TrainedCases(KnownFile.Of(job.Source), cases.Sequences ?? cases.Count);
        var output = new TrainingOutput(job, terminal);
        // What a checkpoint holds comes after the start; a record shows the start too.
        var network = job.Start is { } start && (checkpoint is null || job.Snapshots is not null) ? start.Network<T>(topology) : job.Training.CreateNetwork<T>(topology, job.Seed);
        var trainer = job.Training.CreateTrainer(network, cases, job.Seed, job.Threads, isFirst ? output.Checkpoints(CaseSettings.OfCheckpoint(job, trainedOn)) : null, terminal.Ranks, job.Recompute);
        var table = job.Snapshots is { } recorded ? RecordTable<T>.Of(recorded.Recording, topology, cases, trainer.ErrorMeasure) : null;
        // A training that goes on checks more than the columns of its record.
        if (table is not null && checkpoint is null) guard.Replaces("the record (--record-to)", job.Snapshots!.Path, SnapshotFile<T>.Kind(table));
        EarlierSnapshots? earlier = null;
        if (checkpoint is not null)
        {
            earlier = table is null ? null : SnapshotFile<T>.Earlier(table, trainer.Network);
            trainer.Resume(checkpoint);
            earlier = earlier is null ? null : earlier with { Sweeps = trainer.History.Sweeps, IsWithinSweep = trainer.IsWithinSweep, MayBeginAnew = job.Force };
        }
        if (terminal.Ranks is { } ranks)
            RankAgreement.Check(ranks, ("command", CaseSettings.OfModel(job, cases: null)), ("case file", trainedOn.File.Sha256), ("set of cases", CasesFingerprint.Of(cases)), ("state of the training", RankState.Of(trainer)));
        if (isFirst)
            TrainingFiles.CheckRoom(job, topology.WeightCount, Unsafe.SizeOf<T>());
        foreach (var line in CaseReport.Shape(job, cases))
            terminal.Error.WriteLine(" " + line);
        using var snapshots = table is null ? null : new SnapshotFile<T>(job.Snapshots!, table, earlier);
        var history = TrainingProgressView.Run(terminal, "training", job.Training.Sweeps, view => snapshots is null
            ? trainer.Run(job.Training.StopRule, view, terminal.Interrupted)
            : snapshots.Train(trainer, job.Training.StopRule, view, terminal.Interrupted), new CasePlaces(topology, cases).Part);
        if (history.Stopped == StopWhen.Canceled)
            return output.Interrupted(history.Sweeps);
        if (!isFirst)
            return ExitCode.Done;
        if (history.IsDiverging)
            terminal.Error.WriteLine(" note: E rose instead of falling: the steps are too large; a smaller --rate helps");
        var scores = CaseScores.Of(trainer.Network, cases, trainer.ErrorMeasure, job.Training.Band);
        output.Save(
            Model.Of(trainer) with { Settings = CaseSettings.OfModel(job, trainedOn) },
            place => CaseReport.Write(job.Json ? terminal.Out : terminal.Text, job with { ModelPath = place }, history, scores));
        return ExitCode.Done;
    }
}
