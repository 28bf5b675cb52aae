using System.CommandLine;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The options that say how a net learns and that trainings on tables and on case files share, though not their defaults.</summary>
internal sealed class LearningOptions
{
    /// <summary>The most threads.</summary>
    public const int MostThreads = 1024;

    private LearningOptions(string rule, FormattableString rate, string momentum, FormattableString decay, FormattableString sweeps, string seed)
    {
        Rule = new Option<string?>(CaseTrainingWords.Rule) { Description = $"Learning rule; {rule}." }.AcceptOnlyFromAmong(RuleName.Adam, RuleName.Descent, RuleName.Rprop);
        Rate = new Option<double?>(CaseTrainingWords.Rate) { Description = Described(rate) }.Above(0.0);
        Momentum = new Option<double?>(CaseTrainingWords.Momentum) { Description = momentum }.FromBelow(0.0, 1.0);
        Decay = new Option<double?>(CaseTrainingWords.Decay) { Description = Described(decay) }.FromBelow(0.0, 1.0);
        Sweeps = new Option<int?>(CaseTrainingWords.Sweeps) { Description = Described(sweeps) }.AtLeast(1);
        Seed = new Option<ulong>(CaseTrainingWords.Seed) { Description = seed, DefaultValueFactory = _ => 1 }.AnyNumber();
    }

    public Option<string?> Rule { get; }

    public Option<double?> Rate { get; }

    public Option<double?> Momentum { get; }

    public Option<double?> Decay { get; }

    public Option<int?> Sweeps { get; }

    public Option<ulong> Seed { get; }

    public Option<int?> Threads { get; } = new Option<int?>("--threads") { Description = "Number of threads; the result does not depend on it. One per core by default where several nets are averaged, otherwise 1." }.Within(1, MostThreads);

    /// <summary>For a command that trains on case files.</summary>
    public static LearningOptions ForCases() => new(
        $"{RuleName.Descent} by default, which is the paper's",
        $"Learning rate ({RuleName.Descent}: {CaseTraining.UsualRate}, {RuleName.Adam}: {CaseTraining.UsualAdam.LearningRate} by default).",
        $"Momentum of descent; {Numeral.Text(CaseTraining.UsualMomentum)} by default.",
        $"Weight decay, applied after each weight update; 0 by default, 0.002 in the paper's family trees.",
        $"Maximum number of sweeps (passes over the cases); {CaseTraining.UsualSweeps} by default.",
        "Determines the initial weights and, with --shuffle, the order of the cases.");

    /// <summary>For a command that trains on tables or on case files.</summary>
    public static LearningOptions ForTablesAndCases() => new(
        $"{RuleName.Adam} by default, for case files {RuleName.Descent}",
        $"Learning rate ({RuleName.Adam}: {TableDefaults.Rule.LearningRate}, {RuleName.Descent}: {TableDefaults.DescentRate} by default; for case files {CaseTraining.UsualAdam.LearningRate} and {CaseTraining.UsualRate}).",
        $"Momentum of descent; {Numeral.Text(CaseTraining.UsualMomentum)} by default.",
        $"Weight decay, applied after each weight update (tables with {RuleName.Adam}: {TableDefaults.Rule.WeightDecay}, otherwise 0 by default).",
        $"Maximum number of sweeps (passes over the training rows or cases); {TableDefaults.Sweeps} by default, {CaseTraining.UsualSweeps} for case files.",
        "Determines the split, the initial weights and the order of the rows or cases.");

    private static string Described(FormattableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
