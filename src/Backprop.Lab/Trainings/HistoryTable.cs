using System.Text;

namespace Backprop.Lab;

/// <summary>The course of a training as a table: a row for each sweep, or for every other one and fewer where the table would be too long for a page.</summary>
internal static class HistoryTable
{
    /// <summary>The most rows.</summary>
    public const int MostRows = 100_000;

    /// <summary>CSV with the columns sweep, error (E of the sweep) and error per case; the last row is of the last sweep.</summary>
    public static byte[] Of(History history)
    {
        var text = new StringBuilder("sweep,error,error per case\n");
        var (errors, perCase) = (history.Errors, history.ErrorsPerCase);
        var step = (errors.Count + MostRows - 1) / MostRows;
        for (var left = errors.Count == 0 ? 0 : (errors.Count - 1) / step; left >= 0 && errors.Count > 0; left--)
        {
            var index = errors.Count - 1 - (left * step);
            text.Append(Numeral.Text(index + 1)).Append(',').Append(Numeral.Text(errors[index])).Append(',').Append(Numeral.Text(perCase[index])).Append('\n');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
