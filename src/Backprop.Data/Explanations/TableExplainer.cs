using System.Collections.Immutable;
using System.Globalization;

namespace Backprop.Data;

/// <summary>
/// Tells which columns a model's answers rest on, and how: permutation importance and partial dependence, on rows of a table. Rows that
/// the model did not learn from tell what holds for new rows.
/// </summary>
/// <example>
/// <code>
/// var table = Table.Read("iris.csv", new ColumnChoices { Targets = ["species"] });
/// var options = new TableTrainingOptions { Sweeps = 50 };
/// var model = new TableModel(TableTraining.Train(table, options).Model);
///
/// var explainer = new TableExplainer(model, table, TableTraining.Divide(table, options).Test.AsSpan());
/// foreach (var column in explainer.Importance())
///     Console.WriteLine($"{column.Column}: {column.Loss:F3}, {column.Lower:F3} to {column.Upper:F3}");
/// var dependence = explainer.Dependence("petal width");
/// Console.WriteLine(dependence.Points[0].Answers[0]);
/// </code>
/// </example>
public sealed class TableExplainer
{
    /// <summary>Values of a column of numbers or dates that its dependence is computed at, at most: 21.</summary>
    public const int MostValues = 21;

    /// <summary>Categories that a dependence is computed at, at most: the 100 most frequent in the rows.</summary>
    public const int MostCategories = 100;

    /// <summary>Rows from which importance has intervals: 30. Of fewer rows they would hold the true value far less often than promised.</summary>
    public const int LeastRowsForInterval = 30;

    private const int DistributionBins = 20;
    private const int MostStates = 1 << 21, MostBlock = 1024; // states of inputs in a block, so that wide categories take no more memory
    private const ulong ColumnStep = 0x9E3779B97F4A7C15, RepeatStep = 0xD1B54A32D192ED03;

    private readonly Table table;
    private readonly TableEncoding encoding;
    private readonly Network<float> net;
    private readonly ExplanationOptions options;
    private readonly ColumnEncoding target;
    private readonly ExchangeableRows rows;
    private readonly double[] actual;
    private readonly int block;

    /// <summary>Takes a model and the rows to explain it on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">A table with the model's columns, the target included.</param>
    /// <param name="rows">Rows of the table; those without a value in the target are left out.</param>
    /// <param name="options">How to explain; null: all defaults.</param>
    /// <exception cref="DataException">The model has no such target, the table lacks a column, no row has a value in the target or the score does not fit the target.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is out of range.</exception>
    public TableExplainer(TableModel model, Table table, ReadOnlySpan<int> rows, ExplanationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        this.options = options ??= new ExplanationOptions();
        CheckCount(options.Repeats, 1, nameof(options.Repeats));
        CheckCount(options.MostRows, 2, nameof(options.MostRows));
        CheckCount(options.Threads, 1, nameof(options.Threads));
        (this.table, encoding, net) = (table, model.Encoding, model.Model.Network<float>());
        target = TargetOf(encoding, options.Target);
        var group = encoding.TargetGroups[IndexOf(target)];
        HasProbabilities = group.IsCategory && model.Model.Topology[group.Name].UnitFunction is var f && (f == UnitFunction.Softmax || f == UnitFunction.Logistic);
        Score = options.Score ?? (group.IsCategory ? ExplainedScore.Accuracy : ExplainedScore.RSquared);
        CheckScore();
        var wanted = new TableRowEncoder(encoding, table, withTargets: true);
        var known = new List<int>();
        foreach (var row in rows)
            if (!double.IsNaN(wanted.Target(row, IndexOf(target))))
                known.Add(row);
        if (known.Count == 0)
            throw new DataException("no row has a value there, so there is nothing to measure the answers by", table.File, column: target.Column);
        RowsWithTarget = known.Count;
        Rows = Drawn(known, options);
        this.rows = new ExchangeableRows(encoding, table, [.. Rows]);
        actual = [.. Rows.Select(row => wanted.Target(row, IndexOf(target)))];
        block = Math.Clamp(MostStates / encoding.InputSize, 1, MostBlock);
    }

