namespace Backprop.Data;

/// <summary>
/// A table in memory: columns of numbers and of category codes, never their text. Reading passes over the file twice, to learn
/// the kinds of the columns and then to fill them, so that a million rows need little more than their numbers.
/// </summary>
/// <example>
/// <code>
/// var table = Table.Read("iris.csv", new ColumnChoices { Targets = ["species"] });
/// foreach (var column in table.Columns)
///     Console.WriteLine($"{column.Name}: {column.Kind}");
/// </code>
/// </example>
public sealed class Table
{
    /// <summary>Columns that a table can have.</summary>
    internal const int MostColumns = TableKind.MostColumns;

    private readonly Dictionary<string, TableColumn> byName = new(StringComparer.Ordinal);

    internal Table(string file, TableFormat format, IReadOnlyList<TableColumn> columns, IReadOnlyList<TableNote> notes, int count)
    {
        File = file;
        Format = format;
        Columns = columns;
        Notes = notes;
        Count = count;
        foreach (var column in columns)
            byName.TryAdd(column.Name, column);
    }

    /// <summary>The file, as the user named it.</summary>
    public string File { get; }

    /// <summary>The format that was detected or given.</summary>
    public TableFormat Format { get; }

    /// <summary>The columns in use, in the order of the file.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The column that puts the rows into groups; null where none was chosen. It is not among <see cref="Columns"/>.</summary>
    public CategoryColumn? Groups { get; internal init; }

    /// <summary>The column that orders the rows in time; null where none was chosen. It is not among <see cref="Columns"/>.</summary>
    public NumberColumn? Times { get; internal init; }

    /// <summary>The weights of the rows, each finite and at least 0; null where none were chosen. They are not among <see cref="Columns"/>.</summary>
    public NumberColumn? Weights { get; internal init; }

    /// <summary>Which rows of the file these are, counted from 0 without the names, where some are left out since they have no target; null: all of them.</summary>
    public IReadOnlyList<int>? FileRows { get; internal init; }

    /// <summary>The columns to be predicted.</summary>
    public IEnumerable<TableColumn> Targets => Columns.Where(c => c.IsTarget);

    /// <summary>One line for each decision that may surprise: columns left out, rows without a target.</summary>
    public IReadOnlyList<TableNote> Notes { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The column of that name.</summary>
    /// <param name="name">The column's name.</param>
    /// <exception cref="DataException">There is none.</exception>
    public TableColumn this[string name] =>
        byName.TryGetValue(name, out var column) ? column
        : throw new DataException($"has no column '{DisplayText.Name(name)}' in use; it has {ColumnChoices.Listed([.. Columns.Select(c => c.Name)])}{NearestName.Hint(name, Columns.Select(c => c.Name))}", File);

    /// <summary>Reads a file of delimited text.</summary>
    /// <param name="path">A text file, plain or gzip; not a pipe, since it is read twice.</param>
    /// <param name="choices">Targets and kinds of columns; null infers the kinds and has no targets.</param>
    /// <param name="format">What is known of its format; null detects everything.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The table, in memory.</returns>
    /// <exception cref="DataException">It cannot be read, or its columns cannot be used as asked; the message says what is wrong.</exception>
    public static Table Read(string path, ColumnChoices? choices = null, TableFormat? format = null, CancellationToken cancellationToken = default) =>
        new TableLoader(path, choices ?? new ColumnChoices(), format, cancellationToken).Load();
}
