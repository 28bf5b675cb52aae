using System.Globalization;
using System.Text;
using Backprop.Figures;

namespace Backprop.Lab;

/// <summary>How alike the codes of cases are, pair by pair.</summary>
internal sealed class SimilarityMatrix
{
    private const int Cell = 10;

    private readonly double[,] values;

    /// <summary>Compares codes.</summary>
    /// <param name="codes">The codes.</param>
    /// <param name="isDistance">Whether by Euclidean distance; otherwise by correlation.</param>
    /// <param name="isOrdered">Whether cases stand in the order of their cluster tree; otherwise in that given.</param>
    public SimilarityMatrix(IReadOnlyList<Code> codes, bool isDistance, bool isOrdered)
    {
        (Codes, IsDistance) = (codes, isDistance);
        Order = isOrdered ? [.. Clustering.Of([.. codes.Select(static code => code.States)]).Items] : [.. Enumerable.Range(0, codes.Count)];
        values = new double[codes.Count, codes.Count];
        for (var first = 0; first < codes.Count; first++)
        {
            for (var second = 0; second <= first; second++)
            {
                var value = isDistance ? CodeSimilarity.Distance(codes[first].States, codes[second].States) : CodeSimilarity.Correlation(codes[first].States, codes[second].States);
                values[first, second] = values[second, first] = value;
                Greatest = Math.Max(Greatest, isDistance ? value : 1);
            }
        }
    }

    /// <summary>The codes.</summary>
    public IReadOnlyList<Code> Codes { get; }

    /// <summary>Whether the numbers are distances.</summary>
    public bool IsDistance { get; }

    /// <summary>The greatest distance; of correlations 1.</summary>
    public double Greatest { get; }

    /// <summary>The codes in the order of rows and columns.</summary>
    public int[] Order { get; }

    /// <summary>The number of two codes; NaN for the correlation of a code that is the same in all units.</summary>
    public double this[int first, int second] => values[first, second];

    /// <summary>The codes most like one, the likest first.</summary>
    public IEnumerable<int> Likest(int code, int most) => Enumerable.Range(0, Codes.Count).Where(other => other != code && !double.IsNaN(values[code, other]))
        .OrderBy(other => IsDistance ? values[code, other] : -values[code, other]).Take(most);

    /// <summary>Which rows have their names beside them: all, or evenly spread ones and the chosen one.</summary>
    /// <param name="order">The codes in the order of the rows.</param>
    /// <param name="chosen">The chosen code.</param>
    /// <param name="most">About the most names.</param>
    /// <returns>From the first row on so many rows each, and the code whose name stands there, at the first of them; null for none.</returns>
    public static IReadOnlyList<(int Rows, int? Code)> Named(IReadOnlyList<int> order, int chosen, int most)
    {
        var step = Math.Max(1, (order.Count + most - 1) / most);
        if (step == 1) return [.. order.Select(static code => (1, (int?)code))];
        var named = new List<(int Rows, int? Code)>();
        var at = Enumerable.Range(0, order.Count).FirstOrDefault(row => order[row] == chosen, -1);
        for (var first = 0; first < order.Count; first += step)
        {
            var rows = Math.Min(step, order.Count - first);
            // The chosen one takes the place of the name before it.
            named.Add((rows, order[at >= first && at < first + rows ? at : first]));
        }
        return named;
    }

    /// <summary>The matrix as an SVG element: the darker, the more alike; negative correlations in the color of negative numbers.</summary>
    /// <param name="label">What it is called.</param>
    /// <param name="chosen">The code whose row and column are framed.</param>
    public string ToSvg(string label, int chosen)
    {
        var side = Cell * Order.Length;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"similarity\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{Canvas.Escape(label)}\">");
        for (var row = 0; row < Order.Length; row++)
        {
            for (var column = 0; column < Order.Length; column++)
            {
                var value = values[Order[row], Order[column]];
                var shade = double.IsNaN(value) ? 0 : IsDistance ? (Greatest > 0 ? 1 - (value / Greatest) : 1) : Math.Abs(value);
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{column * Cell}\" y=\"{row * Cell}\" width=\"{Cell}\" height=\"{Cell}\"{(value < 0 ? " class=\"negative\"" : "")} fill-opacity=\"{shade:F2}\"><title>{Canvas.Escape($"{Codes[Order[row]].Name} · {Codes[Order[column]].Name}: {value.ToString("F3", CultureInfo.InvariantCulture)}")}</title></rect>");
            }
        }
        if (Array.IndexOf(Order, chosen) is >= 0 and var at)
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"frame\" d=\"M0 {at * Cell}h{side}v{Cell}h-{side}zM{at * Cell} 0h{Cell}v{side}h-{Cell}z\"/>");
        return svg.Append("</svg>").ToString();
    }
}
