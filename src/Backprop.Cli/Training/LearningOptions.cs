using System.CommandLine;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The options that say how a net learns and that trainings on tables and on case files share, though not their defaults.</summary>
internal sealed class LearningOptions
{
    /// <summary>The most threads.</summary>
    public const int MostThreads = 1024;

    /// <summary>The most shares of the cases of an update.</summary>
    public const int MostShares = 1 << 20;

    /// <summary>The shares where many processes train and the command does not say it.</summary>
    public const int UsualShares = 64;

    private LearningOptions(string rule, FormattableString rate, string momentum, FormattableString decay, FormattableString sweeps, string seed)
    {
        Rule = new Option<string?>(CaseTrainingWords.Rule) { Description = $"Learning rule: {string.Join(", ", RuleName.Names)} (docs/rules.md); {rule}.", HelpName = "name" }.AcceptOnlyFromAmong(RuleName.Names);
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

    public Option<string?> RuleSettings { get; } = new(CaseTrainingWords.RuleSettings) { Description = "Numbers that only this rule has, as name=number, separated by commas, for example growth-limit=2 of quickprop or memory=20 of lbfgs (docs/rules.md).", HelpName = "list" };

    public Option<string?> Schedule { get; } = new(CaseTrainingWords.Schedule) { Description = "How the learning rate goes over the sweeps: parts that follow one another, separated by commas, each warm-up:sweeps, cosine:sweeps, cosine:sweeps:end, steps:every:factor, or factor:sweeps; for example warm-up:20,cosine:480.", HelpName = "parts" };

    public Option<double?> Penalty { get; } = new Option<double?>(CaseTrainingWords.Penalty) { Description = "λ of the penalty ½λ Σw², which is added to the E that is minimized; 0 by default.", HelpName = "λ" }.AtLeast(0.0);

    public Option<double?> DerivativeLimit { get; } = new Option<double?>(CaseTrainingWords.DerivativeLimit) { Description = "Cut every derivative ∂E/∂w to ± this.", HelpName = "limit" }.Above(0.0);

    public Option<double?> GradientLimit { get; } = new Option<double?>(CaseTrainingWords.GradientLimit) { Description = "Shorten the gradient to at most this length.", HelpName = "length" }.Above(0.0);

    public Option<string?> Bounds { get; } = new(CaseTrainingWords.Bounds) { Description = "Keep weights and biases from the least to the greatest, as -5:5; one of them may be missing.", HelpName = "least:greatest" };

    public Option<string?> Gradient { get; } = new Option<string?>(CaseTrainingWords.Gradient) { Description = $"Where the derivatives come from: {string.Join(", ", GradientName.Names)} (docs/gradients.md); {GradientName.BackPropagation} by default.", HelpName = "method" }.AcceptOnlyFromAmong(GradientName.Names);

    public Option<string?> GradientSettings { get; } = new(CaseTrainingWords.GradientSettings) { Description = "Numbers of this gradient method, as name=number, separated by commas, for example return-range=1 of feedback or deviation=0.1,samples=4 of node-perturbation (docs/gradients.md).", HelpName = "list" };

    /// <summary>All options of the learning rule and of its derivatives.</summary>
    public IReadOnlyList<Option> OfRule => [Rule, Rate, Momentum, RuleSettings, Schedule, Decay, Penalty, DerivativeLimit, GradientLimit, Bounds, Gradient, GradientSettings];

    public Option<int?> Sweeps { get; }

    public Option<ulong> Seed { get; }

    public Option<int?> Threads { get; } = new Option<int?>("--threads") { Description = "Number of threads; the result does not depend on it. One per core by default where several nets are averaged, otherwise 1." }.Within(1, MostThreads);

    public Option<int?> Shares { get; } = new Option<int?>(CaseTrainingWords.Shares) { Description = $"Cut the cases of every weight update into this many shares, whose gradients are added in a fixed order, so that any number of processes gives the same result (docs/cluster.md); {UsualShares} by default where several processes train, otherwise none." }.Within(1, MostShares);

    /// <summary>The shares that a command asks for, or that several processes have by default; 0 for none.</summary>
    /// <exception cref="UsageException">There are fewer than processes, or several processes cannot compute the gradient method.</exception>
    public int SharesOf(ParseResult parse, int ranks)
    {
        if (ranks > 1 && parse.GetValue(Gradient) is { } method && method != GradientName.BackPropagation)
            throw new UsageException($"{Gradient.Name} {method} is for one process, but {ranks} train together, by back-propagation; leave it out, or start one process.");
        var shares = parse.GetValue(Shares) ?? (ranks > 1 ? UsualShares : 0);
        return shares >= ranks || ranks == 1 ? shares
            : throw new UsageException(parse.GetValue(Shares) is null ? $"{ranks} processes train together, but the cases are cut into {UsualShares} shares; say how many: {Shares.Name} {ranks} or more." : $"{Shares.Name} {shares} is fewer than the {ranks} processes that train together; give {ranks} or more.");
    }

    /// <summary>What a command says of its learning rule.</summary>
    /// <param name="parse">The command.</param>
    /// <param name="usual">The rule of a command that names none.</param>
    public RuleParts RuleParts(ParseResult parse, string usual) => new()
    {
        Name = parse.GetValue(Rule) ?? usual,
        Rate = parse.GetValue(Rate),
        Momentum = parse.GetValue(Momentum),
        Settings = parse.GetValue(RuleSettings),
        Schedule = parse.GetValue(Schedule),
        Decay = parse.GetValue(Decay),
        Penalty = parse.GetValue(Penalty),
        DerivativeLimit = parse.GetValue(DerivativeLimit),
        GradientLimit = parse.GetValue(GradientLimit),
        Bounds = parse.GetValue(Bounds),
    };

    /// <summary>What a command says of where derivatives come from.</summary>
    /// <exception cref="UsageException">A number is wrong, or not one of the method.</exception>
    public GradientMethod GradientMethod(ParseResult parse) => GradientText.Read(parse.GetValue(Gradient), parse.GetValue(GradientSettings));

    /// <summary>For a command that trains on case files.</summary>
    public static LearningOptions ForCases() => new(
        $"{RuleName.Descent} by default, which is the paper's",
        $"Learning rate of rules that have one ({RuleName.Descent}: {CaseTraining.UsualRate}, {RuleName.Adam}: {CaseTraining.UsualAdam.LearningRate} by default).",
        $"Momentum of rules that have one; {Numeral.Text(CaseTraining.UsualMomentum)} by default, 0 of delta-bar-delta.",
        $"Weight decay, applied after each weight update; 0 by default, 0.002 in the paper's family trees.",
        $"Maximum number of sweeps (passes over the cases); {CaseTraining.UsualSweeps} by default.",
        "Determines the initial weights and, with --shuffle, the order of the cases.");

    /// <summary>For a command that trains on tables or on case files.</summary>
    public static LearningOptions ForTablesAndCases() => new(
        $"{RuleName.Adam} by default, for case files {RuleName.Descent}",
        $"Learning rate of rules that have one ({RuleName.Adam}: {TableDefaults.Rule.LearningRate}, {RuleName.Descent}: {TableDefaults.DescentRate} by default; for case files {CaseTraining.UsualAdam.LearningRate} and {CaseTraining.UsualRate}).",
        $"Momentum of rules that have one; {Numeral.Text(CaseTraining.UsualMomentum)} by default, 0 of delta-bar-delta.",
        $"Weight decay, applied after each weight update (tables with {RuleName.Adam}: {TableDefaults.Rule.WeightDecay}, otherwise 0 by default).",
        $"Maximum number of sweeps (passes over the training rows or cases); {TableDefaults.Sweeps} by default, {CaseTraining.UsualSweeps} for case files.",
        "Determines the split, the initial weights and the order of the rows or cases.");

    private static string Described(FormattableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
