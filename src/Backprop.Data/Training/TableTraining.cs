namespace Backprop.Data;

/// <summary>
/// Trains a net on a table: <see cref="Train"/> does all of it in one call. <see cref="Prepare"/> only makes the parts: the split,
/// the encoding (fitted on the training rows only), the cases and the net. The same table, options and seed give the same bits.
/// </summary>
/// <example>
/// <code>
/// var table = Table.Read("iris.csv", new ColumnChoices { Targets = ["species"] });
/// var trained = TableTraining.Train(table, new TableTrainingOptions { Restarts = 3 });
/// trained.Model.Save("iris.safetensors");
/// </code>
/// </example>
public sealed partial class TableTraining
{
    private TableTraining(Table table, TableTrainingOptions options, DataSplit split)
    {
        Table = table;
        Options = options;
        Split = split;
        Encoding = EncodingFit.Fit(table, split.Training.AsSpan(), options.Net);
        Topology = options.Net ?? TableNet.Layered(Encoding, options.Hidden ?? [TableDefaults.Hidden], options.HiddenFunction ?? TableDefaults.HiddenFunction, options.Skip);
        TableNet.Check(Topology, Encoding);
        Error = options.Error ?? TableNet.ErrorFor(Encoding, Topology);
        var weights = options.BalancedClasses ? BalancedWeights(table, split.Training.AsSpan()) : [];
        Training = Encoding.Encode(table, split.Training.AsSpan(), weights);
        Validation = split.Validation.Length > 0 ? Encoding.Encode(table, split.Validation.AsSpan()) : null;
    }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>How to train.</summary>
    public TableTrainingOptions Options { get; }

    /// <summary>The rows of each part.</summary>
    public DataSplit Split { get; }

    /// <summary>The encoding.</summary>
    public TableEncoding Encoding { get; }

    /// <summary>The net's topology.</summary>
    public Topology Topology { get; }

    /// <summary>The error measure to minimize.</summary>
    public ErrorMeasure Error { get; }

    /// <summary>The training cases.</summary>
    public Cases Training { get; }

    /// <summary>The validation cases, by which training stops; null if there are none.</summary>
    public Cases? Validation { get; }

    /// <summary>When the training of a net ends: after the given sweeps, or when the validation error has not become lower for the given patience.</summary>
    public StopRule StopRule
    {
        get
        {
            var sweeps = StopWhen.Sweeps(Options.Sweeps ?? TableDefaults.Sweeps);
            return Validation is null ? sweeps : StopWhen.NoBetter(Options.Patience ?? TableDefaults.Patience) | sweeps;
        }
    }

    /// <summary>Splits the table, fits the encoding and makes the cases.</summary>
    /// <param name="table">A table with at least one target.</param>
    /// <param name="options">How to train; null: all defaults.</param>
    /// <returns>The training, which has made no sweep.</returns>
    /// <exception cref="DataException">There is no target, too few rows, or the net of the options does not fit the table.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is below 1.</exception>
    public static TableTraining Prepare(Table table, TableTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new TableTrainingOptions();
        CheckCount(options.Restarts, nameof(options.Restarts));
        CheckCount(options.Threads, nameof(options.Threads));
        CheckCount(options.Sweeps ?? TableDefaults.Sweeps, nameof(options.Sweeps));
        CheckCount(options.Patience ?? TableDefaults.Patience, nameof(options.Patience));
        var split = Divide(table, options);
        return new TableTraining(table, options, split);
    }

    private static void CheckCount(int count, string option)
    {
        if (count < 1)
            throw new ArgumentOutOfRangeException(option, count, $"{option} must be 1 or more.");
    }

    /// <summary>Divides the rows of a table into the parts that a training with these options has, and does nothing else.</summary>
    /// <param name="table">A table with at least one target.</param>
    /// <param name="options">Shares and seed; null: all defaults.</param>
    /// <returns>The rows of each part.</returns>
    /// <exception cref="DataException">There is no target, or too few rows.</exception>
    public static DataSplit Divide(Table table, TableTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new TableTrainingOptions();
        return DataSplit.Random(Classes(table), options.ValidationShare, options.TestShare, options.Seed);
    }

    /// <summary>Creates the trainer of one net, with weights as they are before the first sweep.</summary>
    /// <param name="restart">Which of the restarts, from 0; each has a seed of its own.</param>
    /// <returns>A trainer that has made no sweep.</returns>
    public Trainer<float> CreateTrainer(int restart = 0) => CreateTrainer(restart, Options.Checkpoints);

    private Trainer<float> CreateTrainer(int restart, CheckpointOptions? checkpoints)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(restart);
        var seed = SeedOf(restart);
        var net = new Network<float>(Topology).Initialize(seed, Initialization.Glorot);
        var rule = Options.Rule ?? TableDefaults.Rule;
        return new Trainer<float>(net, Training, rule, Error, new TrainerOptions
        {
            Batch = Options.Batch ?? TableDefaults.BatchFor(rule),
            Shuffle = true,
            Seed = seed,
            Threads = Options.Threads,
            Validation = Validation,
            Checkpoints = checkpoints is null ? null : checkpoints with { Encodings = Encoding.ToJson(), Settings = checkpoints.Settings ?? Options.Settings },
        });
    }

    private ulong SeedOf(int restart) => Options.Seed + ((ulong)restart * 0x9E3779B97F4A7C15);

    /// <summary>The class of each row, of the first categorical target, to stratify by; 0 for all rows if there is none.</summary>
    private static int[] Classes(Table table)
    {
        var targets = table.Targets.ToArray();
        if (targets.Length == 0)
            throw new DataException("no column is the target", table.File) { Remedies = [RemedyKind.NameTarget] };
        var classes = new int[table.Count];
        if (targets.OfType<CategoryColumn>().FirstOrDefault() is { } column)
            for (var row = 0; row < classes.Length; row++)
                classes[row] = column[row];
        return classes;
    }

    private static double[] BalancedWeights(Table table, ReadOnlySpan<int> rows) =>
        table.Targets.OfType<CategoryColumn>().FirstOrDefault() is { } column
            ? [.. ClassWeights.Balanced(column, rows)]
            : throw new DataException("no target has classes whose weights could be balanced", table.File);
}
