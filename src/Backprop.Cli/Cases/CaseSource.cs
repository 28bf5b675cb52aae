using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Files of cases: case files, and tables whose columns are named after the units of a net (docs/case-files.md).</summary>
internal static class CaseSource
{
    /// <summary>Whether a file holds cases, not rows of a table to encode.</summary>
    /// <param name="path">The file.</param>
    /// <param name="net">The file that describes the net; null if none is given: then no table can name its units.</param>
    /// <exception cref="InputException">The net cannot be read.</exception>
    public static bool IsCases(string path, string? net) =>
        CaseFile.IsCaseFile(path) || (net is not null && CaseTable.IsCaseTable(path, NetFile.Read(net)));

    /// <summary>Reads the cases, and the net with the names that the file gives to its units.</summary>
    /// <exception cref="DataException">The file cannot be read, or its cases do not fit the net.</exception>
    public static NamedCases Load(string path, Topology topology) =>
        !CaseFile.IsCaseFile(path) && CaseTable.IsCaseTable(path, topology) ? new NamedCases(CaseTable.Read(path, topology), topology) : CaseFile.Load(path, topology);
}
