using System.Text;

namespace Backprop.Figures;

/// <summary>The states of groups in the terminal: one bar a unit, one line a group.</summary>
public static class TerminalActivity
{
    /// <summary>Draws each group on a line (broken at <paramref name="width"/>), a mark <c>^</c> below each marked unit.</summary>
    /// <param name="groups">From the input on.</param>
    /// <param name="largest">The state of a full bar. Default 1; states below 0 show as the lowest bar.</param>
    /// <param name="width">The most characters in a line. Default 100.</param>
    public static string Draw(IReadOnlyList<GroupActivity> groups, double largest = 1, int width = 100)
    {
        var margin = groups.Count == 0 ? 0 : groups.Max(group => group.Name.Length) + 2;
        var perLine = Math.Max(1, width - margin);
        var text = new StringBuilder();
        foreach (var group in groups)
        {
            for (var first = 0; first < group.States.Count; first += perLine)
            {
                var units = Enumerable.Range(first, Math.Min(perLine, group.States.Count - first)).ToArray();
                text.Append((first == 0 ? group.Name : "").PadRight(margin));
                foreach (var unit in units) text.Append(Blocks.Bar(group.States[unit] / largest));
                text.Append('\n');
                var marks = string.Concat(units.Select(unit => group.Marked.Contains(unit) ? '^' : ' ')).TrimEnd();
                if (marks.Length > 0) text.Append(new string(' ', margin)).Append(marks).Append('\n');
            }
        }

        return text.ToString();
    }
}
