namespace Backprop.Data;

/// <summary>The defaults of a training on a table, from the measurements in docs/defaults.md.</summary>
public static class TableDefaults
{
    /// <summary>How many nets are trained and averaged: 8; see <see cref="MembersFor(Table, TableTrainingOptions)"/>.</summary>
    public const int Members = 8;

    /// <summary>Above this number of rows times input units one net is trained: 20 million.</summary>
    public const long MostCellsOfPack = 20_000_000;

    /// <summary>Units of the single hidden layer: 100.</summary>
    public const int Hidden = 100;

    /// <summary>Maximum number of sweeps: 1,000.</summary>
    public const int Sweeps = 1_000;

    /// <summary>Sweeps without a lower validation error after which training stops: 50.</summary>
    public const int Patience = 50;

    /// <summary>The share of rows for early stopping: 0.1.</summary>
    public const double ValidationShare = 0.1;

    /// <summary>The share of rows that the trained net is tested on: 0.2.</summary>
    public const double TestShare = 0.2;

    /// <summary>Learning rate of gradient descent on tables: 0.003.</summary>
    public const double DescentRate = 0.003;

    /// <summary>Cases per weight update: 32; see <see cref="BatchFor"/>.</summary>
    public static Batch Batch { get; } = Batch.Of(32);

    /// <summary>The unit function of the hidden layers: rectified linear.</summary>
    public static UnitFunction HiddenFunction => UnitFunction.RectifiedLinear;

    /// <summary>The learning rule: Adam with learning rate 0.002 and weight decay 0.0002.</summary>
    public static Adam Rule { get; } = new() { LearningRate = 0.002, WeightDecay = 0.0002 };

    /// <summary>
    /// How many nets are averaged where the options do not say it: <see cref="Members"/>, but one where the net is given, where the best of
    /// several restarts is kept, where the cases are cut into shares, and where a share for validation is given that is neither 0 nor the default, for each net of a pack holds out a part.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <returns>1 or more.</returns>
    public static int MembersFor(TableTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var hasOwnShare = options.ValidationFile is null && options.ValidationShare is not (0 or ValidationShare);
        return options.Members ?? (options.Net is not null || options.Restarts > 1 || options.Shares > 0 || hasOwnShare ? 1 : Members);
    }

    /// <summary>
    /// How many nets are averaged on a table where the options do not say it: as many as <see cref="MembersFor(TableTrainingOptions)"/> says, but one
    /// where the rows are divided by time, where there are fewer than four rows or two groups of rows a net, and where the rows times the units that the columns need are
    /// more than <see cref="MostCellsOfPack"/>.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="options">The options.</param>
    /// <returns>1 or more.</returns>
    public static int MembersFor(Table table, TableTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        return options.Members ?? (table.Times is not null || table.Groups is { Categories.Count: < 2 * Members } || table.Count < 4 * Members || table.Count * UnitsOf(table) > MostCellsOfPack ? 1 : MembersFor(options));
    }

    private static long UnitsOf(Table table) => table.Columns.Where(static column => !column.IsTarget).Sum(static column => column is CategoryColumn { Categories: var categories } ? categories.Count : 1L);

    /// <summary>Cases per weight update for a rule: all for those that need the gradient over all cases (iRPROP, Quickprop, delta-bar-delta, and rules that search), otherwise 32.</summary>
    /// <param name="rule">The learning rule.</param>
    /// <returns>The batch.</returns>
    public static Batch BatchFor(LearningRule rule) => rule is Rprop or Quickprop or DeltaBarDelta or { Searches: true } ? Batch.All : Batch;
}
