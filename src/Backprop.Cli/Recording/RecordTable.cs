using System.Numerics;

namespace Backprop.Cli;

/// <summary>A record of a net as a table: the head, and the rows for the weights that the net has now.</summary>
/// <param name="Head">The names of the columns.</param>
/// <param name="Rows">Gets the rows.</param>
internal sealed record RecordTable<T>(IReadOnlyList<string> Head, Func<Network<T>, IEnumerable<IReadOnlyList<string>>> Rows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The table of a recording.</summary>
    /// <param name="recording">What is recorded.</param>
    /// <param name="topology">The net, with names of its units where they are known.</param>
    /// <param name="cases">The cases; not needed for weights.</param>
    /// <param name="error">The error measure, for errors.</param>
    /// <exception cref="UsageException">The net has no such group.</exception>
    /// <exception cref="InputException">Errors are asked for, and the cases have no targets.</exception>
    public static RecordTable<T> Of(Recording recording, Topology topology, Cases? cases, ErrorMeasure error) => recording.Kind switch
    {
        RecordKind.Weights => new(WeightRows.Head, network => WeightRows.Of(network, topology)),
        RecordKind.States => StateRows.Table<T>(recording.GroupsOf(topology), cases!),
        RecordKind.Similarity => SimilarityRows.Table<T>(recording.GroupsOf(topology)[0], topology, cases!),
        _ => ErrorRows.Table<T>(topology, cases!, error),
    };

    /// <summary>Writes head and rows as CSV.</summary>
    public void Write(Network<T> network, TextWriter output)
    {
        var writer = RecordCsv.To(output);
        RecordCsv.Row(writer, Head);
        foreach (var row in Rows(network))
            RecordCsv.Row(writer, row);
        writer.Flush();
    }
}
