namespace Backprop.Data;

/// <summary>
/// Data that cannot be used: the message is one line that names the file, the line and the column where they are known,
/// what was expected, what came, and what to do.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>An error about data that have no place in a file.</summary>
    public DataException(string message) : base(message) { }

    /// <summary>An error about data that have no place in a file, with what caused it.</summary>
    public DataException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>An error at a place: the message reads "file, line 7, column 'age': what is wrong".</summary>
    /// <param name="message">What was expected, what came, what to do.</param>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="line">The line, from 1; null where it concerns the whole file.</param>
    /// <param name="column">The column's name; null where it concerns no single column.</param>
    /// <param name="innerException">What caused it.</param>
    public DataException(string message, string file, long? line = null, string? column = null, Exception? innerException = null)
        : base(Place(file, line, column) + message, innerException)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The file, as the user named it; null where there is none.</summary>
    public string? File { get; }

    /// <summary>The line, from 1; null where the error concerns the whole file.</summary>
    public long? Line { get; }

    /// <summary>The column's name; null where the error concerns no single column.</summary>
    public string? Column { get; }

    private static string Place(string file, long? line, string? column) =>
        file + (line is { } l ? $", line {l}" : "") + (column is { } c ? $", column '{OneLine(c)}'" : "") + ": ";

    /// <summary>Text from a file made fit for a message: control characters shown as spaces, at most 40 characters.</summary>
    internal static string OneLine(string text)
    {
        var clean = string.Create(Math.Min(text.Length, 40), text, static (span, t) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(t[i]) ? ' ' : t[i];
        });
        return text.Length > 40 ? clean + "…" : clean;
    }
}
