using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary>What a study found.</summary>
/// <param name="Job">The study.</param>
/// <param name="Cases">The cases of all nets.</param>
/// <param name="Topology">The net of the training without varied settings, with the names of its units.</param>
/// <param name="Runs">All runs, point after point, each in the order of the seeds.</param>
/// <param name="Summaries">The summary of each point.</param>
internal sealed record StudyResult(StudyJob Job, Cases Cases, Topology Topology, IReadOnlyList<StudyRun> Runs, IReadOnlyList<StudySummary> Summaries)
{
    /// <summary>The values of the varied settings at each point.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Points { get; } = Job.Points;

    /// <summary>The net that learned in the fewest sweeps; if none has learned, the one with the least E. The first of several that are equal; null where no E is finite.</summary>
    public StudyRun? Best { get; } = Runs.Any(static run => run.Learned)
        ? Runs.Where(static run => run.Learned).MinBy(static run => run.Sweeps)
        : Runs.Any(static run => run.Error is not null) ? Runs.Where(static run => run.Error is not null).MinBy(static run => run.Error) : null;

    /// <summary>The training of a run.</summary>
    public CaseJob TrainingOf(StudyRun run) => Job.At(Points[run.Net.Point], run.Net.Seed);

    /// <summary>The runs of a point.</summary>
    public IEnumerable<StudyRun> At(int point) => Runs.Skip(point * Job.Seeds).Take(Job.Seeds);
}
