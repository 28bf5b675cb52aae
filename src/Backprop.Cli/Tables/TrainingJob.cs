using Backprop.Data;

namespace Backprop.Cli;

/// <summary>One training: its table, its model file and its options.</summary>
internal sealed record TrainingJob
{
    /// <summary>The table as the command named it, by which the model finds it again.</summary>
    public required string Data { get; init; }

    /// <summary>The current path of the table, if it has been moved.</summary>
    public string? MovedData { get; init; }

    public required string? Labels { get; init; }
    public required ColumnChoices Columns { get; init; }
    public required TableFormat Format { get; init; }

    /// <summary>The file that describes the net, if one is given.</summary>
    public required string? Net { get; init; }

    public required TableTrainingOptions Options { get; init; }

    /// <summary>The file to write the model to.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Whether the user named <see cref="ModelPath"/>; otherwise it follows from the data's name.</summary>
    public required bool ModelIsNamed { get; init; }

    /// <summary>Whether files of other kinds and models of other settings may be replaced.</summary>
    public bool Force { get; init; }

    public required TimeSpan CheckpointEvery { get; init; }
    public bool Json { get; init; }

    /// <summary>The file to read the table from.</summary>
    public string Source => MovedData ?? Data;

    /// <summary>Where the state of the training is kept while it runs.</summary>
    public string CheckpointPath { get => field ?? Path.ChangeExtension(ModelPath, null) + ".checkpoint.safetensors"; init; }

    /// <summary>The command that repeats the training, quoted for a shell.</summary>
    public string Command => "backprop train " + string.Join(' ', TrainCommandLine.Words(this).Select(Shell.Quoted));

    public Table ReadTable(CancellationToken cancellationToken)
    {
        if (IdxFile.Is(Source))
            return IdxTable.Read(Source, Labels ?? throw new UsageException($"{Source} is an IDX file; name the file of its labels too: --labels"));
        if (Labels is not null)
            throw new UsageException($"--labels goes with an IDX file, but {Source} is none; name the column to predict: --target");
        if (Columns.Targets.Count == 0)
        {
            using var reader = TableReader.Open(Source, Format);
            throw new UsageException($"name the column of {Source} to predict: --target, one of {string.Join(", ", reader.Columns.Take(30).Select(DisplayText.Name))}{(reader.Columns.Count > 30 ? $", … ({reader.Columns.Count} in all)" : "")}");
        }
        return Table.Read(Source, Columns, Format, cancellationToken);
    }
}
