using Backprop.Experiments;

namespace Backprop.Lab;

/// <summary>How the net of a seed ended.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Sweeps">Sweeps made.</param>
/// <param name="Learned">Whether it met a goal of the stop rules.</param>
/// <param name="Error">E at the end; null where a number was no longer finite.</param>
internal readonly record struct SeedRun(ulong Seed, int Sweeps, bool Learned, double? Error);

/// <summary>Trains the net of a lab from many seeds, one after the other, in slices of a few sweeps; the same nets as <c>backprop study</c> trains.</summary>
internal sealed class SeedStudy
{
    /// <summary>The most seeds.</summary>
    public const int MostSeeds = 10_000;

    private const int FirstSlice = 8;

    private readonly List<SeedRun> runs = [];
    private readonly StopRule stop;
    private readonly HashSet<string> goals;
    private readonly TrainingEngine? engine;
    private LabTrainer? trainer;
    private bool isPrepared;
    private int slice = FirstSlice;

    /// <summary>A study that has not begun.</summary>
    /// <param name="opening">The net and the cases; of its settings, only the net and the cases count.</param>
    /// <param name="training">How all nets learn.</param>
    /// <param name="firstSeed">The seed of the first net; the others follow one by one.</param>
    /// <param name="seeds">The number of nets.</param>
    /// <param name="engine">What lets the nets learn, after <see cref="PrepareAsync"/>; null: their trainers.</param>
    public SeedStudy(Opening opening, CaseTraining training, ulong firstSeed, int seeds, TrainingEngine? engine = null)
    {
        this.engine = engine;
        (Opening, Training, FirstSeed, Seeds) = (opening with { Training = training }, training, firstSeed, Math.Clamp(seeds, 1, MostSeeds));
        stop = training.StopRule;
        goals = [.. training.Until.Where(static condition => condition.IsGoal).Select(static condition => condition.Rule.Name)];
    }

    /// <summary>The net and the cases, with the training of the study.</summary>
    public Opening Opening { get; }

    public CaseTraining Training { get; }

    public ulong FirstSeed { get; }

    public int Seeds { get; }

    /// <summary>The nets that have ended, by seed.</summary>
    public IReadOnlyList<SeedRun> Runs => runs;

    /// <summary>Whether all nets have ended.</summary>
    public bool HasEnded => runs.Count == Seeds;

    /// <summary>The share of nets that learned, with its interval.</summary>
    public Share Learned => Share.Where(runs, static run => run.Learned);

    /// <summary>Whether a lab can be studied: its nets start from random weights, and it has a stop rule that says what it is to have learned.</summary>
    public static bool CanStudy(LabSession session) => session.Opening.Weights is null && session.Training.Until.Any(static condition => condition.IsGoal);

    /// <summary>Makes the module by which all nets learn; without it, or where there is none, their trainers let them learn.</summary>
    /// <exception cref="UsageException">The settings do not fit the net or the cases.</exception>
    public async ValueTask PrepareAsync()
    {
        if (engine is null || isPrepared || HasEnded) return;
        isPrepared = true;
        await engine.PrepareAsync(trainer ??= Start());
    }

    /// <summary>Trains for about so many milliseconds.</summary>
    public void Slice(double milliseconds)
    {
        var begin = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!HasEnded && System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalMilliseconds is var before && before < milliseconds)
        {
            if (engine is { Way: not EngineWay.Interpreted })
            {
                Run(int.MaxValue, milliseconds - before);
                continue;
            }
            Run(slice);
            var spent = System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalMilliseconds - before;
            // Clocks of browsers are coarse: a slice grows slowly, and shrinks at once.
            slice = spent > milliseconds ? Math.Max(1, slice / 2) : spent < milliseconds / 4 ? Math.Min(slice * 2, 1 << 16) : slice;
        }
    }

    /// <summary>Trains the net of the present seed on by so many sweeps, by a module for at most about so long, and goes on to the next seed where it ends.</summary>
    public void Run(int sweeps, double milliseconds = double.PositiveInfinity)
    {
        if (HasEnded) return;
        var seed = FirstSeed + (ulong)runs.Count;
        try
        {
            trainer ??= Start();
            if (engine is { Way: not EngineWay.Interpreted })
            {
                engine.Take(trainer);
                if (!engine.Run(trainer, Training, sweeps, milliseconds)) return;
            }
            else if (!trainer.Run(stop, sweeps))
            {
                return;
            }
            runs.Add(new(seed, trainer.Sweeps, trainer.History.Stopped is { } stopped && goals.Contains(stopped.Name), trainer.History.Error));
        }
        catch (TrainingException)
        {
            runs.Add(new(seed, trainer!.Sweeps, Learned: false, Error: null));
        }
        trainer = null;
    }

    private LabTrainer Start() => LabTrainer.Start(Opening with { Seed = FirstSeed + (ulong)runs.Count });

    /// <summary>The command that trains the same nets at full speed.</summary>
    public string Command => string.Join(' ', new[] { "backprop", "study", Opening.CasesFile, "--net", Opening.NetFile }.Concat(CaseTrainingWords.Of(Training)).Concat(["--seeds", Numeral.Text(Seeds)])
        .Concat(FirstSeed == 1 ? [] : ["--first-seed", Numeral.Text(FirstSeed)]).Select(Shell.Quoted));
}
