using Backprop.Data;

namespace Backprop.Lab;

/// <summary>
/// A lab that starts from a table. One net learns all rows as cases, so that what is seen is one training;
/// <c>backprop train</c> on the table itself holds rows back, trains several nets and averages their answers.
/// </summary>
internal static class TableOpening
{
    private static readonly Phrase TooLarge = new("The table makes {0} million states of units, but a lab takes {1} million; larger ones are for the command line: backprop train.", "该表格产生 {0} 百万个单元状态，而实验室最多容纳 {1} 百万个；更大的表格请用命令行：backprop train。");

    /// <summary>The rows, encoded as a training on the table would, with a layered net.</summary>
    /// <param name="path">The table.</param>
    /// <param name="choices">Its target and the hidden layers.</param>
    /// <exception cref="DataException">It is not a table, or its columns cannot be used.</exception>
    public static Opening Of(string path, FileChoices choices)
    {
        var table = Table.Read(path, new ColumnChoices { Targets = [choices.Target ?? Columns(path)[^1]] });
        var encoding = EncodingFit.Fit(table, Rows(table));
        var net = Named(TableNet.Layered(encoding, choices.Hidden, choices.Function ?? TableDefaults.HiddenFunction, choices.Skip), encoding);
        var training = new CaseTraining
        {
            Rule = TableDefaults.Rule,
            Error = TableNet.ErrorFor(encoding) is CrossEntropy ? CaseError.Read(CaseError.CrossEntropyName, tolerance: null) : new CaseError(),
            Batch = table.Count > TableDefaults.Batch.Size ? TableDefaults.Batch : Batch.All,
            Shuffle = table.Count > TableDefaults.Batch.Size,
            Until = [],
            Sweeps = TableDefaults.Sweeps,
        };
        return Of(path, encoding, table, net, training);
    }

    /// <summary>The rows, encoded as a model encodes them.</summary>
    /// <exception cref="DataException">The table has not the columns of the model.</exception>
    public static Opening OfModel(string path, TableEncoding encoding, Topology net, LabSettings settings) => Of(path, encoding, encoding.ReadTable(path), net, settings.Training);

    /// <summary>The cases of a table whose columns are named after the units of a net.</summary>
    /// <exception cref="DataException">It is not one.</exception>
    public static Opening OfCases(string path, Topology net, LabSettings settings) => new() { Name = "lab", Net = net, Cases = CaseTable.Read(path, net), Training = settings.Training };

    /// <summary>The names of the columns of a table.</summary>
    /// <exception cref="DataException">It is not one.</exception>
    public static IReadOnlyList<string> Columns(string path)
    {
        using var reader = TableReader.Open(path);
        return reader.Columns;
    }

    private static Opening Of(string path, TableEncoding encoding, Table table, Topology net, CaseTraining training)
    {
        if ((long)table.Count * (encoding.InputSize + encoding.TargetSize) is var states and > FileOpening.MostStates)
            throw new Refusal(TooLarge, states / 1_000_000, FileOpening.MostStates / 1_000_000);
        return new Opening { Name = "table", Net = net, Cases = encoding.Encode(table, Rows(table)), Training = training, Encodings = encoding.ToJson(), Rows = TableRows.Of(path, table, encoding) };
    }

    /// <summary>The net whose units are called what they stand for, where each name occurs once in its group.</summary>
    private static Topology Named(Topology net, TableEncoding encoding) => net.WithUnitNames(encoding.InputGroups.Concat(encoding.TargetGroups)
        .Select(static group => (group.Name, Units: (IReadOnlyList<string>)[.. group.UnitNames]))
        .Where(static group => group.Units.Count > 1 && group.Units.All(static unit => unit.Length > 0) && group.Units.Distinct(StringComparer.Ordinal).Count() == group.Units.Count)
        .ToDictionary(static group => group.Name, static group => group.Units, StringComparer.Ordinal));

    private static int[] Rows(Table table) => [.. Enumerable.Range(0, table.Count)];
}
