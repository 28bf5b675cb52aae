using System.CommandLine;
using System.Globalization;

namespace Backprop.Cli;

/// <summary>The options that say how a net learns cases. Every command that trains on case files has them.</summary>
internal sealed class CaseTrainingOptions
{
    private readonly LearningOptions learning;
    private readonly bool sharesLearning;
    private readonly Option<string?> phases = new(CaseTrainingWords.Phases) { Description = "Learning rate and momentum of descent by sweeps: rate/momentum:sweeps for each phase, for example 0.005/0.5:20,0.01/0.9; the last one lasts to the end.", HelpName = "list" };
    private readonly Option<bool> decayBiases = new(CaseTrainingWords.DecayBiases) { Description = "Biases decay too." };
    private readonly Option<string[]> error = new(CaseTrainingWords.Error) { Description = $"Error measure: {string.Join(" or ", CaseError.Measures)}; for one output group group=measure; separate several with commas. {CaseError.Measures[0]} by default.", HelpName = "measure" };
    private readonly Option<string?> tolerance = new(CaseTrainingWords.Tolerance) { Description = "Band around a target in which a unit has no error: dead:0.2 (outside it the error is y − d) or edge:0.2 (outside it the error is measured from its edge).", HelpName = "band" };
    private readonly Option<string[]> noise = new(CaseTrainingWords.Noise) { Description = "Noise while the net learns: group=deviation adds normally distributed numbers of this deviation to the total inputs of the group, of an input group to its states, others in each sweep; separate several with commas. None by default.", HelpName = "noise" };
    private readonly Option<string?> update = new(CaseTrainingWords.Update) { Description = $"When weights change: after each {BatchText.Sweep}, after each {BatchText.Case}, or after this many cases; in an iterative net also after each {BatchText.Sequence}, after N of them ({BatchText.Sequence}:N), or after each {BatchText.Window} of a sequence that is longer than the net's iterations. {BatchText.Sweep} by default.", HelpName = "when" };
    private readonly Option<bool> shuffle = new(CaseTrainingWords.Shuffle) { Description = "Take the cases in a new order in each sweep." };
    private readonly Option<string?> precision = new Option<string?>(CaseTrainingWords.Precision) { Description = $"Number type; {PrecisionText.Single} by default." }.AcceptOnlyFromAmong(PrecisionText.Single, PrecisionText.Double);
    private readonly Option<string[]> until = new(CaseTrainingWords.Until) { Description = "Stop when every output is nearer to its target than X (within:X), when all are on the right side of 0.5 (right), when E is below X (error:X), after N sweeps without a lower E (no-better:N), or only at the limit of sweeps (sweeps); separate several with commas, the first that holds ends the training. within:0.2 by default.", HelpName = "conditions" };
    private readonly Option<double?> range = new Option<double?>(CaseTrainingWords.Range) { Description = string.Create(CultureInfo.InvariantCulture, $"Weights and biases start uniformly within ± this; {CaseTraining.UsualRange} by default."), HelpName = "range" }.Within(0.0, 1e6);

    /// <param name="shared">The options that the command has already; null to have them added too.</param>
    public CaseTrainingOptions(LearningOptions? shared = null)
    {
        (learning, sharesLearning) = (shared ?? LearningOptions.ForCases(), shared is not null);
        // Such a command trains on tables too.
        foreach (var option in sharesLearning ? Own : [])
            option.Description = "Case files: " + char.ToLowerInvariant(option.Description![0]) + option.Description[1..];
    }

    /// <summary>The options that only case files have.</summary>
    public IReadOnlyList<Option> Own => [phases, decayBiases, error, tolerance, noise, update, shuffle, precision, until, range];

    /// <summary>Adds the options, without those that the command has already.</summary>
    public void AddTo(Command command)
    {
        IEnumerable<Option> all = sharesLearning ? Own : [.. learning.OfRule, learning.Sweeps, .. Own];
        foreach (var option in all)
            command.Options.Add(option);
    }

    /// <summary>Whether a command says how wide starting weights are.</summary>
    public bool HasRange(ParseResult parse) => parse.GetValue(range) is not null;

    /// <summary>The options as settings.</summary>
    /// <exception cref="UsageException">An option cannot be, or would be ignored because of another.</exception>
    public CaseTraining Read(ParseResult parse)
    {
        var training = new CaseTraining
        {
            Rule = RuleOf(parse),
            Gradient = learning.GradientMethod(parse),
            Error = CaseError.Read(parse.GetValue(error) is { Length: > 0 } measures ? string.Join(',', measures) : CaseError.Measures[0], parse.GetValue(tolerance)),
            Noise = parse.GetValue(noise) is { Length: > 0 } deviations ? CaseNoise.Read(string.Join(',', deviations)) : CaseNoise.None,
            Batch = parse.GetValue(update) is { } when ? BatchText.Read(when) : Batch.All,
            Shuffle = parse.GetValue(shuffle),
            IsDouble = parse.GetValue(precision) == PrecisionText.Double,
            Sweeps = parse.GetValue(learning.Sweeps) ?? CaseTraining.UsualSweeps,
            Range = parse.GetValue(range) ?? CaseTraining.UsualRange,
        };
        if (training.Shuffle && training.Batch == Batch.All)
            throw new UsageException($"--shuffle changes nothing where weights change once per {BatchText.Sweep}; add --update {BatchText.Case}, or leave it out.");
        return parse.GetValue(until) is { Length: > 0 } conditions ? training with { Until = StopCondition.ReadAll(string.Join(',', conditions)) } : training;
    }

    private LearningRule RuleOf(ParseResult parse) => (learning.RuleParts(parse, RuleName.Descent) with { Phases = parse.GetValue(phases), DecayBiases = parse.GetValue(decayBiases) }).ToRule();
}
