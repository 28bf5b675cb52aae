using System.Text;

namespace Backprop.Experiments;

/// <summary>Claims as aligned columns of text: claim, printed, here, holds.</summary>
internal static class ClaimTable
{
    /// <summary>Lays the claims out; cells that do not fit are wrapped between words.</summary>
    /// <param name="claims">The rows.</param>
    /// <param name="width">Columns of text, 60 or more.</param>
    /// <param name="second">The head of the second column: what a paper prints, or what is expected where nothing was printed.</param>
    public static string Of(IEnumerable<Claim> claims, int width, string second = "printed")
    {
        string[][] rows = [["claim", second, "here", "holds"], .. claims.Select(c => (string[])[c.What, c.Printed, c.Here, c.Holds.ToString().ToLowerInvariant()])];
        // Claim and printed are short by nature; "here" takes what is left.
        var what = Math.Min(rows.Max(row => row[0].Length), Math.Max(20, width * 2 / 5));
        var printed = Math.Min(rows.Max(row => row[1].Length), Math.Max(10, width / 5));
        var here = Math.Max(15, Math.Min(rows.Max(row => row[2].Length), width - what - printed - 6 - 3 * 2 - 1));
        int[] widths = [what, printed, here, 6];

        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => Wrap(cell, widths[column])).ToArray();
            for (var line = 0; line < cells.Max(cell => cell.Count); line++)
            {
                var columns = cells.Select((cell, column) => (line < cell.Count ? cell[line] : "").PadRight(widths[column]));
                text.Append(' ').Append(string.Join("  ", columns).TrimEnd()).Append('\n');
            }
        }
        return text.ToString();
    }

    private static List<string> Wrap(string cell, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in cell.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        lines.Add(line.ToString());
        return lines;
    }
}
