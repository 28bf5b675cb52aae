using System.CommandLine;
using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The options of the command line that say what net is trained, how, and until when: from them <see cref="TableTrainingOptions"/> are made.</summary>
internal sealed class TrainingCommandOptions
{
    /// <summary>The most units that a hidden layer can have.</summary>
    public const int MostUnits = NetOptions.MostUnits;

    /// <summary>The most threads.</summary>
    public const int MostThreads = LearningOptions.MostThreads;

    private const double UsualMomentum = 0.9;
    private readonly NetOptions net;
    private readonly LearningOptions learning;
    private readonly Option<string?> batch = new("--batch") { Description = $"Rows per weight update (batch size), or 'all'; {TableDefaults.Batch.Size} by default, all for rprop, quickprop, delta-bar-delta and rules that search.", HelpName = "rows" };
    private readonly Option<int> patience = new Option<int>("--patience") { Description = "Stop after this many sweeps without a lower validation error.", DefaultValueFactory = _ => TableDefaults.Patience }.AtLeast(1);
    private readonly Option<double> validation = new Option<double>("--validation") { Description = "Fraction of rows used for early stopping.", DefaultValueFactory = _ => TableDefaults.ValidationShare }.Within(0.0, 0.9);
    private readonly Option<string?> validate = new("--validate") { Description = "Table with the same columns whose rows are used for early stopping, instead of a fraction of the rows.", HelpName = "file" };
    private readonly Option<string?> validateSheet = new("--validate-sheet") { Description = "Sheet of a workbook or table of a database whose rows are used for early stopping: of the file of --validate, by default of the table itself.", HelpName = "name" };
    private readonly Option<string?> validateQuery = new("--validate-query") { Description = "Query to ask a database for the rows that are used for early stopping: the file of --validate, by default the table itself.", HelpName = "select" };
    private readonly Option<int?> folds = new Option<int?>("--folds") { Description = "Measure by cross-validation: train this many nets, each tested on its own part of the rows. A model is written only with --output: of a net trained on all rows." }.Within(2, 1000);
    private readonly Option<double> test = new Option<double>("--test") { Description = "Fraction of rows held out to test the result.", DefaultValueFactory = _ => TableDefaults.TestShare }.Within(0.0, 0.9);
    private readonly Option<bool> balance = new("--balance") { Description = "Weight rows so that all classes count equally." };
    private readonly Option<int?> members = new Option<int?>("--members") { Description = $"Train this many nets, each stopped by another part of the training rows, and average their answers; {TableDefaults.Members} by default, 1 with --net, --validation or --time and for very large tables.", HelpName = "nets" }.AtLeast(1);
    private readonly Option<bool> plain = new("--plain") { Description = "Train a single net: the same as --members 1." };
    private readonly Option<int> restarts = new Option<int>("--restarts") { Description = "Train this many nets from different initial weights and keep the best.", DefaultValueFactory = _ => 1 }.AtLeast(1);

    private readonly Option<string?> within = new("--within") { Description = "Time that the training may take, such as 90s, 5min or 1h: measures a sweep first, chooses --members and --sweeps that fit, and prints them.", HelpName = "time" };

    /// <param name="net">The options of the net, which trainings on case files have too.</param>
    /// <param name="learning">The options of learning that trainings on case files have too.</param>
    public TrainingCommandOptions(NetOptions net, LearningOptions learning) => (this.net, this.learning) = (net, learning);

    /// <summary>The options that only tables have.</summary>
    public IReadOnlyList<Option> Own => [batch, patience, validation, validate, validateSheet, validateQuery, test, folds, balance, members, plain, restarts, within];

