using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Tells which answers were given without knowing a category.</summary>
internal static class UnseenNotes
{
    /// <summary>One line for each column that held categories not seen in training.</summary>
    public static void Write(Terminal terminal, RowSource rows)
    {
        foreach (var column in rows.Unseen)
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Note(column)} in {column.RowWord} {column.Line}); --unseen error stops instead"));
    }

    /// <summary>The same for the rows of an explanation, which are in memory and have no lines.</summary>
    public static void Write(Terminal terminal, TableExplainer explainer)
    {
        foreach (var column in explainer.Unseen)
            terminal.Error.WriteLine(Note(column) + ")");
    }

    private static string Note(UnseenCount column) => string.Create(CultureInfo.InvariantCulture,
        $" note: column '{DisplayText.Name(column.Column)}': {column.Rows:N0} {(column.Rows == 1 ? "row has" : "rows have")} a category not seen in training, encoded as all zeros (first: '{DisplayText.Name(column.First)}'");
}
