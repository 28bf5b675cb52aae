using System.CommandLine;
using System.Globalization;

namespace Backprop.Cli;

/// <summary>The options that say how a net learns cases. Every command that trains on case files has them.</summary>
internal sealed class CaseTrainingOptions
{
    private const string Sweep = "sweep", Case = "case", Sequence = "sequence", Window = "window", Single = "single", Double = "double";

    private readonly LearningOptions learning;
    private readonly bool sharesLearning;
    private readonly Option<string?> phases = new("--phases") { Description = "Learning rate and momentum of descent by sweeps: rate/momentum:sweeps for each phase, for example 0.005/0.5:20,0.01/0.9; the last one lasts to the end.", HelpName = "list" };
    private readonly Option<bool> decayBiases = new("--decay-biases") { Description = "Biases decay too." };
    private readonly Option<string[]> error = new("--error") { Description = $"Error measure: {string.Join(" or ", CaseError.Measures)}; for one output group group=measure; separate several with commas. {CaseError.Measures[0]} by default.", HelpName = "measure" };
    private readonly Option<string?> tolerance = new("--tolerance") { Description = "Band around a target in which a unit has no error: dead:0.2 (outside it the error is y − d) or edge:0.2 (outside it the error is measured from its edge).", HelpName = "band" };
    private readonly Option<string[]> noise = new("--noise") { Description = "Noise while the net learns: group=deviation adds normally distributed numbers of this deviation to the total inputs of the group, of an input group to its states, others in each sweep; separate several with commas. None by default.", HelpName = "noise" };
    private readonly Option<string?> update = new("--update") { Description = $"When weights change: after each {Sweep}, after each {Case}, or after this many cases; in an iterative net also after each {Sequence}, after N of them ({Sequence}:N), or after each {Window} of a sequence that is longer than the net's iterations. {Sweep} by default.", HelpName = "when" };
    private readonly Option<bool> shuffle = new("--shuffle") { Description = "Take the cases in a new order in each sweep." };
    private readonly Option<string?> precision = new Option<string?>("--precision") { Description = $"Number type; {Single} by default." }.AcceptOnlyFromAmong(Single, Double);
    private readonly Option<string[]> until = new("--until") { Description = "Stop when every output is nearer to its target than X (within:X), when all are on the right side of 0.5 (right), when E is below X (error:X), after N sweeps without a lower E (no-better:N), or only at the limit of sweeps (sweeps); separate several with commas, the first that holds ends the training. within:0.2 by default.", HelpName = "conditions" };
    private readonly Option<double?> range = new Option<double?>("--range") { Description = string.Create(CultureInfo.InvariantCulture, $"Weights and biases start uniformly within ± this; {CaseTraining.UsualRange} by default."), HelpName = "range" }.Within(0.0, 1e6);

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
        IEnumerable<Option> all = sharesLearning ? Own : [learning.Rule, learning.Rate, learning.Momentum, learning.Decay, learning.Sweeps, .. Own];
        foreach (var option in all)
            command.Options.Add(option);
    }

    /// <summary>The options as settings.</summary>
    /// <exception cref="UsageException">An option cannot be, or would be ignored because of another.</exception>
    public CaseTraining Read(ParseResult parse)
    {
        var training = new CaseTraining
        {
            Rule = RuleOf(parse),
            Error = CaseError.Read(parse.GetValue(error) is { Length: > 0 } measures ? string.Join(',', measures) : CaseError.Measures[0], parse.GetValue(tolerance)),
            Noise = parse.GetValue(noise) is { Length: > 0 } deviations ? CaseNoise.Read(string.Join(',', deviations)) : CaseNoise.None,
            Batch = parse.GetValue(update) is { } when ? BatchOf(when) : Batch.All,
            Shuffle = parse.GetValue(shuffle),
            IsDouble = parse.GetValue(precision) == Double,
            Sweeps = parse.GetValue(learning.Sweeps) ?? CaseTraining.UsualSweeps,
            Range = parse.GetValue(range) ?? CaseTraining.UsualRange,
        };
        if (training.Shuffle && training.Batch == Batch.All)
            throw new UsageException($"--shuffle changes nothing where weights change once per {Sweep}; add --update {Case}, or leave it out.");
        return parse.GetValue(until) is { Length: > 0 } conditions ? training with { Until = StopCondition.ReadAll(string.Join(',', conditions)) } : training;
    }

    /// <summary>The words that give these settings again, without defaults.</summary>
    public IEnumerable<string> Words(CaseTraining training)
    {
        var usual = new CaseTraining();
        var (measure, band) = training.Error.Texts;
        var (usualMeasure, usualBand) = usual.Error.Texts;
        return
        [
            .. RuleWords(training.Rule),
            .. Differing(error, measure, usualMeasure), .. Differing(tolerance, band, usualBand),
            .. Shell.Words(noise, training.Noise.Text),
            .. Differing(update, UpdateText(training.Batch), UpdateText(usual.Batch)),
            .. training.Shuffle ? [shuffle.Name] : Array.Empty<string>(),
            .. training.IsDouble ? [precision.Name, Double] : Array.Empty<string>(),
            .. Differing(until, StopCondition.Text(training.Until), StopCondition.Text(usual.Until)),
            .. Differing(learning.Sweeps, Numeral.Text(training.Sweeps), Numeral.Text(usual.Sweeps)),
            .. Differing(range, Numeral.Text(training.Range), Numeral.Text(usual.Range)),
        ];
    }

    /// <summary>When weights change, as <c>--update</c> says it.</summary>
    public static string UpdateText(Batch batch) => (batch.Unit, batch.Size) switch
    {
        (_, null) => Sweep,
        (BatchUnit.Windows, _) => Window,
        (BatchUnit.Sequences, 1) => Sequence,
        (BatchUnit.Sequences, { } size) => $"{Sequence}:{Numeral.Text(size)}",
        (_, 1) => Case,
        (_, { } size) => Numeral.Text(size),
    };

    /// <summary>Reads the value of <c>--update</c>.</summary>
    /// <exception cref="UsageException">It is not one.</exception>
    public static Batch BatchOf(string text) => text switch
    {
        Sweep => Batch.All,
        Case => Batch.EachCase,
        Sequence => Batch.EachSequence,
        Window => Batch.EachWindow,
        _ when Numeral.TryRead<int>(text, out var size) && size >= 1 => Batch.Of(size),
        _ when text.StartsWith(Sequence + ":", StringComparison.Ordinal) && Numeral.TryRead<int>(text[(Sequence.Length + 1)..], out var size) && size >= 1 => Batch.OfSequences(size),
        _ => throw new UsageException($"--update must be {Sweep}, {Case}, {Sequence}, {Sequence}:N, {Window}, or a whole number of cases, at least 1, but was '{DisplayText.Name(text)}'{(NearestName.Hint(text, [Sweep, Case, Sequence, Window]) is { Length: > 0 } hint ? hint : ".")}"),
    };

    /// <summary>The number type, as <c>--precision</c> says it.</summary>
    public static string PrecisionText(bool isDouble) => isDouble ? Double : Single;

    /// <summary>Reads the value of <c>--precision</c>.</summary>
    /// <exception cref="UsageException">It is not one.</exception>
    public static bool IsDouble(string text) => text switch
    {
        Single => false,
        Double => true,
        _ => throw new UsageException($"--precision must be {Single} or {Double}, but was '{DisplayText.Name(text)}'."),
    };

    private static string[] Differing(Option option, string value, string usual) => value == usual ? [] : Shell.Words(option, value);

    private LearningRule RuleOf(ParseResult parse)
    {
        var (name, rate, momentum, decay) = (parse.GetValue(learning.Rule) ?? LearningOptions.DescentName, parse.GetValue(learning.Rate), parse.GetValue(learning.Momentum), parse.GetValue(learning.Decay) ?? 0);
        var list = parse.GetValue(phases);
        if (momentum is not null && name != LearningOptions.DescentName)
            throw new UsageException("--momentum belongs to --rule descent.");
        if (list is not null && name != LearningOptions.DescentName)
            throw new UsageException("--phases belongs to --rule descent.");
        if (rate is not null && name == LearningOptions.RpropName)
            throw new UsageException("--rate is not for --rule rprop, which finds the step of each weight itself.");
        if (list is not null && (rate is not null || momentum is not null))
            throw new UsageException($"--phases gives the rates and momentums of all sweeps; leave {(rate is not null ? "--rate" : "--momentum")} out.");
        if (parse.GetValue(decayBiases) && decay == 0)
            throw new UsageException("--decay-biases changes nothing without --decay; add it, or leave it out.");
        return RuleOf(name, rate, momentum, list is null ? [] : PhaseText.Read(list)) with { WeightDecay = decay, DecayBiases = parse.GetValue(decayBiases) };
    }

    /// <summary>The rule of a name, without decay, with the defaults of case files for what is null.</summary>
    /// <exception cref="FormatException">There is no such rule.</exception>
    public static LearningRule RuleOf(string name, double? rate, double? momentum, IReadOnlyList<Phase> phases) => name switch
    {
        LearningOptions.DescentName => new GradientDescent { LearningRate = rate ?? CaseTraining.UsualRate, Momentum = momentum ?? CaseTraining.UsualMomentum, Phases = phases },
        LearningOptions.AdamName => CaseTraining.UsualAdam with { LearningRate = rate ?? CaseTraining.UsualAdam.LearningRate },
        LearningOptions.RpropName => new Rprop(),
        _ => throw new FormatException($"the learning rule '{DisplayText.Name(name)}' is not known; it can be {LearningOptions.DescentName}, {LearningOptions.AdamName} or {LearningOptions.RpropName}"),
    };

    private IEnumerable<string> RuleWords(LearningRule rule)
    {
        IEnumerable<string> own = rule switch
        {
            GradientDescent { Phases: { Count: > 0 } list } => Shell.Words(phases, PhaseText.Of(list)),
            GradientDescent descent => [.. Differing(learning.Rate, Numeral.Text(descent.LearningRate), Numeral.Text(CaseTraining.UsualRate)), .. Differing(learning.Momentum, Numeral.Text(descent.Momentum), Numeral.Text(CaseTraining.UsualMomentum))],
            Adam adam => [learning.Rule.Name, LearningOptions.AdamName, .. Differing(learning.Rate, Numeral.Text(adam.LearningRate), Numeral.Text(CaseTraining.UsualAdam.LearningRate))],
            _ => [learning.Rule.Name, LearningOptions.RpropName],
        };
        return [.. own, .. Differing(learning.Decay, Numeral.Text(rule.WeightDecay), "0"), .. rule.DecayBiases ? [decayBiases.Name] : Array.Empty<string>()];
    }
}
