using System.CommandLine;
using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The options of the command line that say what net is trained, how, and until when: from them <see cref="TableTrainingOptions"/> are made.</summary>
internal sealed class TrainingCommandOptions
{
    /// <summary>The most units that a hidden layer can have.</summary>
    public const int MostUnits = 1_000_000;

    /// <summary>The most threads.</summary>
    public const int MostThreads = 1024;

    private const string AdamName = "adam", DescentName = "descent", RpropName = "rprop";
    private const double UsualMomentum = 0.9;
    private readonly Option<string?> hidden = new("--hidden") { Description = $"Sizes of the hidden layers, for example 16,8; 0 for none. {TableDefaults.Hidden} by default.", HelpName = "sizes" };
    private readonly Option<string?> units = new Option<string?>("--units") { Description = $"Unit function of the hidden layers: {string.Join(", ", UnitFunction.All.Where(f => !f.IsGroupWide).Select(f => f.Name))}; {TableDefaults.HiddenFunction} by default.", HelpName = "function" }
        .AcceptOnlyFromAmong([.. UnitFunction.All.Where(f => !f.IsGroupWide).Select(f => f.Name), .. UnitFunction.ShortNames]);
    private readonly Option<bool> skip = new("--skip") { Description = "Also connect the inputs directly to the outputs." };
    public Option<string?> Net { get; } = new("--net") { Description = "Train the net that this JSON file describes (docs/net-json.md), in place of --hidden.", HelpName = "file" };
    private readonly Option<string?> rule = new Option<string?>("--rule") { Description = "Learning rule; adam by default." }.AcceptOnlyFromAmong(AdamName, DescentName, RpropName);
    private readonly Option<double?> rate = new Option<double?>("--rate") { Description = Described($"Learning rate (adam: {TableDefaults.Rule.LearningRate}, descent: {TableDefaults.DescentRate} by default).") }.Above(0.0);
    private readonly Option<double?> momentum = new Option<double?>("--momentum") { Description = "Momentum of descent; 0.9 by default." }.FromBelow(0.0, 1.0);
    private readonly Option<double?> decay = new Option<double?>("--decay") { Description = Described($"Weight decay, applied after each weight update (adam: {TableDefaults.Rule.WeightDecay}, otherwise 0 by default).") }.FromBelow(0.0, 1.0);
    private readonly Option<string?> batch = new("--batch") { Description = $"Rows per weight update (batch size), or 'all'; {TableDefaults.Batch.Size} by default, all for rprop.", HelpName = "rows" };
    private readonly Option<int> sweeps = new Option<int>("--sweeps") { Description = "Maximum number of sweeps (passes over the training rows).", DefaultValueFactory = _ => TableDefaults.Sweeps }.AtLeast(1);
    private readonly Option<int> patience = new Option<int>("--patience") { Description = "Stop after this many sweeps without a lower validation error.", DefaultValueFactory = _ => TableDefaults.Patience }.AtLeast(1);
    private readonly Option<double> validation = new Option<double>("--validation") { Description = "Fraction of rows used for early stopping.", DefaultValueFactory = _ => TableDefaults.ValidationShare }.Within(0.0, 0.9);
    private readonly Option<double> test = new Option<double>("--test") { Description = "Fraction of rows held out to test the result.", DefaultValueFactory = _ => TableDefaults.TestShare }.Within(0.0, 0.9);
    private readonly Option<bool> balance = new("--balance") { Description = "Weight rows so that all classes count equally." };
    public Option<ulong> Seed { get; } = new Option<ulong>("--seed") { Description = "Determines the split, the initial weights and the order of the rows.", DefaultValueFactory = _ => 1 }.AnyNumber();

