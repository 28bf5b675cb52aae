namespace Backprop.Lab;

/// <summary>What a lab starts from: a net, cases, how it learns them, and from which weights.</summary>
internal sealed record Opening
{
    /// <summary>Names its files: small letters, digits and hyphens, "xor-2-2-1".</summary>
    public required string Name { get; init; }

    public required Topology Net { get; init; }

    public required Cases Cases { get; init; }

    public required CaseTraining Training { get; init; }

    /// <summary>Fixes the starting weights, the orders of the cases and the noise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The description of the net as it was written; made from <see cref="Net"/> by default.</summary>
    public string NetText { get => field ?? Net.ToJson() + "\n"; init; }

    /// <summary>The case file as it was written; made from <see cref="Cases"/> by default.</summary>
    public string CasesText { get => field ??= CasesWritten(); init; }

    /// <summary>The name of the net's file.</summary>
    public string NetFile => Name + ".json";

    /// <summary>The name of the case file.</summary>
    public string CasesFile { get => field ?? Name + ".cases"; init; }

    /// <summary>The experiment that it is of, and its number among that one's; null for others.</summary>
    public (string Name, int Number)? Experiment { get; init; }

    /// <summary>The weights of a model that the lab starts with, in the order of the flat vector; null for random ones.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>The checkpoint that the lab goes on from, whose weights are <see cref="Weights"/>; null for none.</summary>
    public StartingState? State { get; init; }

    /// <summary>How raw rows of the table become <see cref="Cases"/>, as JSON that models keep; null where there is no table.</summary>
    public string? Encodings { get; init; }

    /// <summary>The rows of the table as they were read, one per case; null where there is no table, or it is too large to keep them.</summary>
    public TableRows? Rows { get; init; }

    /// <summary>The cases as readers of the case file have them: the same numbers, by which checkpoints know them, though here they may be kept otherwise.</summary>
    public Cases CasesOfFile()
    {
        using var text = new StringReader(CasesText);
        return Data.CaseFile.Load(text, CasesFile, Net).Cases;
    }

    private string CasesWritten()
    {
        using var text = new StringWriter { NewLine = "\n" };
        Data.CaseFile.Write(text, Cases, Net);
        return text.ToString();
    }
}
