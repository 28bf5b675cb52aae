using Backprop.Data;

namespace Backprop.Cli;

/// <summary>One training on a table: its table, its model file and its options.</summary>
internal sealed record TrainingJob : Job
{
    public override string DataKind => "table";

    /// <summary>What a model or checkpoint says of the table; null for a new training.</summary>
    public TrainedTable? TrainedOn { get; init; }

    public required string? Labels { get; init; }
    public required ColumnChoices Columns { get; init; }
    public required TableFormat Format { get; init; }
    public override required string? Net { get; init; }
    public required TableTrainingOptions Options { get; init; }

    /// <summary>The number of folds of a cross-validation before the training; null for none.</summary>
    public int? Folds { get; init; }

    /// <summary>The number of threads; null for one per core where several nets are trained, otherwise one.</summary>
    public int? Threads { get; init; }

    public override string? LabelsFile => Labels;

    /// <summary>The file of the validation rows where it lies now: a part of the table's own file moves with it.</summary>
    public override string? ValidationFile =>
        MovedData is not null && Options.ValidationFile is { } file && Path.GetFullPath(file) == Path.GetFullPath(Data) ? MovedData : Options.ValidationFile;

    protected override IEnumerable<string> Words => TrainCommandLine.Words(this);

    public override string? Difference(string settings) => TrainingSettings.IsSame(settings, this) ? null : "";

    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="ranks">The processes that train together, each of which needs some rows; null: all rows are read.</param>
    public Table ReadTable(CancellationToken cancellationToken, IRanks? ranks = null)
    {
        if (IdxFile.Is(Source) && (Columns.Group ?? Columns.Time ?? Columns.Weights) is { } column)
            throw new UsageException($"{Source} is an IDX file, whose items have no column '{DisplayText.Name(column)}'; --group, --time and --weights are for tables");
        if (IdxFile.Is(Source))
            return IdxTable.Read(Source, Labels ?? throw new UsageException($"{Source} is an IDX file; name the file of its labels too: --labels"));
        if (Labels is not null)
            throw new UsageException($"--labels goes with an IDX file, but {Source} is not one; name the column to predict: --target");
        if (Columns.Targets.Count == 0)
        {
            using var reader = TableReader.Open(Source, Format);
            if (Net is null && CaseSource.AreUnits(reader.Columns))
                throw new UsageException($"{Source} has the columns of a table of cases; describe the net in a file, --net net.json (docs/case-files.md), or name the column to predict: --target");
            throw new UsageException($"name the column of {Source} to predict: --target, one of {string.Join(", ", reader.Columns.Take(30).Select(DisplayText.Name))}{(reader.Columns.Count > 30 ? $", … ({reader.Columns.Count} in all)" : "")}");
        }
        return TableTraining.ReadTable(Source, Columns, Options with { Ranks = ranks }, Format, cancellationToken);
    }
}