    private readonly Option<int> restarts = new Option<int>("--restarts") { Description = "Train this many nets from different initial weights and keep the best.", DefaultValueFactory = _ => 1 }.AtLeast(1);
    private readonly Option<int> threads = new Option<int>("--threads") { Description = "Number of threads; the result does not depend on it.", DefaultValueFactory = _ => 1 }.Within(1, MostThreads);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { hidden, units, skip, Net, rule, rate, momentum, decay, batch, sweeps, patience, validation, test, balance, Seed, restarts, threads })
            command.Options.Add(option);
    }

    /// <summary>The options as the library takes them, but for the net that <see cref="Net"/> names.</summary>
    public TableTrainingOptions Read(ParseResult parse)
    {
        // An option that would be ignored without a word is refused.
        if (parse.GetValue(Net) is not null && new Option[] { hidden, units, skip }.FirstOrDefault(o => parse.GetResult(o) is { Implicit: false }) is { } layers)
            throw new UsageException($"{layers.Name} describes layers, but {Net.Name} gives a whole net; leave one out.");
        if (parse.GetValue(validation) == 0 && parse.GetResult(patience) is { Implicit: false })
            throw new UsageException($"{patience.Name} counts sweeps without a lower validation error, but {validation.Name} is 0; leave one out.");
        return ReadChecked(parse);
    }

    private TableTrainingOptions ReadChecked(ParseResult parse) => new()
    {
        Hidden = parse.GetValue(hidden) is { } sizes ? Sizes(sizes) : null,
        HiddenFunction = parse.GetValue(units) is { } function ? UnitFunction.OfShortName(function) ?? UnitFunction.FromName(function) : null,
        Skip = parse.GetValue(skip),
        Rule = RuleOf(parse),
        Batch = BatchOf(parse),
        Sweeps = parse.GetValue(sweeps),
        Patience = parse.GetValue(patience),
        ValidationShare = parse.GetValue(validation),
        TestShare = parse.GetValue(test),
        BalancedClasses = parse.GetValue(balance),
        Seed = parse.GetValue(Seed),
        Restarts = parse.GetValue(restarts),
        Threads = parse.GetValue(threads),
    };

    /// <summary>
    /// The words that give these options again. They depend on what the options mean and not on how they were written; defaults are
    /// left out, apart from the seed. Not among them is what does not change the model.
    /// </summary>
    public IEnumerable<string> Words(TableTrainingOptions options, string? netFile)
    {
        IEnumerable<string> Named(Option option, string? value) => Shell.Words(option, value);
        IEnumerable<string> Unless<T>(T usual, Option option, T value) where T : IFormattable => value.Equals(usual) ? [] : Named(option, Text(value));

        var sizes = options.Hidden ?? [TableDefaults.Hidden];
        var chosen = options.Rule ?? TableDefaults.Rule;
        var (name, r, m, d) = Numbers(chosen);
        var (_, usualRate, usualMomentum, usualDecay) = Numbers(RuleOf(name));
        IEnumerable<string> Differing(Option option, double? value, double? usual) => value is { } number && number != usual ? Named(option, Text(number)) : [];
        var usualSize = TableDefaults.BatchFor(chosen);
        var size = options.Batch ?? usualSize;
        return
        [
            .. Named(hidden, sizes is [TableDefaults.Hidden] ? null : sizes.Count == 0 ? "0" : string.Join(',', sizes.Select(n => Text(n)))),
            .. Named(units, options.HiddenFunction is { } function && function != TableDefaults.HiddenFunction ? function.Name : null),
            .. options.Skip ? [skip.Name] : Array.Empty<string>(),
            .. Named(Net, netFile),
            .. Named(rule, name == AdamName ? null : name), .. Differing(rate, r, usualRate), .. Differing(momentum, m, usualMomentum), .. Differing(decay, d, usualDecay),
            .. Named(batch, size == usualSize ? null : size.Size is { } rows ? Text(rows) : "all"),
            .. Unless(TableDefaults.Sweeps, sweeps, options.Sweeps ?? TableDefaults.Sweeps),
            .. Unless(TableDefaults.Patience, patience, options.Patience ?? TableDefaults.Patience),
            .. Unless(TableDefaults.ValidationShare, validation, options.ValidationShare),
            .. Unless(TableDefaults.TestShare, test, options.TestShare),
            .. options.BalancedClasses ? [balance.Name] : Array.Empty<string>(),
            Seed.Name, Text(options.Seed),
            .. Unless(1, restarts, options.Restarts),
        ];
    }

    /// <summary>The number of threads, which changes no bit of the model; nothing where it is 1.</summary>
    public IEnumerable<string> ThreadWords(TableTrainingOptions options) => options.Threads == 1 ? [] : [threads.Name, Text(options.Threads)];

    /// <summary>The shortest text that is read as the same number.</summary>
    public static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string Described(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static int[] Sizes(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts is ["0"])
            return [];
        return [.. parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= MostUnits ? size
            : throw new UsageException($"--hidden must be sizes of layers such as 16,8, each from 1 to 1000000, or 0, but was '{DisplayText.Name(text)}'."))];
    }

    private LearningRule? RuleOf(ParseResult parse)
    {
        var (name, r, m, d) = (parse.GetValue(rule), parse.GetValue(rate), parse.GetValue(momentum), parse.GetValue(decay));
        if (m is not null && name != DescentName)
            throw new UsageException("--momentum belongs to --rule descent.");
        if (r is not null && name == RpropName)
            throw new UsageException("--rate is not for --rule rprop, which finds the step of each weight itself.");
        return RuleOf(name ?? AdamName, r, m, d);
    }

    /// <summary>The rule of a name, with the defaults of <c>train</c> for what is null.</summary>
    public static LearningRule RuleOf(string name, double? rate = null, double? momentum = null, double? decay = null) => name switch
    {
        AdamName => TableDefaults.Rule with { LearningRate = rate ?? TableDefaults.Rule.LearningRate, WeightDecay = decay ?? TableDefaults.Rule.WeightDecay },
        DescentName => new GradientDescent { LearningRate = rate ?? TableDefaults.DescentRate, Momentum = momentum ?? UsualMomentum, WeightDecay = decay ?? 0 },
        RpropName => new Rprop { WeightDecay = decay ?? 0 },
        _ => throw new FormatException($"the learning rule '{DisplayText.Name(name)}' is not known; it can be {AdamName}, {DescentName} or {RpropName}"),
    };

    /// <summary>A rule as its name and those of its numbers that have an option.</summary>
    public static (string Name, double? Rate, double? Momentum, double? Decay) Numbers(LearningRule rule) => rule switch
    {
        Adam adam => (AdamName, adam.LearningRate, null, adam.WeightDecay),
        GradientDescent descent => (DescentName, descent.LearningRate, descent.Momentum, descent.WeightDecay),
        Rprop rprop => (RpropName, null, null, rprop.WeightDecay),
        _ => throw new InvalidOperationException($"the rule {rule.GetType().Name} has no option"),
    };

    private Batch? BatchOf(ParseResult parse) => parse.GetValue(batch) switch
    {
        null => null,
        "all" => Batch.All,
        { } text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size >= 1 ? Batch.Of(size)
            : throw new UsageException($"--batch must be a whole number of rows, at least 1, or 'all', but was '{DisplayText.Name(text)}'."),
    };
}
