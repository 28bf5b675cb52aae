using System.Globalization;
using Backprop.Data;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>Carries out a study: reads, trains the nets that the runs file does not hold yet, looks for causes, saves, reports.</summary>
internal sealed class StudySession(StudyJob job, Terminal terminal, IStudyMessages? ranks = null)
{
    public int Run() => job.Training.Training.IsDouble ? Run<double>() : Run<float>();

    private int Run<T>()
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        if (ranks is not { Rank: > 0 })
            CheckFiles();
        var (cases, topology) = CaseSource.Load(job.Training.Source, job.Training.Topology);
        CaseSource.CheckTargets(job.Training.Source, cases);
        CaseSource.CheckRange<T>(job.Training.Source, topology, cases);
        var trainedOn = new TrainedCases(KnownFile.Of(job.Training.Source), cases.Sequences ?? cases.Count);
        var (training, points) = (job.Training.Training, Points(topology));
        // What a trainer refuses is refused by its words, before anything is written.
        foreach (var point in job.Points)
            _ = job.At(point, job.FirstSeed) is var at ? at.Training.CreateTrainer<T>(at.Choice == job.Training.Choice ? topology : at.Topology, cases, job.FirstSeed, recompute: job.Training.Recompute) : null;
        StopRule[] goals = [.. training.Until.Where(static condition => condition.IsGoal).Select(static condition => condition.Rule)];
        var otherwise = training.Until.Where(static condition => !condition.IsGoal).Select(static condition => condition.Rule).Aggregate((StopRule?)null, static (left, right) => left is null ? right : left | right);
        var study = new Study<T>(cases, points, goals.Aggregate(static (left, right) => left | right), goals.Contains, otherwise, training.Sweeps,
            new TrainerOptions { Batch = training.Batch, Shuffle = training.Shuffle, Noise = training.Noise.For(topology, job.FirstSeed), Threads = job.Threads, Recompute = job.Training.Recompute });
        var work = new StudyTraining<T>(study, terminal.Interrupted);
        if (terminal.Ranks is { } world)
            RankAgreement.Check(world, ("case file", trainedOn.File.Sha256), ("set of cases", CasesFingerprint.Of(cases)), ("command", job.Identity(trainedOn) + string.Join('\n', StudyCommandLine.Words(job))));
        if (ranks is { Rank: > 0 })
            return Work(work, ranks);
        var file = job.RunsFile is { } path ? new StudyRunsFile(path, job, job.Identity(trainedOn), terminal.Time) : null;
        var runs = new StudyRun?[job.Points.Count * job.Seeds];
        foreach (var run in file?.Read() ?? [])
        {
            if (run.Net.Seed >= job.FirstSeed && run.Net.Seed - job.FirstSeed < (ulong)job.Seeds)
                runs[Place(run.Net)] = run;
        }
        var known = runs.Count(static run => run is not null);
        StudyReport.Introduce(terminal.Error, job, cases, known);

        var progress = new StudyProgress(terminal, known, runs.Length);
        var causes = new CauseCounts[points.Count];
        try
        {
            StudyNet[] nets = [.. Enumerable.Range(0, runs.Length).Where(place => runs[place] is null).Select(NetAt)];
            if (ranks is null)
            {
                study.Run(nets, Take, progress, terminal.Interrupted);
                study.FindCauses([.. AfterAll()], (net, stop) => causes[net.Point] = stop is null ? causes[net.Point] : causes[net.Point].With(stop), terminal.Interrupted);
            }
            else
            {
                var done = 0;
                work.Lead(ranks, nets, run =>
                {
                    Take(run);
                    progress.Report(++done);
                }, () => file?.Flush(), AfterAll, (net, found) => causes[net.Point] = causes[net.Point].With(found));
            }
        }
        catch (OperationCanceledException)
        {
            progress.Clear();
            file?.Flush();
            return Interrupted(runs.Count(static run => run is not null), runs.Length);
        }
        progress.Clear();
        var limit = StopWhen.Sweeps(training.Sweeps).Name;
        var all = runs.Select(static run => run!.Value).ToArray();
        var result = new StudyResult(job, cases, topology, all, [.. points.Index().Select(point => StudySummary.Of(new ArraySegment<StudyRun>(all, point.Index * job.Seeds, job.Seeds), limit, causes[point.Index]))]);
        Save<T>(result, trainedOn);
        StudyReport.Write(job.Json ? terminal.Out : terminal.Text, result);
        return ExitCode.Done;