    /// <summary>The rows that the explanation rests on, ascending.</summary>
    public ImmutableArray<int> Rows { get; }

    /// <summary>How many of the given rows have a value in the target: more than <see cref="Rows"/> where these are a sample.</summary>
    public int RowsWithTarget { get; }

    /// <summary>The input columns in which <see cref="Rows"/> hold categories not seen in training, which are encoded as all zeros, in the order of the model.</summary>
    public IReadOnlyList<UnseenCount> Unseen
    {
        get
        {
            var counts = new List<UnseenCount>();
            foreach (var categories in encoding.Inputs.OfType<CategoryEncoding>().Where(static input => !input.IsConstant))
            {
                var column = new EncodedColumn(categories, table);
                int[] found = [.. Rows.Where(row => column[row].Kind == CellValueKind.Unseen)];
                if (found.Length > 0)
                    counts.Add(new(categories.Column, found.Length, column.Word(found[0]), 0));
            }
            return counts;
        }
    }

    /// <summary>The target that is explained.</summary>
    public string Target => target.Column;

    /// <summary>The score whose loss is measured.</summary>
    public ExplainedScore Score { get; }

    /// <summary>Whether the answers are probabilities of classes: those of softmax and of logistic units. Otherwise they are states of units, or numbers.</summary>
    public bool HasProbabilities { get; }

    /// <summary>The score of the model on the rows as they are; NaN for R² where all values are equal.</summary>
    public double ScoreOfRows
    {
        get
        {
            var mean = Losses(null, null, CancellationToken.None).Average();
            return Score switch
            {
                ExplainedScore.Accuracy => 1 - mean,
                ExplainedScore.RSquared => Spread() is var spread && spread.Average() > 0 ? 1 - (mean / spread.Average()) : double.NaN,
                _ => mean,
            };
        }
    }

    /// <summary>
    /// The importance of each input column: how much the score loses when the column's values are permuted among the rows (Breiman 2001;
    /// Fisher, Rudin &amp; Dominici 2019), so that they say nothing of the row any more. All of a column's units are exchanged together.
    /// </summary>
    /// <remarks>
    /// The 95 % interval is for the loss on new rows like these, with this model. It counts the rows, which the permutations share,
    /// as well as the permutations: a row takes part as one that gets a value and as one that gives one, and the interval is
    /// (from <see cref="LeastRowsForInterval"/> rows, and where the contributions differ) the mean ± t times the standard error of these contributions (of R², by the delta method). An interval over repeats only
    /// would become as narrow as one likes on the same few rows. It does not count that another training would give another model.
    /// </remarks>
    /// <param name="progress">Receives the number of columns that are done.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A value per input column, the greatest loss first; equal ones in the order of the table.</returns>
    /// <exception cref="DataException">The net has no finite answer to a row.</exception>
    /// <exception cref="OperationCanceledException">It is canceled.</exception>
    public IReadOnlyList<ColumnImportance> Importance(IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var plain = Losses(null, null, cancellationToken);
        var spread = Score == ExplainedScore.RSquared ? Spread() : null;
        var done = 0;
        var importance = new ColumnImportance[encoding.Inputs.Count];
        ForEach(importance.Length, column =>
        {
            importance[column] = encoding.Inputs[column].HasInfluence ? Importance(column, plain, spread, cancellationToken) : new(encoding.Inputs[column].Column, 0, double.NaN, double.NaN);
            progress?.Report(Interlocked.Increment(ref done));
        }, cancellationToken);
        return [.. importance.OrderByDescending(static column => double.IsNaN(column.Loss) ? double.NegativeInfinity : column.Loss)];
    }

