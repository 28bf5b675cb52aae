namespace Backprop.Lab;

/// <summary>The run of the net that learns now, and the last ones before it of the same net and cases: a run ends when the lab starts again or opens the net anew.</summary>
internal sealed class Runs
{
    /// <summary>The most earlier runs that are kept.</summary>
    internal const int MostEarlier = 10;

    private readonly List<LabRun> earlier = [];

    /// <summary>The run of the net that learns now.</summary>
    public LabRun Present { get; private set; } = null!;

    /// <summary>Runs that ended, the latest last.</summary>
    public IReadOnlyList<LabRun> Earlier => earlier;

    /// <summary>Takes what a lab has done since it was last followed.</summary>
    public void Follow(LabSession session)
    {
        // Settings may be the same again: what counts is whether the lab started again.
        if (!ReferenceEquals(Present?.Opening, session.Opening))
        {
            if (Present is not null && !Present.IsOf(session.Opening)) earlier.Clear();
            else if (Present?.Course.Sweeps > 0) earlier.Add(Present);
            if (earlier.Count > MostEarlier) earlier.RemoveAt(0);
            Present = new LabRun(session.Opening);
        }
        Present.Follow(session);
    }

    /// <summary>Forgets the earlier runs.</summary>
    public void Forget() => earlier.Clear();
}

/// <summary>One run: its course and its settings.</summary>
internal sealed class LabRun(Opening opening)
{
    /// <summary>What it started from.</summary>
    public Opening Opening { get; } = opening;

    /// <summary>E, sweep by sweep.</summary>
    public Course Course { get; } = new();

    /// <summary>Its settings, the last where they were changed.</summary>
    public CaseTraining Training { get; private set; } = opening.Training;

    /// <summary>Whether anything but learning was done: settings or weights changed, parts destroyed or frozen.</summary>
    public bool WasTouched { get; private set; }

    /// <summary>Whether a stop rule ended it.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What E is divided by to be that of a case: the total weight of the cases.</summary>
    public double Weight { get; } = opening.Cases.TotalWeight;

    /// <summary>Its settings as the command line says them: "--rate 0.5 --seed 2".</summary>
    public string Words => string.Join(' ', [.. CaseTrainingWords.Of(Training), CaseTrainingWords.Seed, Numeral.Text(Opening.Seed)]);

    /// <summary>Takes what the lab has done.</summary>
    public void Follow(LabSession session)
    {
        Course.Take(session.Trainer.History.Errors);
        (Training, HasEnded, WasTouched) = (session.Training, session.HasEnded, session.Deeds.Any(static deed => deed is not Deed.Learned));
    }

    /// <summary>Whether an opening has the same net and the same cases.</summary>
    public bool IsOf(Opening other) => other.NetText == Opening.NetText && other.CasesText == Opening.CasesText;
}
