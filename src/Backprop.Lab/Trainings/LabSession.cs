namespace Backprop.Lab;

/// <summary>One lab: what it opened with, the training as it stands, and all that was done since, which can be undone and repeated.</summary>
internal sealed class LabSession
{
    /// <summary>The most deeds that can be undone.</summary>
    private const int MostUndone = 100;

    private static readonly Phrase NoSuchWeights = new("What was done concerns weights that this net does not have.", "所做的事涉及此网络没有的权重。");

    private readonly List<Deed> deeds = [];
    private readonly List<(int Deeds, Deed? Last, LabTrainer Trainer, object State, CaseTraining Training)> before = [];
    private LabTrainer trainer;

    public LabSession(Opening opening)
    {
        Opening = opening;
        Training = opening.Training;
        trainer = LabTrainer.Start(opening);
    }

    /// <summary>What it opened with; <see cref="Restart"/> changes its settings and its seed.</summary>
    public Opening Opening { get; private set; }

    /// <summary>What it opened with, and in the description of its net what was frozen before anything was learned: a training of that has the same bits.</summary>
    public Opening Start
    {
        get
        {
            var net = Opening.Net;
            foreach (var deed in deeds.TakeWhile(static deed => deed is not Deed.Learned))
                net = deed switch { Deed.Froze froze => FrozenNet.Of(net, froze.Block, froze.IsBias, froze.Frozen), Deed.FrozeWeight froze => FrozenNet.Of(net, froze.Weight, froze.Frozen), _ => net };
            return net == Opening.Net ? Opening : Opening with { Net = net, NetText = net.ToJson() + "\n" };
        }
    }

    /// <summary>How the net learns now.</summary>
    public CaseTraining Training { get; private set; }

    /// <summary>The training as it stands.</summary>
    public LabTrainer Trainer => trainer;

    /// <summary>What was done since the opening.</summary>
    public IReadOnlyList<Deed> Deeds => deeds;

    /// <summary>Whether the settings' own stop rule has ended the training.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether what has ended the training is the limit of sweeps: no condition held.</summary>
    public bool HasEndedAtLimit => HasEnded && trainer.History.Stopped?.Name == StopWhen.Sweeps(Training.Sweeps).Name;

    /// <summary>Whether what has ended the training is its rule, which finds no lower E from here.</summary>
    public bool HasEndedWithoutDescent => HasEnded && trainer.FindsNoDescent;

    /// <summary>Whether there is something to undo.</summary>
    public bool CanUndo => before.Count > 0;

    /// <summary>What the next start has, and what the net learns by now.</summary>
    public LabSettings Settings => new(Training, Opening.Seed);

    /// <summary>Goes back to the start, with the settings as they are now or others.</summary>
    /// <exception cref="UsageException">The settings do not fit the net or the cases; nothing has changed.</exception>
    public void Restart(ulong? seed = null, CaseTraining? training = null)
    {
        var opening = Opening with { Training = training ?? Training, Seed = seed ?? Opening.Seed };
        trainer = LabTrainer.Start(opening);
        (Opening, Training) = (opening, opening.Training);
        deeds.Clear();
        before.Clear();
        HasEnded = false;
    }

    /// <summary>Goes on by other settings, or starts again where they decide how a net starts.</summary>
    /// <exception cref="UsageException">The settings do not fit the net or the cases; nothing has changed.</exception>
    public void Set(LabSettings settings)
    {
        if (settings.StartsAgain(Settings)) Restart(settings.Seed, settings.Training);
        else Set(settings.Training);
    }

    /// <summary>Remembers the present state, to which one <see cref="Undo"/> then goes back.</summary>
    public void Mark()
    {
        if (before.Count == MostUndone) before.RemoveAt(0);
        before.Add((deeds.Count, deeds.LastOrDefault(), trainer, trainer.Capture(), Training));
    }

    /// <summary>Makes one weight change.</summary>
    public void Change()
    {
        trainer.Change();
        HasEnded = false;
        AddLearned(1, byChange: true);
    }

    /// <summary>Makes sweeps until the settings say stop, at most so many.</summary>
    /// <returns>Whether the settings said stop.</returns>
    public bool Run(int sweeps)
    {
        var changes = trainer.Changes;
        // Where nothing is learned, what has ended stays so: that a rule found no lower E is not seen again without a sweep.
        HasEnded = trainer.Run(Training.StopRule, sweeps) || (sweeps == 0 && HasEnded);
        AddLearned(trainer.Changes - changes, byChange: false);
        return HasEnded;
    }

    /// <summary>Makes sweeps by an engine until the settings say stop, at most so many and for about so long.</summary>
    /// <returns>Whether the settings said stop.</returns>
    public bool Run(TrainingEngine engine, int sweeps, double milliseconds)
    {
        var changes = trainer.Changes;
        HasEnded = engine.Run(trainer, Training, sweeps, milliseconds);
        AddLearned(trainer.Changes - changes, byChange: false);
        return HasEnded;
    }