    /// <summary>
    /// The mean answer over the rows when a column has one value in all of them (Friedman 2001), value by value: for numbers and dates all that occur, or of many, quantiles
    /// from 1 % to 99 %; for categories all of the model, or the most frequent.
    /// </summary>
    /// <param name="column">The input column.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The answers, value by value.</returns>
    /// <exception cref="DataException">The model has no such column, or the net has no finite answer to a row.</exception>
    /// <exception cref="OperationCanceledException">It is canceled.</exception>
    public ColumnDependence Dependence(string column, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(column);
        var encoded = encoding.Inputs.FirstOrDefault(input => string.Equals(input.Column, column, StringComparison.Ordinal))
            ?? throw new DataException($"the model has no input column '{DisplayText.Name(column)}'; it has {ColumnChoices.Listed([.. encoding.Inputs.Select(static input => input.Column)])}{NearestName.Hint(column, encoding.Inputs.Select(static input => input.Column))}");
        var grid = DependenceGrid.Of(encoding, encoded, encoded.HasInfluence ? new EncodedColumn(encoded, table) : null, Rows.AsSpan());
        var answers = new double[grid.Count][];
        ForEach(grid.Count, value => answers[value] = MeanAnswer(encoded, grid[value].Value, cancellationToken), cancellationToken);
        return new ColumnDependence(column, target is CategoryEncoding classes ? classes.Categories : [target.Column],
            [.. grid.Select((value, i) => new DependencePoint(value.Value.Kind is CellValueKind.Number or CellValueKind.Days ? value.Value.Value : double.NaN, value.Text, value.Rows, answers[i]))],
            DependenceGrid.Distribution(table, encoded, Rows.AsSpan(), DistributionBins));
    }

    private ColumnImportance Importance(int column, double[] plain, double[]? spread, CancellationToken cancellationToken)
    {
        var name = encoding.Inputs[column].Column;
        var contributions = new double[plain.Length]; // of each row, as one that gets a value and as one that gives one
        var (total, share) = (0.0, 1.0 / options.Repeats);
        for (var repeat = 0; repeat < options.Repeats; repeat++)
        {
            var donors = Enumerable.Range(0, plain.Length).ToArray();
            new RandomSource(options.Seed + ((ulong)(column + 1) * ColumnStep) + ((ulong)repeat * RepeatStep)).Shuffle(donors.AsSpan());
            var losses = Losses(encoding.Inputs[column], donors, cancellationToken);
            for (var row = 0; row < losses.Length; row++)
            {
                var loss = losses[row] - plain[row];
                total += loss * share;
                contributions[row] += loss * share;
                contributions[donors[row]] += loss * share;
            }
        }
        var mean = total / plain.Length;
        var unit = spread?.Average() ?? 1;
        if (!(unit > 0))
            return new(name, double.NaN, double.NaN, double.NaN);
        var result = mean / unit;
        if (plain.Length < LeastRowsForInterval)
            return new(name, result, double.NaN, double.NaN);
        var squares = 0.0;
        for (var row = 0; row < plain.Length; row++)
        {
            var influence = ((contributions[row] - (2 * mean)) / unit) - (spread is null ? 0 : result * ((spread[row] / unit) - 1));
            squares += influence * influence;
        }
        var half = StudentT.Of95(plain.Length - 1) * Math.Sqrt(squares / (plain.Length - 1) / plain.Length);
        // Contributions that are all equal, but for rounding, say nothing of other rows.
        if (!(half > Math.Abs(result) * 1e-12))
            return new(name, result, double.NaN, double.NaN);
        return new(name, result, result - half, result + half);
    }

    /// <summary>For each row what it adds to the score's loss, with a column from other rows.</summary>
    private double[] Losses(ColumnEncoding? exchanged, int[]? donors, CancellationToken cancellationToken)
    {
        var losses = new double[rows.Count];
        ForEachAnswer(exchanged, donors, default, (row, states) => losses[row] = Loss(states, actual[row]), cancellationToken);
        return losses;
    }

    private double[] MeanAnswer(ColumnEncoding column, CellValue value, CancellationToken cancellationToken)
    {
        var means = new double[target is CategoryEncoding ? target.Size : 1];
        ForEachAnswer(column, null, value, (_, states) =>
        {
            if (target is not CategoryEncoding)
            {
                means[0] += Prediction.Value(target, states[0]) / rows.Count;
                return;
            }
            var shares = HasProbabilities ? Prediction.Shares(states) : null;
            for (var c = 0; c < means.Length; c++)
                means[c] += (shares?[c] ?? states[c]) / rows.Count;
        }, cancellationToken);
        return means;
    }

