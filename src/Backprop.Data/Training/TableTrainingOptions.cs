namespace Backprop.Data;

/// <summary>How a net is trained on a table. The defaults come from measurements (docs/defaults.md).</summary>
/// <example>
/// <code>
/// var options = new TableTrainingOptions
/// {
///     Hidden = [16],
///     Rule = new Adam { LearningRate = 0.01 },
///     Sweeps = 50,
///     TestShare = 0.3,
///     Seed = 1,
/// };
/// var trained = TableTraining.Train(Table.Read("iris.csv", new ColumnChoices { Targets = ["species"] }), options);
/// Console.WriteLine(trained.Scores?.Classes["species"].Accuracy);
/// </code>
/// </example>
public sealed record TableTrainingOptions
{
    /// <summary>Units of each hidden layer, input side first; empty for none. Default: one layer of 100.</summary>
    public IReadOnlyList<int>? Hidden { get; init => field = ValueList.Of(value); }

    /// <summary>The unit function of the hidden layers. Default: rectified linear.</summary>
    public UnitFunction? HiddenFunction { get; init; }

    /// <summary>Whether the inputs also project to the outputs directly. Default: false.</summary>
    public bool Skip { get; init; }

    /// <summary>A custom net in place of layers; its input and output groups must be those of the encoding. Default: none.</summary>
    public Topology? Net { get; init; }

    /// <summary>The learning rule. Default: Adam with learning rate 0.002 and weight decay 0.0002.</summary>
    public LearningRule? Rule { get; init; }

    /// <summary>Where the derivatives come from that the rule uses; what it draws follows from <see cref="Seed"/>. Default: back-propagation.</summary>
    public GradientMethod Gradient { get; init => field = value ?? throw new ArgumentNullException(nameof(Gradient)); } = new Backpropagation();

    /// <summary>The error measure to minimize. Default: cross-entropy for classes with softmax or logistic units, the sum of squares for all else.</summary>
    public ErrorMeasure? Error { get; init; }

    /// <summary>Cases per weight update. Default: 32, with <see cref="Rprop"/> all.</summary>
    public Batch? Batch { get; init; }

    /// <summary>Maximum number of sweeps; 1 or more. Default: 1,000.</summary>
    public int? Sweeps { get; init; }

    /// <summary>Sweeps without a lower validation error after which training ends; 1 or more. Default: 50.</summary>
    public int? Patience { get; init; }

    /// <summary>The share of rows for early stopping, at least 0; with the test share below 1. Default 0.1.</summary>
    public double ValidationShare { get; init; } = TableDefaults.ValidationShare;

    /// <summary>
    /// A table whose rows take the place of <see cref="ValidationShare"/>: a file with the columns of the training table, read as that one.
    /// No rows of the training table are then used for early stopping. Default: none.
    /// </summary>
    public string? ValidationFile { get; init; }

    /// <summary>
    /// The sheet or table of <see cref="ValidationFile"/>, which may be the file of the training table with another sheet. Default: the one of the training table's name, or the only one.
    /// </summary>
    public string? ValidationSheet { get; init; }

    /// <summary>The query to ask <see cref="ValidationFile"/>, instead of a sheet. Default: that of the training table, if it came from one.</summary>
    public string? ValidationQuery { get; init; }

    /// <summary>The share of rows that the trained net is tested on, at least 0; with the validation share below 1. Default 0.2.</summary>
    public double TestShare { get; init; } = TableDefaults.TestShare;

    /// <summary>Whether rows are weighted so that all classes count equally. Default: false.</summary>
    public bool BalancedClasses { get; init; }

    /// <summary>Determines the split, the initial weights and the order of the rows. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// How many nets are trained from different starting weights; 1 or more. The one with the lowest error on the validation rows
    /// (without them, on the training rows) is kept. Default 1.
    /// </summary>
    public int Restarts { get; init; } = 1;

    /// <summary>
    /// How many nets are trained and averaged; 1 or more. The training rows are divided into as many parts of about the same size, by class, and each net
    /// stops by another part and learns from all others, so that every row is learned (with a <see cref="ValidationShare"/> of 0 all nets learn all
    /// rows). The model is a <see cref="Pack"/>. Default: 8; one where <see cref="TableDefaults.MembersFor(Table, TableTrainingOptions)"/> says so.
    /// </summary>
    public int? Members { get; init; }

    /// <summary>
    /// The time that the training may take, from its preparation to its test; above 0. It is measured how long a sweep takes, and <see cref="Members"/> and
    /// <see cref="Sweeps"/> are chosen once by that, where they are not given or are more (<see cref="TableBudget.Choose"/>). The training itself is then the one with these
    /// options, whatever the clock says. Default: no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public TimeSpan? Within
    {
        get;
        init => field = value is null || value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Within), value, "The time that a training may take must be more than 0.");
    }

    /// <summary>The number of shares into which the cases of a weight update are cut (<see cref="TrainerOptions.Shares"/>); one net is then trained. Default 0: they are not cut.</summary>
    public int Shares { get; init; }

    /// <summary>The processes that train together, each with the same table and options (<see cref="TrainerOptions.Ranks"/>). Default: this one alone.</summary>
    public IRanks? Ranks { get; init; }

    /// <summary>Threads that share the work; the result has the same bits with any number. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>JSON that is kept in the model as <see cref="Model.Settings"/>, and in checkpoints that have no settings of their own. Default: none.</summary>
    public string? Settings { get; init; }

    /// <summary>Where and how often the state of the training is saved. Default: nowhere. Several nets that are averaged take a <see cref="CheckpointFile"/> only.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>The clock of progress reports, <see cref="CheckpointOptions.Every"/> and <see cref="Within"/>. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeProvider)); } = TimeProvider.System;
}
