using System.Text;

namespace Backprop.Lab;

/// <summary>The command that trains the net of a lab to the same bits.</summary>
internal static class SameBits
{
    /// <summary>The command; null where no command can say what was done: weights set by hand, or settings changed other than the rate and momentum of descent between sweeps.</summary>
    public static string? Command(LabSession session) => session.Trainer.Sweeps == 0 ? null : Command(session, toTheEnd: session.HasEnded);

    /// <summary>The command that does what was done and goes on until the settings say stop; null likewise.</summary>
    public static string? ToTheEnd(LabSession session) => Command(session, toTheEnd: true);

    /// <summary>What the command's model says of how it was trained; null where there is no command.</summary>
    public static string? Settings(LabSession session)
    {
        return session.Trainer.Sweeps == 0 || Whole(session, toTheEnd: session.HasEnded) is not { } training ? null : Settings(session.Start, training);
    }

    /// <summary>How the net learned, as the command says it: rates that were changed on the way as phases; null where there is no command.</summary>
    public static CaseTraining? Training(LabSession session) => session.Trainer.Sweeps == 0 ? null : Whole(session, toTheEnd: session.HasEnded);

    /// <summary>What a checkpoint says of how the net learns now.</summary>
    public static string SettingsNow(LabSession session) => Settings(session.Opening with { Weights = null }, session.Training);

    private static string Settings(Opening opening, CaseTraining training) => CaseSettingsWriter.Write(new CaseOrigin
    {
        Data = opening.CasesFile,
        Net = opening.NetFile,
        Start = StartFile(opening) is { } start ? (start, KnownFile.Of(RepeatProgram.StartContent(opening))) : null,
        Training = training,
        Seed = opening.Seed,
        Cases = new(KnownFile.Of(Encoding.UTF8.GetBytes(opening.CasesText)), opening.Cases.Sequences ?? opening.Cases.Count),
    });

    private static string? Command(LabSession session, bool toTheEnd)
    {
        if (Whole(session, toTheEnd) is not { } training) return null;
        var opening = session.Opening;
        string[] words = ["backprop", "train", opening.CasesFile, "--net", opening.NetFile, .. CaseTrainingWords.Of(training), .. Shell.Words("--start", StartFile(opening)), CaseTrainingWords.Seed, Numeral.Text(opening.Seed)];
        return string.Join(' ', words.Select(Shell.Quoted));
    }

    /// <summary>The settings by which one training from the start does all that was done.</summary>
    private static CaseTraining? Whole(LabSession session, bool toTheEnd)
    {
        // What a rule remembers in a checkpoint is not what a command starts from.
        if (session.Opening.State is not null) return null;
        var (trainer, training) = (session.Trainer, session.Opening.Training);
        var phases = new List<Phase>();
        var (rule, changes, from) = (training.Rule, 0L, 0L);
        foreach (var deed in session.Deeds)
        {
            switch (deed)
            {
                case Deed.Learned learned:
                    changes += learned.Changes;
                    break;
                // The description of the net that is taken along says it.
                case Deed.Froze or Deed.FrozeWeight when changes == 0:
                    break;
                case Deed.Changed { Training: var next } when changes == 0:
                    // Nothing was learned by the settings before.
                    (training, rule) = (next, next.Rule);
                    break;
                case Deed.Changed { Training: var next }:
                    if ((next with { Rule = training.Rule, Until = training.Until, Sweeps = training.Sweeps }) != training) return null;
                    if (next.Rule == rule) break;
                    if (Rates(next.Rule) is not { } rates || Rates(rule) is not { } before || next.Rule != WithRates(rule, rates) || !IsWhole(trainer, changes) || !IsWhole(trainer, from)) return null;
                    if (changes > from) phases.Add(before with { Sweeps = (int)SweepsOf(trainer, changes - from) });
                    (rule, from) = (next.Rule, changes);
                    break;
                default:
                    return null;
            }
        }
        if (!IsWhole(trainer, changes)) return null;
        var whole = session.Training with { Range = session.Opening.Weights is null ? session.Training.Range : new CaseTraining().Range, Rule = phases.Count == 0 ? rule : new GradientDescent { Phases = [.. phases, Rates(rule)!], WeightDecay = rule.WeightDecay, DecayBiases = rule.DecayBiases } };
        return toTheEnd ? whole : whole with { Until = [], Sweeps = trainer.Sweeps };
    }

    /// <summary>The model that a command starts from; null where it starts from random weights.</summary>
    private static string? StartFile(Opening opening) => opening is { State: null, Weights: not null } ? RepeatProgram.StartName(opening) : null;

    private static Phase? Rates(LearningRule rule) => rule is GradientDescent { Phases.Count: 0 } descent ? new Phase(descent.LearningRate, descent.Momentum) : null;

    private static LearningRule WithRates(LearningRule rule, Phase rates) => rule is GradientDescent descent ? descent with { LearningRate = rates.LearningRate, Momentum = rates.Momentum } : rule;

    private static bool IsWhole(LabTrainer trainer, long changes) => changes % trainer.ChangesPerSweep == 0;

    private static long SweepsOf(LabTrainer trainer, long changes) => changes / trainer.ChangesPerSweep;
}