    private delegate void Answer(int row, ReadOnlySpan<float> states);

    private void ForEachAnswer(ColumnEncoding? exchanged, int[]? donors, CellValue value, Answer take, CancellationToken cancellationToken)
    {
        var name = encoding.TargetGroups[IndexOf(target)].Name;
        for (var first = 0; first < rows.Count; first += block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(block, rows.Count - first);
            var activity = net.Run(rows.Block(first, count, exchanged, donors, value));
            for (var i = 0; i < count; i++)
            {
                var states = activity[name, i];
                if (exchanged is null && !FarValue.AreFinite(states))
                    throw FarValue.Error(encoding, table, Rows[first + i]).At(table.File);
                Prediction.CheckFinite(target, states);
                take(first + i, states);
            }
        }
    }

    private double Loss(ReadOnlySpan<float> states, double wanted)
    {
        switch (Score)
        {
            case ExplainedScore.Accuracy:
                return Prediction.Greatest(states) == (int)wanted ? 0 : 1;
            case ExplainedScore.LogLoss:
                return ProbabilityMetrics.LogLossOf(Prediction.Shares(states)[(int)wanted], isDouble: false);
            case ExplainedScore.BrierScore:
                return ProbabilityMetrics.SquaresOf(Prediction.Shares(states), (int)wanted);
            case ExplainedScore.RSquared:
                var error = Scaled(Prediction.Value(target, states[0]) - wanted);
                return error * error;
            default:
                return Math.Abs(Prediction.Value(target, states[0]) - wanted);
        }
    }

    /// <summary>For each row the square of its distance from the mean, on the scale of the squared errors.</summary>
    private double[] Spread()
    {
        var mean = actual.Average();
        return [.. actual.Select(value => Scaled(value - mean)).Select(static distance => distance * distance)];
    }

    /// <summary>In deviations of the target, so that no square overflows.</summary>
    private double Scaled(double distance) => distance / (target is DateEncoding date ? date.Deviation : ((NumberEncoding)target).Deviation);

    private void ForEach(int count, Action<int> work, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken }, work);
        }
        catch (AggregateException e)
        {
            // Several columns may fail alike; one message is enough.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private int IndexOf(ColumnEncoding column) => encoding.Targets.TakeWhile(each => each != column).Count();

    private void CheckScore()
    {
        var isOfClasses = Score is ExplainedScore.Accuracy or ExplainedScore.LogLoss or ExplainedScore.BrierScore;
        if (isOfClasses != target is CategoryEncoding)
            throw DataException.OfColumn($"is a target of {(isOfClasses ? "numbers" : "classes")}, but the score is for {(isOfClasses ? "classes" : "numbers")}", target.Column);
        if (Score is ExplainedScore.LogLoss or ExplainedScore.BrierScore && !HasProbabilities)
            throw DataException.OfColumn("has no probabilities that could be scored: its units are neither softmax nor logistic units", target.Column);
    }

    private static ColumnEncoding TargetOf(TableEncoding encoding, string? name) => name is null ? encoding.Targets[0]
        : encoding.Targets.FirstOrDefault(target => string.Equals(target.Column, name, StringComparison.Ordinal))
        ?? throw new DataException($"the model has no target '{DisplayText.Name(name)}'; it has {ColumnChoices.Listed([.. encoding.Targets.Select(static target => target.Column)])}{NearestName.Hint(name, encoding.Targets.Select(static target => target.Column))}");

    private static ImmutableArray<int> Drawn(List<int> known, ExplanationOptions options)
    {
        if (known.Count <= options.MostRows)
            return [.. known];
        var order = known.ToArray();
        new RandomSource(options.Seed).Shuffle(order.AsSpan());
        Array.Resize(ref order, options.MostRows);
        Array.Sort(order);
        return [.. order];
    }

    private static void CheckCount(int count, int least, string option)
    {
        if (count < least)
            throw new ArgumentOutOfRangeException(option, count, string.Create(CultureInfo.InvariantCulture, $"{option} must be {least} or more."));
    }
}
