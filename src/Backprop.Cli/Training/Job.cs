namespace Backprop.Cli;

/// <summary>One training, on a table or on a case file: the files that it reads and writes, and what repeats it.</summary>
internal abstract record Job
{
    /// <summary>What the data are, for messages: "table" or "case file".</summary>
    public abstract string DataKind { get; }

    /// <summary>The data as the command named them, by which the model finds them again.</summary>
    public required string Data { get; init; }

    /// <summary>The current path of the data, if they have been moved.</summary>
    public string? MovedData { get; init; }

    /// <summary>The file that describes the net, if one is given.</summary>
    public abstract string? Net { get; init; }

    /// <summary>The file of labels that goes with the data, if there is one.</summary>
    public virtual string? LabelsFile => null;

    /// <summary>The file of validation rows, if there is one.</summary>
    public virtual string? ValidationFile => null;

    /// <summary>The model whose weights the training starts from, if there is one.</summary>
    public virtual string? StartFile => null;

    /// <summary>The file to write the model to.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Whether the user named <see cref="ModelPath"/>; otherwise it follows from the data's name.</summary>
    public required bool ModelIsNamed { get; init; }

    /// <summary>Whether files of other kinds and models of other settings may be replaced.</summary>
    public bool Force { get; init; }

    public required TimeSpan CheckpointEvery { get; init; }

    /// <summary>Whether the result is printed as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The file to read the data from.</summary>
    public string Source => MovedData ?? Data;

    /// <summary>Where the state of the training is kept while it runs.</summary>
    public string CheckpointPath { get => field ?? Path.ChangeExtension(ModelPath, null) + ".checkpoint.safetensors"; init; }

    /// <summary>The words after "train" that repeat the training.</summary>
    protected abstract IEnumerable<string> Words { get; }

    /// <summary>The command that repeats the training, quoted for a shell.</summary>
    public string Command => "backprop train " + string.Join(' ', Words.Select(Shell.Quoted));

    /// <summary>What differs in the training of a model with these settings, to be put in parentheses; "" where that cannot be told; null where it is this one.</summary>
    public abstract string? Difference(string settings);
}
