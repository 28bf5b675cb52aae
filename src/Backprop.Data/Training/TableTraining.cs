using System.Collections.Immutable;

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
    /// <summary>Of each training row the net that does not learn from it but stops by it; null where one net is trained, or none stops by rows.</summary>
    private readonly int[]? folds;

    private readonly RowWeights? rowWeights;

    /// <summary>What <see cref="UnseenRows"/> says, where no process has all rows.</summary>
    private readonly int? unseen;

    private TableTraining(Table table, TableTrainingOptions options, DataSplit split, CancellationToken cancellationToken)
    {
        Table = table;
        Options = options;
        Split = split;
        Encoding = EncodingFit.Fit(table, split.Training.AsSpan(), options.Net);
        Topology = options.Net ?? TableNet.Layered(Encoding, options.Hidden ?? [TableDefaults.Hidden], options.HiddenFunction ?? TableDefaults.HiddenFunction, options.Skip);
        TableNet.Check(Topology, Encoding);
        Error = options.Error ?? TableNet.ErrorFor(Encoding, Topology);
        rowWeights = table.Weights is null ? null : new RowWeights(table.Weights, split.Training.AsSpan(), table.File);
        var parts = table.Part is null ? null : new RankRows(split, options);
        Training = CasesOf(split.Training, TrainingWeights(options.BalancedClasses, split.Training.AsSpan()), parts?.Training, cancellationToken);
        Validation = options.ValidationFile is { } file ? ValidationCases(file)
            : split.Validation.Length > 0 ? CasesOf(split.Validation, Weights(table, split.Validation.AsSpan(), "validation"), parts?.Validation, cancellationToken) : null;
        unseen = parts is null ? null : SumOverRanks(options.Ranks!, Encoding.CountUnseen(table, parts.Others), cancellationToken);
        if (options is { Members: { } members and > 1, ValidationFile: null, ValidationShare: > 0 })
            folds = FoldsOf(table, split.Training.AsSpan(), members, options.Seed);
    }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>How to train; <see cref="TableTrainingOptions.Members"/> is said, and <see cref="TableTrainingOptions.Within"/> has become numbers of nets and sweeps.</summary>
    public TableTrainingOptions Options { get; }

    /// <summary>What was chosen to fit <see cref="TableTrainingOptions.Within"/>; null without it.</summary>
    public TableBudget? Budget { get; private init; }

    /// <summary>The rows of each part.</summary>
    public DataSplit Split { get; }

    /// <summary>The encoding.</summary>
    public TableEncoding Encoding { get; }

    /// <summary>The net's topology.</summary>
    public Topology Topology { get; }

    /// <summary>The error measure to minimize.</summary>
    public ErrorMeasure Error { get; }

    /// <summary>The training cases; of a table that is a part, <see cref="ReadTable"/>, with the values of those alone that this process computes.</summary>
    public Cases Training { get; }

    /// <summary>The validation cases, by which training stops; null if there are none. Of a table that is a part, with the values of those alone that this process computes.</summary>
    public Cases? Validation { get; }

    /// <summary>The validation and test rows that hold a category which no training row has; it is encoded as all zeros.</summary>
    public int UnseenRows => unseen ?? Encoding.CountUnseen(Table, Split.Validation.AsSpan()) + Encoding.CountUnseen(Table, Split.Test.AsSpan());

    /// <summary>When the training of a net ends: after the given sweeps, or when the validation error has not become lower for the given patience.</summary>
    public StopRule StopRule
    {
        get
        {
            var sweeps = StopWhen.Sweeps(Options.Sweeps ?? TableDefaults.Sweeps);
            return Validation is null && folds is null ? sweeps : StopWhen.NoBetter(Options.Patience ?? TableDefaults.Patience) | sweeps;
        }
    }

    /// <summary>Splits the table, fits the encoding and makes the cases.</summary>
    /// <param name="table">A table with at least one target.</param>
    /// <param name="options">How to train; null: all defaults.</param>
    /// <param name="cancellationToken">Ends the wait for other processes, where the table is a part that <see cref="ReadTable"/> read.</param>
    /// <returns>The training, which has made no sweep.</returns>
    /// <exception cref="DataException">There is no target, too few rows, or the net of the options does not fit the table.</exception>
    /// <exception cref="ArgumentException">The table is a part that was read for another training.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is below 1.</exception>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    /// <exception cref="TrainingException">A number is no longer finite while the time of a sweep is measured.</exception>
    public static TableTraining Prepare(Table table, TableTrainingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new TableTrainingOptions();
        var budget = options.Within is null ? null : TableBudget.Choose(table, options);
        options = budget?.Options ?? options;
        return PrepareOn(table, options, Divide(table, options), budget, cancellationToken);
    }

    /// <summary>
    /// Reads a table for a training with these options. Where several processes train together, <see cref="TableTrainingOptions.Ranks"/>, and the file is delimited text, each of them keeps the
    /// rows of its shares alone, and rank 0 the test rows; targets, groups, times and weights are kept in all rows. The training has the same bits as one on the whole table.
    /// </summary>
    /// <param name="path">A file.</param>
    /// <param name="choices">Targets and kinds of columns.</param>
    /// <param name="options">How to train; null: all defaults.</param>
    /// <param name="format">What is known of its format; null detects everything.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The table, for <see cref="Prepare"/> with the same options. A row that another process keeps has no value in a column of inputs: to read it is an error.</returns>
    /// <exception cref="DataException">It cannot be read, its columns cannot be used as asked, or it has too few rows; the message says what is wrong.</exception>
    public static Table ReadTable(string path, ColumnChoices choices, TableTrainingOptions? options = null, TableFormat? format = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(choices);
        return options is null || choices.Targets.Count == 0 || !RankRows.AreParts(options) ? Table.Read(path, choices, format, cancellationToken)
            : new TableLoader(path, choices, format, cancellationToken, keep: divided => new RankRows(Divide(divided, options), options).Rows).Load();
    }

    /// <summary>Prepares a training on rows that are already divided.</summary>
    internal static TableTraining PrepareOn(Table table, TableTrainingOptions options, DataSplit split, TableBudget? budget = null, CancellationToken cancellationToken = default)
    {
        if (table.Part is { } part && !(RankRows.AreParts(options) && part.IsFor(new RankRows(split, options).Rows)))
            throw new ArgumentException($"The table has those rows alone that this process needs for a training with other options; read it again, by {nameof(ReadTable)} with these.", nameof(table));
        CheckCount(options.Restarts, nameof(options.Restarts));
        CheckCount(options.Members ?? 1, nameof(options.Members));
        options = options with { Members = TableDefaults.MembersFor(table, options) };
        if (options is { Members: > 1, Restarts: > 1 })
            throw new ArgumentException($"{options.Members} nets are averaged, so none of {options.Restarts} restarts can be kept; give members or restarts.", nameof(options));
        if (options is { Members: > 1, ValidationFile: null, ValidationShare: not (0 or TableDefaults.ValidationShare) })
            throw new ArgumentException($"Each of {options.Members} nets holds out a part of the training rows, so there is no share for validation; leave it out, set it to 0, or train one net.", nameof(options));
        if (options is { Members: > 1, Shares: > 0 })
            throw new ArgumentException($"{options.Members} nets are trained side by side, but cases are cut into shares for one; give members or shares.", nameof(options));
        if (options.Members > 1 && table.Times is not null)
            throw new DataException($"{options.Members} nets would learn from rows that are later than those that stop them; train one net, or leave the column of times out", table.File);
        CheckCount(options.Threads, nameof(options.Threads));
        CheckCount(options.Sweeps ?? TableDefaults.Sweeps, nameof(options.Sweeps));
        CheckCount(options.Patience ?? TableDefaults.Patience, nameof(options.Patience));
        return new TableTraining(table, options, split, cancellationToken) { Budget = budget };
    }

    /// <summary>How many nets are trained decides how the rows are divided, so that a time must have become a number of nets.</summary>
    private static void CheckChosen(TableTrainingOptions options)
    {
        if (options.Within is not null)
            throw new ArgumentException("How the rows are divided depends on how many nets fit the time that the training may take; give the options that are chosen for it.", nameof(options));
    }

    private static void CheckCount(int count, string option)
    {
        if (count < 1)
            throw new ArgumentOutOfRangeException(option, count, $"{option} must be 1 or more.");
    }

    /// <summary>Divides the rows of a table into the parts that a training with these options has, by <see cref="Table.Groups"/> or <see cref="Table.Times"/> where the table has them, and does nothing else.</summary>
    /// <param name="table">A table with at least one target.</param>
    /// <param name="options">Shares and seed; null: all defaults.</param>
    /// <returns>The rows of each part.</returns>
    /// <exception cref="DataException">There is no target, or too few rows.</exception>
    /// <exception cref="ArgumentException">The options limit the time; give <see cref="TableBudget.Options"/>.</exception>
    public static DataSplit Divide(Table table, TableTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new TableTrainingOptions();
        CheckChosen(options);
        var classes = Classes(table);
        // The nets of a pack hold rows out of the training part in turn.
        var validation = options.ValidationFile is null && TableDefaults.MembersFor(table, options) == 1 ? options.ValidationShare : 0;
        return table.Groups is { } groups ? DataSplit.ByGroup(Codes(groups), validation, options.TestShare, options.Seed)
            : table.Times is { } times ? DataSplit.ByTime(Numbers(times), validation, options.TestShare)
            : DataSplit.Random(classes, validation, options.TestShare, options.Seed);
    }

    /// <summary>
    /// Divides the rows of a table into folds for cross-validation, and does nothing else. Of a table with <see cref="Table.Groups"/> the
    /// folds have whole groups; with <see cref="Table.Times"/> they go forward: the rows are divided into one more stretch of time than there are
    /// folds, and each is tested by nets trained on all earlier ones, the first by none. Otherwise they are stratified by the first target of classes.
    /// </summary>
    /// <param name="table">A table with at least one target.</param>
    /// <param name="folds">The number of folds, 2 or more.</param>
    /// <param name="options">Validation share and seed; null: all defaults. The test share does not count: the folds are the test rows.</param>
    /// <returns>For each fold its rows as test rows, and the others divided into training and validation rows.</returns>
    /// <exception cref="DataException">There is no target, or too few rows, groups or times.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is below 2.</exception>
    /// <exception cref="ArgumentException">The options limit the time; give <see cref="TableBudget.Options"/>.</exception>
    public static IReadOnlyList<DataSplit> Folds(Table table, int folds, TableTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        options ??= new TableTrainingOptions();
        CheckChosen(options);
        var classes = Classes(table);
        var validation = options.ValidationFile is null && TableDefaults.MembersFor(table, options) == 1 ? options.ValidationShare : 0;
        DataSplit.CheckShares(validation, test: 0);
        return table.Groups is { } groups ? GroupParts.Of(Codes(groups), options.Seed).Folds(folds, validation)
            : table.Times is { } times ? TimeParts.Of(Numbers(times)).Folds(folds, validation)
            : DataSplit.Folds(classes, folds, validation, options.Seed);
    }

    /// <summary>Creates the trainer of one net, with weights as they are before the first sweep.</summary>
    /// <param name="restart">Which of the restarts, or of the members of a pack, from 0; each has a seed of its own.</param>
    /// <returns>A trainer that has made no sweep.</returns>
    public Trainer<float> CreateTrainer(int restart = 0) => CreateTrainer(restart, Options.Checkpoints);

    private Trainer<float> CreateTrainer(int restart, CheckpointOptions? checkpoints)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(restart);
        var rule = Options.Rule ?? TableDefaults.Rule;
        var (training, validation) = folds is null ? (Training, Validation) : PartsOf(restart, folds);
        return new Trainer<float>(NetOf(restart), training, rule, Error, new TrainerOptions
        {
            Batch = Options.Batch ?? TableDefaults.BatchFor(rule),
            Shuffle = true,
            Seed = SeedOf(restart),
            Gradient = Options.Gradient.WithSeed(SeedOf(restart)),
            Shares = Options.Shares,
            Ranks = Options.Ranks,
            Threads = Options.Members > 1 ? 1 : Options.Threads,
            Validation = validation,
            TimeProvider = Options.TimeProvider,
            Checkpoints = checkpoints is null ? null : checkpoints with { Encodings = Encoding.ToJson(), Settings = checkpoints.Settings ?? Options.Settings },
        });
    }

    private Network<float> NetOf(int restart) => new Network<float>(Topology).Initialize(SeedOf(restart), Initialization.Glorot);

    /// <summary>The cases that a net of a pack learns, and those that it stops by.</summary>
    private (Cases Training, Cases Validation) PartsOf(int member, int[] folds)
    {
        var numbers = Enumerable.Range(0, folds.Length).ToLookup(number => folds[number] == member);
        int[] held = [.. numbers[true].Select(number => Split.Training[number])];
        // Balancing weighs what is learned only.
        return (Training.Subset([.. numbers[false]]), Encoding.Encode(Table, held, Weights(Table, held, "validation")));
    }

    /// <summary>Of each training row the member of the pack that holds it out: whole groups where the table has groups, otherwise by class.</summary>
    private static int[] FoldsOf(Table table, ReadOnlySpan<int> rows, int members, ulong seed)
    {
        if (rows.Length < 2 * members)
            throw new DataException($"{rows.Length} training rows are too few for {members} nets that each hold some out; train fewer nets, or set the share for validation to 0");
        var all = table.Groups is { } groups ? Codes(groups) : Classes(table);
        var own = new int[rows.Length];
        for (var i = 0; i < own.Length; i++)
            own[i] = all[rows[i]];
        var parts = table.Groups is null ? DataSplit.Folds(own, members, validation: 0, seed) : GroupParts.Of(own, seed).Folds(members, validation: 0);
        var folds = new int[rows.Length];
        foreach (var (member, part) in parts.Index())
        {
            foreach (var row in part.Test)
                folds[row] = member;
        }
        return folds;
    }

    private ulong SeedOf(int restart) => Options.Seed + ((ulong)restart * 0x9E3779B97F4A7C15);

    /// <summary>The class of each row, of the first categorical target, to stratify by; 0 for all rows if there is none.</summary>
    private static int[] Classes(Table table)
    {
        var targets = table.Targets.ToArray();
        if (targets.Length == 0)
            throw new DataException("no column is the target; choose the column to predict (ColumnChoices.Targets)", table.File) { Remedies = [RemedyKind.NameTarget] };
        return targets.OfType<CategoryColumn>().FirstOrDefault() is { } column ? Codes(column) : new int[table.Count];
    }

    private static int[] Codes(CategoryColumn column) => [.. Enumerable.Range(0, column.Count).Select(row => column[row])];

    private static double[] Numbers(NumberColumn column) => [.. Enumerable.Range(0, column.Count).Select(row => column[row])];

    /// <summary>The factors of the training rows in E; empty where each is 1.</summary>
    private double[] TrainingWeights(bool areBalanced, ReadOnlySpan<int> rows)
    {
        var weights = Weights(Table, rows, "training");
        if (!areBalanced)
            return weights;
        var column = Table.Targets.OfType<CategoryColumn>().FirstOrDefault() ?? throw new DataException("no target has classes whose weights could be balanced", Table.File);
        return weights.Length == 0 ? [.. ClassWeights.Balanced(column, rows)] : ClassWeights.Balanced(column, rows, weights);
    }

    /// <summary>The weights of rows from the column, relative to their mean over the training rows; empty where there is no such column.</summary>
    private double[] Weights(Table table, ReadOnlySpan<int> rows, string part) => rowWeights is null ? [] : rowWeights.Of(table.Weights!, rows, table.File, part);

    /// <summary>Rows as cases; where no process has all of them, those of this process's shares.</summary>
    private Cases CasesOf(ImmutableArray<int> rows, double[] weights, ShareCases? shares, CancellationToken cancellationToken) =>
        shares is null ? Encoding.Encode(Table, rows.AsSpan(), weights) : Encoding.EncodeShares(Table, rows.AsSpan(), weights, shares, Options.Ranks!, cancellationToken);

    private static int SumOverRanks(IRanks ranks, int own, CancellationToken cancellationToken)
    {
        var all = ranks.GatherAll(BitConverter.GetBytes(own), static _ => sizeof(int), cancellationToken);
        return Enumerable.Range(0, ranks.Count).Sum(rank => BitConverter.ToInt32(all, sizeof(int) * rank));
    }

    /// <summary>The rows of a table of their own, all of them.</summary>
    private Cases ValidationCases(string file)
    {
        var table = ReadValidation(file);
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        var encoder = new TableRowEncoder(Encoding, table, withTargets: true);
        foreach (var row in rows)
            for (var target = 0; target < Encoding.Targets.Count; target++)
                _ = encoder.Target(row, target); // names a class that the training table does not have
        return Encoding.Encode(table, rows, Weights(table, rows, "validation"));
    }

    private Table ReadValidation(string file)
    {
        try
        {
            var format = (Options.ValidationSheet ?? Options.ValidationQuery) is null
                ? new TableFormat { Kinds = Table.Format.Kinds, Sheet = Table.Format.Sheet, Query = Table.Format.Query, IsForAnotherFile = true }
                : new TableFormat { Kinds = Table.Format.Kinds, Sheet = Options.ValidationSheet, Query = Options.ValidationQuery };
            return Encoding.ReadTable(file, format, Table.Weights?.Name, CancellationToken.None);
        }
        catch (DataException e)
        {
            throw e.InTableReadAs("a validation table is read as the training table is, so write it alike");
        }
    }
}
