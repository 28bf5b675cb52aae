using System.Globalization;

namespace Backprop.Experiments;

/// <summary>
/// Compares ways to train on the tasks of the other experiments, each with its published defaults and with the best of a small search, all from the same starting weights and with the same limit of
/// gradient evaluations. Settings are chosen on other seeds than those of the report. Everything but time is the same on any machine and with any number of threads.
/// </summary>
internal abstract class ComparisonExperiment : Experiment
{
    /// <inheritdoc/>
    public sealed override ExperimentSettings AnyDefaults => Defaults;

    /// <inheritdoc cref="AnyDefaults"/>
    public abstract ComparisonSettings Defaults { get; }

    /// <summary>The tasks; all tasks of comparisons by default.</summary>
    public virtual IReadOnlyList<ComparisonTask> Tasks => ComparisonTasks.All;

    /// <summary>What is compared, the paper's own procedure first. All but those that have fewer settings have equally many, which the search tries. One that is not defined for a task is left out of it.</summary>
    public abstract IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>The claims beside the summary.</summary>
    protected abstract IReadOnlyList<Claim> Claims(ComparisonSettings settings, ComparisonSummary summary);

    /// <inheritdoc/>
    public sealed override Report RunAny(ExperimentSettings settings, int threads, IProgress<ExperimentProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(Own(settings), threads, progress, cancellationToken);

    /// <inheritdoc cref="RunAny"/>
    public Report<ComparisonSettings, ComparisonRun, ComparisonSummary> Run(ComparisonSettings settings, int threads, IProgress<ExperimentProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Seeds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Sweeps, 1);
        var pairs = (from task in Tasks from candidate in Candidates where candidate.Fits(task) select (Task: task, Candidate: candidate)).ToArray();

        Job[] search = [.. from pair in pairs from setting in pair.Candidate.Settings from k in Enumerable.Range(0, settings.SearchSeeds) select new Job(pair.Task, setting, settings.FirstSearchSeed + (ulong)k)];
        var most = search.Length + (2 * pairs.Length * settings.Seeds);
        var found = Train(search, settings, withDirections: false, threads, done => progress?.Report(new ExperimentProgress(Name, done, most)), cancellationToken);
        var tried = pairs.ToDictionary(pair => (pair.Task.Name, pair.Candidate.Name), pair => (IReadOnlyList<TriedSetting>)
        [
            .. pair.Candidate.Settings.Select((setting, index) => TriedSetting.Of(
                index, setting.Text, [.. Enumerable.Range(0, settings.SearchSeeds).Select(k => found[new Job(pair.Task, setting, settings.FirstSearchSeed + (ulong)k)])], settings.BudgetOf(pair.Task))),
        ]);

        CandidateSetting Best((ComparisonTask Task, Candidate Candidate) pair) => pair.Candidate.Settings[TriedSetting.BestOf(tried[(pair.Task.Name, pair.Candidate.Name)]).Index];

        Job[] report = [.. from pair in pairs from setting in new[] { pair.Candidate.Default, Best(pair) }.Distinct() from k in Enumerable.Range(0, settings.Seeds) select new Job(pair.Task, setting, settings.FirstSeed + (ulong)k)];
        most = search.Length + report.Length;
        var outcomes = Train(report, settings, withDirections: true, threads, done => progress?.Report(new ExperimentProgress(Name, search.Length + done, most)), cancellationToken);
        ComparisonRun[] runs =
        [
            .. from k in Enumerable.Range(0, settings.Seeds)
               let seed = settings.FirstSeed + (ulong)k
               select new ComparisonRun(seed, ByTask(pair => new CandidateRun(outcomes[new Job(pair.Task, pair.Candidate.Default, seed)], outcomes[new Job(pair.Task, Best(pair), seed)]))),
        ];
        var candidates = ByTask(pair => new CandidateSummary(
            SettingSummary.Of(pair.Candidate.Default.Text, [.. runs.Select(run => run.Tasks[pair.Task.Name][pair.Candidate.Name].Default)]),
            SettingSummary.Of(Best(pair).Text, [.. runs.Select(run => run.Tasks[pair.Task.Name][pair.Candidate.Name].Best)]),
            tried[(pair.Task.Name, pair.Candidate.Name)]));
        var summary = new ComparisonSummary(Tasks.ToDictionary(static task => task.Name, task => new TaskSummary(settings.BudgetOf(task), task.Criterion.Name, candidates[task.Name]), StringComparer.Ordinal));
        return new(Name, settings, runs, summary, Claims(settings, summary)) { Notes = [.. summary.Tasks.Select(static task => Times(task.Key, task.Value))] };

        IReadOnlyDictionary<string, IReadOnlyDictionary<string, TResult>> ByTask<TResult>(Func<(ComparisonTask Task, Candidate Candidate), TResult> result) => Tasks.ToDictionary(
            static task => task.Name,
            task => (IReadOnlyDictionary<string, TResult>)pairs.Where(pair => pair.Task.Name == task.Name).ToDictionary(static pair => pair.Candidate.Name, result, StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<ExampleNet> AnyExamples(ExperimentSettings settings)
    {
        var own = Own(settings);
        return
        [
            .. from task in Tasks
               select new ExampleNet(task.Name, task.Net, task.Cases(own.FirstSeed), new ExampleTraining(task.Name, Candidates[0].Default.Rule, task.Range, own.BudgetOf(task)) { Error = task.Error, Within = task.Within }),
        ];
    }

    private ComparisonSettings Own(ExperimentSettings? settings) => settings as ComparisonSettings
        ?? throw new ArgumentException($"'{Name}' takes {nameof(ComparisonSettings)}, not {settings?.GetType().Name ?? "null"}.", nameof(settings));

    /// <summary>"symmetry: median time to learn here, descent 1 (2.1 ms), nesterov 0.9": of the best settings, relative to the first candidate that has one.</summary>
    private static string Times(string name, TaskSummary task)
    {
        var times = task.Candidates.Where(static candidate => candidate.Value.Best.Seconds is not null).Select(static candidate => (candidate.Key, Seconds: candidate.Value.Best.Seconds!.Value)).ToArray();
        return times.Length == 0
            ? $"{name}: no candidate learned in half of its runs, so there is no median time"
            : string.Create(CultureInfo.InvariantCulture, $"{name}: median time to learn on this machine, {times[0].Key} {1000 * times[0].Seconds:G2} ms = 1{string.Concat(times.Skip(1).Select(time => string.Create(CultureInfo.InvariantCulture, $", {time.Key} {time.Seconds / times[0].Seconds:G2}")))}");
    }

    /// <summary>Trains the nets of all jobs. The last tasks take longest, so they come first.</summary>
    private static Dictionary<Job, Outcome> Train(Job[] jobs, ComparisonSettings settings, bool withDirections, int threads, Action<int> done, CancellationToken cancellationToken)
    {
        Job[] order = [.. jobs.Reverse()];
        var outcomes = SeedRunner.Run(0, order.Length, threads, k => TaskTraining.Run(order[k].Task, order[k].Setting, order[k].Seed, settings, withDirections, cancellationToken), done, cancellationToken);
        return order.Zip(outcomes).ToDictionary(static pair => pair.First, static pair => pair.Second);
    }

    private readonly record struct Job(ComparisonTask Task, CandidateSetting Setting, ulong Seed);
}