    /// <summary>Adds the options that only tables have.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in Own)
            command.Options.Add(option);
    }

    /// <summary>The options as the library takes them, but for the net that <see cref="NetChoice.File"/> names.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="data">The file of the table.</param>
    /// <param name="ranks">The processes that train together.</param>
    public TableTrainingOptions Read(ParseResult parse, string data, int ranks = 1)
    {
        var layers = net.Read(parse);
        if (parse.GetValue(validateSheet) is not null && parse.GetValue(validateQuery) is not null)
            throw new UsageException($"{validateSheet.Name} and {validateQuery.Name} exclude each other; give one.");
        var file = parse.GetValue(validate) ?? ((parse.GetValue(validateSheet) ?? parse.GetValue(validateQuery)) is null ? null : data);
        if (file is not null && parse.GetResult(validation) is { Implicit: false })
            throw new UsageException($"{validation.Name} and {(parse.GetValue(validate) is not null ? validate : parse.GetValue(validateSheet) is not null ? validateSheet : validateQuery).Name} both say which rows are used for early stopping; give one.");
        if (FoldsOf(parse) is not null && parse.GetResult(test) is { Implicit: false })
            throw new UsageException($"{test.Name} is not for {folds.Name}, where every row is tested on once; leave one out.");
        var testShare = FoldsOf(parse) is null ? parse.GetValue(test) : 0;
        var validationShare = file is null ? parse.GetValue(validation) : 0;
        if (file is null && validationShare == 0 && parse.GetResult(patience) is { Implicit: false })
            throw new UsageException($"{patience.Name} counts sweeps without a lower validation error, but {validation.Name} is 0; leave one out.");
        if (validationShare + testShare >= 1)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{validation.Name} {validationShare} and {test.Name} {testShare} leave no rows to train on; their sum must be less than 1."));
        if (parse.GetValue(members) > 1 && (parse.GetValue(restarts) > 1 || parse.GetValue(plain)))
            throw new UsageException(parse.GetValue(plain) ? $"{members.Name} averages several nets, but {plain.Name} trains one; leave one out." : $"{members.Name} averages all nets, but {restarts.Name} keeps one; leave one out.");
        if (parse.GetValue(members) > 1 && validationShare is not (0 or TableDefaults.ValidationShare))
            throw new UsageException($"each net of {members.Name} holds out a part of the training rows, so {validation.Name} can only be 0; leave one out.");
        var parts = learning.RuleParts(parse, RuleName.Adam);
        var rule = parts.ToRule(UsualRule(parts.Name));
        var gradient = learning.GradientMethod(parse);
        GradientText.Check(gradient, rule);
        var shares = learning.SharesOf(parse, ranks);
        if (shares > 0 && parse.GetValue(members) > 1)
            throw new UsageException($"{members.Name} trains several nets side by side, but {(ranks > 1 ? $"the {ranks} processes train" : $"{learning.Shares.Name} is for")} one; leave {members.Name} out.");
        if (ranks > 1 && parse.GetValue(within) is not null)
            throw new UsageException($"{within.Name} measures this machine, but {ranks} processes train together; say {learning.Sweeps.Name} in its place.");
        if (ranks > 1 && FoldsOf(parse) is not null)
            throw new UsageException($"{folds.Name} trains one net after another in one process, but {ranks} processes train one together; leave one out.");
        return new()
        {
            Hidden = layers.Hidden,
            HiddenFunction = layers.Function,
            Skip = layers.Skip,
            Rule = rule,
            Gradient = gradient,
            Batch = BatchOf(parse),
            Sweeps = parse.GetValue(learning.Sweeps) ?? TableDefaults.Sweeps,
            Patience = parse.GetValue(patience),
            ValidationShare = validationShare,
            ValidationFile = file,
            ValidationSheet = parse.GetValue(validateSheet),
            ValidationQuery = parse.GetValue(validateQuery),
            TestShare = testShare,
            BalancedClasses = parse.GetValue(balance),
            Seed = parse.GetValue(learning.Seed),
            Shares = shares,
            Members = parse.GetValue(plain) ? 1 : parse.GetValue(members),
            Restarts = parse.GetValue(restarts),
            Within = parse.GetValue(within) is { } time ? TimeLimit.Read(within.Name, time) : null,
        };
    }

    /// <summary>The number of folds; null where there is no cross-validation.</summary>
    public int? FoldsOf(ParseResult parse) => parse.GetValue(folds);

    /// <summary>
    /// The words that give these options again. They depend on what the options mean and not on how they were written; defaults are
    /// left out, apart from the seed. Not among them is what does not change the model.
    /// </summary>
    public IEnumerable<string> Words(TableTrainingOptions options, string? netFile)
    {
        IEnumerable<string> Named(Option option, string? value) => Shell.Words(option.Name, value);
        IEnumerable<string> Unless<T>(T usual, Option option, T value) where T : IFormattable => value.Equals(usual) ? [] : Named(option, Text(value));

        var sizes = options.Hidden ?? [TableDefaults.Hidden];
        var chosen = options.Rule ?? TableDefaults.Rule;
        var usualSize = TableDefaults.BatchFor(chosen);
        var size = options.Batch ?? usualSize;
        return
        [
            .. net.Words(new()
            {
                Hidden = sizes is [TableDefaults.Hidden] ? null : sizes,
                Function = options.HiddenFunction is { } function && function != TableDefaults.HiddenFunction ? function : null,
                Skip = options.Skip,
                File = netFile,
            }),
            .. RuleParts.Of(chosen, UsualRule(RuleName.Of(chosen).Name)).Words(RuleName.Adam),
            .. GradientText.Words(options.Gradient),
            .. Named(batch, size == usualSize ? null : size.Size is { } rows ? Text(rows) : "all"),
            .. Unless(TableDefaults.Sweeps, learning.Sweeps, options.Sweeps ?? TableDefaults.Sweeps),
            .. Unless(TableDefaults.Patience, patience, options.Patience ?? TableDefaults.Patience),
            .. options.ValidationFile is null ? Unless(TableDefaults.ValidationShare, validation, options.ValidationShare) : [.. Named(validate, options.ValidationFile), .. Named(validateSheet, options.ValidationSheet), .. Named(validateQuery, options.ValidationQuery)],
            .. Unless(TableDefaults.TestShare, test, options.TestShare),
            .. options.BalancedClasses ? [balance.Name] : Array.Empty<string>(),
            learning.Seed.Name, Text(options.Seed),
            .. Named(learning.Shares, options.Shares > 0 ? Text(options.Shares) : null),
            .. options.Members == UsualMembers(options, netFile) || options.Members is null ? [] : options.Members == 1 ? [plain.Name] : Named(members, Text(options.Members.Value)),
            .. Unless(1, restarts, options.Restarts),
        ];
    }

    /// <summary>The number of nets for all tables but the largest and the smallest.</summary>
    private static int UsualMembers(TableTrainingOptions options, string? netFile) => netFile is not null ? 1 : TableDefaults.MembersFor(options with { Members = null });

    /// <summary>The shortest text that is read as the same number.</summary>
    public static string Text(IFormattable number) => Numeral.Text(number);

    /// <summary>The rule of a name with the usual numbers of trainings on tables.</summary>
    public static LearningRule UsualRule(string name) => name switch
    {
        RuleName.Adam => TableDefaults.Rule,
        RuleName.Descent => new GradientDescent { LearningRate = TableDefaults.DescentRate, Momentum = UsualMomentum },
        _ => RuleName.Find(name).Usual,
    };

    private Batch? BatchOf(ParseResult parse) => parse.GetValue(batch) switch
    {
        null => null,
        "all" => Batch.All,
        { } text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size >= 1 ? Batch.Of(size)
            : throw new UsageException($"--batch must be a whole number of rows, at least 1, or 'all', but was '{DisplayText.Name(text)}'."),
    };
}
