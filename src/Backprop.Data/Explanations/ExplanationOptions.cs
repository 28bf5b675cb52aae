namespace Backprop.Data;

/// <summary>How a model is explained on rows of a table.</summary>
public sealed record ExplanationOptions
{
    /// <summary>The target that is explained. Default: the first of the model.</summary>
    public string? Target { get; init; }

    /// <summary>The score whose loss is measured. Default: accuracy for classes, R² for numbers.</summary>
    public ExplainedScore? Score { get; init; }

    /// <summary>How often each column is permuted; 1 or more. Default 10.</summary>
    public int Repeats { get; init; } = 10;

    /// <summary>Determines the permutations, and the rows where there are more than <see cref="MostRows"/>. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Maximum number of rows: of more, as many are drawn; 2 or more. Default 10,000.</summary>
    public int MostRows { get; init; } = 10_000;

    /// <summary>Threads that share the columns; the result has the same bits with any number. Default 1.</summary>
    public int Threads { get; init; } = 1;
}
