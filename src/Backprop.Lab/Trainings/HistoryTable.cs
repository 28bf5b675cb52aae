using System.Text;

namespace Backprop.Lab;

/// <summary>The course of a training as a table: a row for each sweep.</summary>
internal static class HistoryTable
{
    /// <summary>CSV with the columns sweep, error (E of the sweep) and error per case.</summary>
    public static byte[] Of(History history)
    {
        var text = new StringBuilder("sweep,error,error per case\n");
        var perCase = history.ErrorsPerCase;
        foreach (var (index, error) in history.Errors.Index())
            text.Append(Numeral.Text(index + 1)).Append(',').Append(Numeral.Text(error)).Append(',').Append(Numeral.Text(perCase[index])).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