    /// <summary>Goes on by other settings. The precision stays as it is until <see cref="Restart"/>.</summary>
    /// <exception cref="UsageException">The settings do not fit the net or the cases; nothing has changed.</exception>
    public void Set(CaseTraining training)
    {
        if (training == Training) return;
        var next = trainer.With(training);
        Mark();
        (trainer, Training, HasEnded) = (next, training, false);
        deeds.Add(new Deed.Changed(training));
    }

    /// <summary>Gives a weight a value, rounded to the precision of the net.</summary>
    /// <param name="weight">Its place in the flat vector; that of a link that does not exist stays 0.</param>
    /// <param name="value">The value.</param>
    /// <param name="goesOn">Whether this goes on with what was begun before, as dragging does: then both are one deed.</param>
    public void SetWeight(int weight, double value, bool goesOn = false)
    {
        if (!Exists(weight)) return;
        goesOn &= deeds is [.., Deed.Weighted last] && last.Weight == weight && before.Count > 0 && before[^1].Deeds == deeds.Count - 1;
        if (!goesOn) Mark();
        else deeds.RemoveAt(deeds.Count - 1);
        trainer[weight] = value;
        HasEnded = false;
        deeds.Add(new Deed.Weighted(weight, value));
    }

    /// <summary>Destroys units or links; what is left learns on from here.</summary>
    /// <exception cref="TopologyException">The net has no such parts, or softmax sets the units together; nothing has changed.</exception>
    public void Destroy(Lesion lesion) => Replace(trainer.WithLesion(lesion), new Deed.Lesioned(lesion));

    /// <summary>Freezes the weights of a block, or sets them free, as the description of a net says it: of biases the whole group with all that it receives.</summary>
    /// <param name="block">A block of the net.</param>
    /// <param name="frozen">Whether learning leaves them as they are.</param>
    public void Freeze(WeightBlock block, bool frozen)
    {
        if (block.Frozen != frozen) Replace(trainer.WithFrozen(block.Name, block.IsBias, frozen), new Deed.Froze(block.Name, block.IsBias, frozen));
    }

    /// <summary>Freezes one weight or bias, or sets it free; all others are as they were.</summary>
    /// <param name="weight">Its place in the flat vector; of a link that exists.</param>
    /// <param name="frozen">Whether learning leaves it as it is.</param>
    public void Freeze(int weight, bool frozen)
    {
        var block = WeightReading.BlockOf(trainer.Net, weight);
        if (Exists(weight) && block.IsFrozen(weight - block.Offset) != frozen)
            Replace(trainer.WithFrozen(weight, frozen), new Deed.FrozeWeight(weight, frozen));
    }

    /// <summary>Does again what was done; learning up to the same sweep, or by as many changes, is not marked for undo.</summary>
    /// <exception cref="UsageException">It does not fit the lab.</exception>
    public void Repeat(Deed deed)
    {
        switch (deed)
        {
            case Deed.Learned { ByChange: true } learned:
                for (var change = 0; change < learned.Changes; change++) Change();
                break;
            case Deed.Learned learned:
                if (learned.Sweeps > trainer.Sweeps) Run(learned.Sweeps - trainer.Sweeps);
                break;
            case Deed.Changed changed:
                Set(changed.Training);
                break;
            case Deed.Weighted weighted when weighted.Weight >= 0 && weighted.Weight < trainer.WeightCount:
                SetWeight(weighted.Weight, weighted.Value);
                break;
            case Deed.FrozeWeight froze when froze.Weight >= 0 && froze.Weight < trainer.WeightCount:
                Freeze(froze.Weight, froze.Frozen);
                break;
            case Deed.Lesioned lesioned:
                Destroy(lesioned.Lesion);
                break;
            case Deed.Froze froze when trainer.Net.Blocks.FirstOrDefault(block => block.Name == froze.Block && block.IsBias == froze.IsBias) is { } block:
                Freeze(block, froze.Frozen);
                break;
            default:
                throw new Refusal(NoSuchWeights);
        }
    }

    private bool Exists(int weight) => WeightReading.BlockOf(trainer.Net, weight) is var block && block.Mask?[weight - block.Offset] != false;

    private void Replace(LabTrainer next, Deed deed)
    {
        Mark();
        (trainer, HasEnded) = (next, false);
        deeds.Add(deed);
    }

    /// <summary>Takes the last deed back.</summary>
    public void Undo()
    {
        if (!CanUndo) return;
        var (count, last, earlier, state, training) = before[^1];
        before.RemoveAt(before.Count - 1);
        (trainer, Training) = (earlier, training);
        trainer.Restore(state);
        deeds.RemoveRange(count, deeds.Count - count);
        if (last is not null) deeds[^1] = last;
        HasEnded = false;
    }

    private void AddLearned(long changes, bool byChange)
    {
        if (changes == 0) return;
        if (deeds is [.., Deed.Learned last] && last.ByChange == byChange && (before.Count == 0 || before[^1].Deeds < deeds.Count)) deeds[^1] = new Deed.Learned(last.Changes + changes, trainer.Sweeps, byChange);
        else deeds.Add(new Deed.Learned(changes, trainer.Sweeps, byChange));
    }
}
