using System.Data;

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

    /// <summary>What is known of the rows that this process does not keep; null where it keeps all of them.</summary>
    internal TablePart? Part { get; init; }

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

    /// <summary>Makes a table of rows that a program gives one after another, such as those of another library's table.</summary>
    /// <param name="rows">The rows, before the first; read once and disposed.</param>
    /// <param name="choices">Targets and kinds of columns; null takes the declared kinds, infers the others and has no targets.</param>
    /// <param name="format">Words for missing values, and the decimal mark and form of dates in cells of text; null: the usual ones.</param>
    /// <param name="name">What messages call the rows. Default: "the rows".</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The table, in memory.</returns>
    /// <exception cref="DataException">There are no rows, or the columns cannot be used as asked; the message says what is wrong.</exception>
    public static Table From(TableSource rows, ColumnChoices? choices = null, TableFormat? format = null, string name = "the rows", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(name);
        return new TableLoader(name, choices ?? new ColumnChoices(), format, cancellationToken, rows).Load();
    }

    /// <summary>Makes a table of the rows of a database query, or of any other reader of records.</summary>
    /// <param name="reader">A reader before the first row that is wanted, of which every further one is read; it stays open.</param>
    /// <param name="choices">Targets and kinds of columns; null infers the kinds and has no targets.</param>
    /// <param name="format">Words for missing values beside <see cref="DBNull"/>, and the decimal mark and form of dates in texts; null: the usual ones.</param>
    /// <param name="name">What messages call the rows. Default: "the rows".</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The table, in memory.</returns>
    /// <exception cref="DataException">There are no rows, or the columns cannot be used as asked; the message says what is wrong.</exception>
    /// <example>
    /// <code>
    /// using System.Data;
    ///
    /// using var records = new DataTable("flowers");
    /// records.Columns.Add("petal length", typeof(double));
    /// records.Columns.Add("species", typeof(string));
    /// records.Rows.Add(1.4, "setosa");
    /// records.Rows.Add(4.7, "versicolor");
    ///
    /// using var reader = records.CreateDataReader();
    /// var table = Table.From(reader, new ColumnChoices { Targets = ["species"] });
    /// Console.WriteLine($"{table.Count} rows");
    /// </code>
    /// </example>
    public static Table From(IDataReader reader, ColumnChoices? choices = null, TableFormat? format = null, string name = "the rows", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return From(new RecordRows(reader), choices, format, name, cancellationToken);
    }

    /// <summary>Makes a table of the rows of a <see cref="DataTable"/> that are not deleted.</summary>
    /// <param name="table">The table.</param>
    /// <param name="choices">Targets and kinds of columns; null infers the kinds and has no targets.</param>
    /// <param name="format">Words for missing values beside <see cref="DBNull"/>, and the decimal mark and form of dates in texts; null: the usual ones.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The table, in memory. Messages call it by its <see cref="DataTable.TableName"/>.</returns>
    /// <exception cref="DataException">There are no rows, or the columns cannot be used as asked; the message says what is wrong.</exception>
    public static Table From(DataTable table, ColumnChoices? choices = null, TableFormat? format = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var reader = table.CreateDataReader();
        return From(reader, choices, format, table.TableName.Length > 0 ? table.TableName : "the table", cancellationToken);
    }
}
