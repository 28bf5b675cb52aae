using Backprop.Data;

namespace Backprop.Cli;

/// <summary>What one <c>train</c> has to do: from which data, to which model, how.</summary>
internal sealed record TrainingJob
{
    public required string Data { get; init; }
    public required string? Labels { get; init; }
    public required ColumnChoices Columns { get; init; }
    public required TableFormat Format { get; init; }
    public required TableTrainingOptions Options { get; init; }
    public required string ModelPath { get; init; }
    public required TimeSpan CheckpointEvery { get; init; }

    /// <summary>The words of the command line after "train".</summary>
    public required IReadOnlyList<string> Words { get; init; }

    public required bool Json { get; init; }

    /// <summary>Where the state of the training is kept while it runs.</summary>
    public string CheckpointPath => Path.ChangeExtension(ModelPath, null) + ".checkpoint.safetensors";

    /// <summary>The command that repeats the training, quoted for a shell.</summary>
    public string Command => "backprop train " + string.Join(' ', Words.Select(Quoted));

    public Table ReadTable(CancellationToken cancellationToken)
    {
        if (IdxFile.Is(Data))
            return IdxTable.Read(Data, Labels ?? throw new UsageException($"{Data} is an IDX file; name the file of its targets too: --labels"));
        if (Labels is not null)
            throw new UsageException($"--labels goes with an IDX file, but {Data} is none; name the column to predict: --target");
        if (Columns.Targets.Count == 0)
        {
            using var reader = TableReader.Open(Data, Format);
            throw new UsageException($"name the column of {Data} to predict: --target, one of {string.Join(", ", reader.Columns)}");
        }
        return Table.Read(Data, Columns, Format, cancellationToken);
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./,=+:@%".Contains(c, StringComparison.Ordinal))
            ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