        void Take(StudyRun run)
        {
            runs[Place(run.Net)] = run;
            file?.Add(run);
        }

        IEnumerable<StudyNet> AfterAll()
        {
            file?.WriteInOrder(runs.Select(static run => run!.Value));
            progress.Show(" looking for what stops the nets that have not learned");
            return Suspects(study, [.. runs.Select(static run => run!.Value)]);
        }
    }

    /// <summary>What a rank other than rank 0 does.</summary>
    private static int Work<T>(StudyTraining<T> work, IStudyMessages ranks)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        try
        {
            work.WorkFor(ranks);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    private int Place(StudyNet net) => (net.Point * job.Seeds) + (int)(net.Seed - job.FirstSeed);

    private StudyNet NetAt(int place) => new(place / job.Seeds, job.FirstSeed + (ulong)(place % job.Seeds));

    private List<StudyPoint> Points(Topology topology)
    {
        var (points, nets) = (new List<StudyPoint>(), new Dictionary<NetChoice, Topology> { [job.Training.Choice] = topology });
        foreach (var values in job.Points)
        {
            var at = job.At(values, job.FirstSeed);
            if (!nets.TryGetValue(at.Choice, out var net))
                nets.Add(at.Choice, net = CaseSource.Load(job.Training.Source, at.Topology).Topology);
            points.Add(new() { Topology = net, Rule = at.Training.Rule, Gradient = at.Training.Gradient, Error = at.Training.Error.For(net), Range = at.Training.Range });
        }
        return points;
    }

    /// <summary>The first nets of each point that were stopped by the limit of sweeps.</summary>
    private IEnumerable<StudyNet> Suspects<T>(Study<T> study, StudyRun[] runs)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var limit = StopWhen.Sweeps(job.Training.Training.Sweeps).Name;
        return runs.Where(run => !run.Learned && run.Stopped == limit && Study<T>.CanFindCause(study.Points[run.Net.Point]))
            .GroupBy(static run => run.Net.Point).SelectMany(point => point.Take(job.Causes)).Select(static run => run.Net);
    }

    private void CheckFiles()
    {
        var guard = TrainingFiles.Read(job.Training, new OutputGuard(job.Force))
            .Writes("the runs (--runs)", job.RunsFile, StudyRunsFile.Kind)
            .Writes("the best net (--output)", job.BestModel, OutputKind.FinishedModel);
        if (job.Figures is { } folder)
            StudyFolder.Check(folder, guard);
        if (FileStatus.Of(job.Training.Source) is { Kind: FileKind.Other })
            throw new InputException($"{job.Training.Source}: is a pipe or a device, but is read more than once; write it to a file first");
    }

    private int Interrupted(int done, int of)
    {
        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $" interrupted after {done:N0} of {of:N0} nets{(job.RunsFile is { } path ? $"; {Shell.Quoted(path)} keeps them: the same command goes on" : "; nothing is kept: --runs file keeps what is done, and the same command goes on")}"));
        return ExitCode.Interrupted;
    }

    private void Save<T>(StudyResult result, TrainedCases trainedOn)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        if ((job.BestModel is null && job.Figures is null) || result.Best is not { } best) return;
        var training = result.TrainingOf(best);
        // The same bits as in the study: nothing but the seed and the settings decides them.
        var trainer = training.Training.CreateTrainer<T>(CaseSource.Load(job.Training.Source, training.Topology).Topology, result.Cases, best.Net.Seed, recompute: job.Training.Recompute);
        var history = trainer.Run(training.Training.StopRule, progress: null, terminal.Interrupted);
        terminal.Interrupted.ThrowIfCancellationRequested();
        if (history.Sweeps != best.Sweeps)
            throw new InputException($"{job.RunsFile}: seed {best.Net.Seed} is said to have ended after {best.Sweeps} sweeps, but ends after {history.Sweeps}: the file has been changed, or is from another version; name another file");
        var model = Model.Of(trainer) with { Settings = CaseSettings.OfModel(training, trainedOn) };
        if (job.BestModel is { } path) model.Save(path);
        if (job.Figures is { } folder)
        {
            StudyFolder.Write(folder, result, model);
            terminal.Error.WriteLine($" figures and {StudyFolder.Page} in {folder}");
        }
    }
}
