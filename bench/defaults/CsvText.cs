using System.Globalization;
using System.Text;

namespace Backprop.Defaults;

/// <summary>CSV files with a header and a record per line; cells may be in quotes, but hold no line breaks.</summary>
internal static class CsvText
{
    /// <summary>The lines below the header, each as its cells by column. A line that is not whole, for it is being written, is left out.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(string file)
    {
        IReadOnlyList<string>? header = null;
        foreach (var line in File.ReadLines(file))
        {
            var cells = Cells(line);
            if (header is null)
                header = cells;
            else if (cells.Count == header.Count)
                yield return header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        }
    }

    /// <summary>The cells of a line. Within quotes a comma is text, and two quotes are one.</summary>
    public static IReadOnlyList<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(line[i]);
        }
        cells.Add(cell.ToString());
        return cells;
    }

    public static int Count(this IReadOnlyDictionary<string, string> line, string column) => int.Parse(line[column], CultureInfo.InvariantCulture);

    /// <summary>The number in a column; null where the cell is empty.</summary>
    public static double? Number(this IReadOnlyDictionary<string, string> line, string column) =>
        line[column].Length == 0 ? null : double.Parse(line[column], CultureInfo.InvariantCulture);
}
