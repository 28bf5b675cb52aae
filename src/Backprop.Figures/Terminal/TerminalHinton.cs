using System.Text;

namespace Backprop.Figures;

/// <summary>
/// A matrix in the terminal, two characters per value: squares that grow with the size, filled for
/// positive and hollow for negative, so that no color is needed.
/// </summary>
/// <example>
/// <code>
/// Console.Write(TerminalHinton.Draw(new[,] { { 0.5, -1 }, { 2, 0.1 } }));
/// </code>
/// </example>
public static class TerminalHinton
{
    private const string Positive = "·▪◼■", Negative = "·▫◻□";

    /// <summary>Draws the values, one line per row, and a last line with the scale.</summary>
    /// <param name="values">The matrix, [row, column]; NaN leaves a blank.</param>
    /// <param name="rowNames">A name for each row. Default none.</param>
    /// <param name="width">The most characters in a line; wider matrices are cut, and say so. Default 100.</param>
    /// <returns>The lines, each with its line feed.</returns>
    public static string Draw(double[,] values, IReadOnlyList<string>? rowNames = null, int width = 100)
    {
        var largest = HintonField.Largest(values);
        var margin = rowNames is null ? 0 : rowNames.Max(name => name.Length) + 1;
        var columns = Math.Clamp((width - margin) / 2, 1, Math.Max(1, values.GetLength(1)));
        var text = new StringBuilder();
        for (var row = 0; row < values.GetLength(0); row++)
        {
            var line = new StringBuilder(rowNames is null ? "" : rowNames[row].PadRight(margin));
            for (var column = 0; column < Math.Min(columns, values.GetLength(1)); column++) line.Append(Square(values[row, column], largest)).Append(' ');
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        text.Append($"■ positive  □ negative  largest {SvgNumber.Value(largest)}");
        if (columns < values.GetLength(1)) text.Append($"  (first {columns} of {values.GetLength(1)} columns)");
        return text.Append('\n').ToString();
    }

    private static char Square(double value, double largest)
    {
        if (!double.IsFinite(value)) return ' ';
        var side = largest > 0 ? Math.Sqrt(Math.Abs(value) / largest) : 0;
        var size = Math.Clamp((int)(side * 4), 0, 3);
        return value < 0 ? Negative[size] : Positive[size];
    }
}
