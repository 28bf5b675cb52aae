namespace Backprop.Data;

/// <summary>
/// Cases in a table of delimited text whose columns are named <c>group.unit</c>, the unit by its name or its number from 1. The columns
/// <c>name</c> and <c>weight</c> are optional; an empty target or <c>?</c> is "don't care". With a column <c>sequence</c> each row is an iteration.
/// See docs/case-files.md.
/// </summary>
/// <example>
/// <code>
/// File.WriteAllText("xor.csv", "name,input.1,input.2,output.1\nnone,0,0,0\nfirst,1,0,1\nsecond,0,1,1\nboth,1,1,0\n");
/// var cases = CaseTable.Read("xor.csv", Topology.Layered(2, 2, 1));
/// </code>
/// </example>
public static class CaseTable
{
    /// <summary>Reads the cases of a table for a net.</summary>
    /// <param name="path">A text file, plain or gzip, whose first row names the columns.</param>
    /// <param name="topology">The net whose groups and units the columns name.</param>
    /// <param name="format">What is known of its format; null detects everything.</param>
    /// <returns>The cases, in the order of the rows.</returns>
    /// <exception cref="DataException">The file cannot be read, or is not such a table; the message names the line and the column.</exception>
    public static Cases Read(string path, Topology topology, TableFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(topology);
        using var reader = TableReader.Open(path, (format ?? new TableFormat()) with { Header = true });
        return new CaseTableReader(reader, topology).Read();
    }

    /// <summary>
    /// Whether every column of a table is named <c>group.unit</c> after the groups and units of a net, or <c>name</c>, <c>weight</c> or <c>sequence</c>;
    /// or most are, inputs and outputs among them: then <see cref="Read"/> names the column that is not.
    /// </summary>
    /// <param name="path">A text file, plain or gzip; not a pipe, since its beginning is read.</param>
    /// <param name="topology">The net.</param>
    /// <param name="format">What is known of its format; null detects everything.</param>
    /// <returns>Whether it is one; false for a file that cannot be read as a table.</returns>
    public static bool IsCaseTable(string path, Topology topology, TableFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(topology);
        if (DataFile.IsReadOnce(path))
            return false;
        try
        {
            using var reader = TableReader.Open(path, (format ?? new TableFormat()) with { Header = true });
            return CaseTableReader.IsFor(reader, topology);
        }
        catch (DataException)
        {
            return false;
        }
    }
}
