namespace Backprop.Data;

/// <summary>
/// Data that cannot be used: the message is one line that names the file, the line and the column where they are known,
/// what was expected and what came. <see cref="Remedies"/> says what a user can do.
/// </summary>
public sealed class DataException : BackpropException
{
    private readonly string? problem;
    private readonly string rowWord = "line";

    /// <summary>An error about data that have no place in a file.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    public DataException(string message) : base(message) { }

    /// <summary>An error about data that have no place in a file, with what caused it.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public DataException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>An error at a place: the message reads "file, line 7, column 'age': what is wrong".</summary>
    /// <param name="message">What was expected and what came.</param>
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

    /// <summary>An error at a row in the words of its file: "book.xlsx, sheet 'Iris', row 7, column 'age': what is wrong".</summary>
    internal DataException(string message, string file, string rowWord, long? row, string? column, Exception? innerException = null)
        : base(Place(file, row, column, rowWord) + message, innerException)
    {
        this.rowWord = rowWord;
        File = file;
        Line = row;
        Column = column;
    }

    private DataException((string Problem, string Column) which)
        : base(Place("", line: null, which.Column) + which.Problem) => (problem, Column) = which;

    /// <summary>An error about a column of data that have no place in a file, or none yet: <see cref="At(string, long?)"/> adds it.</summary>
    internal static DataException OfColumn(string problem, string column) => new((problem, column));

    /// <summary>The same error at its place in a file.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="line">The line, from 1; null where it is not known.</param>
    /// <returns>An exception with the same problem at that place.</returns>
    public DataException At(string file, long? line = null) => new(problem ?? Message, file, line, Column, this) { Remedies = Remedies };

    /// <summary>
    /// The same error about a table that is read as another one was: what would change how that one is read is not a remedy, but a word that counts as missing is
    /// one in both.
    /// </summary>
    /// <param name="how">How the table is read, said where a remedy is dropped.</param>
    internal DataException InTableReadAs(string how)
    {
        Remedy[] kept = [.. Remedies.Where(static remedy => remedy.Kind == RemedyKind.CountAsMissing)];
        return kept.Length == Remedies.Count || File is null ? this : new($"{Message[Place(File, Line, Column, rowWord).Length..]}; {how}", File, rowWord, Line, Column, this) { Remedies = kept };
    }

    /// <summary>The same error at a row in the words of its file.</summary>
    internal DataException At(string file, string rowWord, long? row) => new(problem ?? Message, file, rowWord, row, Column, this) { Remedies = Remedies };

    /// <summary>The file, as the user named it; null where there is none.</summary>
    public string? File { get; }

    /// <summary>The line, or the row of a file that has no lines, from 1; null where the error concerns the whole file.</summary>
    public long? Line { get; }

    /// <summary>The column's name; null where the error concerns no single column.</summary>
    public string? Column { get; }

    /// <summary>What a user can do about it, the likeliest first; empty where nothing but another file helps.</summary>
    public IReadOnlyList<Remedy> Remedies { get; init => field = ValueList.Of(value); } = ValueList<Remedy>.Empty;

    private static string Place(string file, long? line, string? column, string rowWord = "line") =>
        file + (line is { } l ? $", {rowWord} {l}" : "") + (column is { } c ? $"{(file.Length > 0 ? ", " : "")}column '{DisplayText.Name(c)}'" : "") + ": ";
}
