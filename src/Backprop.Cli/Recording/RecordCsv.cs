using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Records as CSV: commas, quotes where they are needed, numbers in the shortest form that is read as the same number.</summary>
internal static class RecordCsv
{
    public static TableWriter To(TextWriter output) => new(output, new TableFormat { Delimiter = ',', Quote = '"' });

    public static void Row(TableWriter writer, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
            writer.Cell(cell);
        writer.EndRow();
    }

    /// <summary>A number; empty for NaN.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The columns that say which case a row is about: the name, or of sequences the name and the iteration.</summary>
    public static string[] PlaceColumns(bool isIterative) => isIterative ? ["sequence", "iteration"] : ["name"];

    /// <summary>The column of a unit: "hidden.3", or "animal.cat" where the units have names.</summary>
    public static string UnitColumn(Group group, int unit) => $"{group.Origin}.{group.UnitLabel(unit)}";
}
