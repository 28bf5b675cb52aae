using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Backprop.Data.Sqlite;

/// <summary>SQLite databases: a table, a view or a query.</summary>
internal sealed class SqliteKind : TableKind
{
    public override string Name => "an SQLite database";

    public override bool IsText => false;

    public override bool HasSheets => true;

    public override bool HasQueries => true;

    public override IReadOnlyList<string> Endings => [".sqlite", ".sqlite3", ".db"];

    public override bool Is(ReadOnlySpan<byte> start, string file) => start.StartsWith("SQLite format 3\0"u8);

    public override TableSource Open(TableInput input, SourceOptions options)
    {
        input.Stream.Dispose();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = input.Path!, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            Damage.Named(input.Name, Name, () =>
            {
                connection.Open();
                using var guard = connection.CreateCommand();
                guard.CommandText = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF";
                return guard.ExecuteNonQuery();
            });
            return new SqliteRows(connection, input.Name, options);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override void Write(TableOutput table, Stream stream) => SqliteOutput.Write(table, stream);
}

/// <summary>The rows of a table or of a query.</summary>
internal sealed class SqliteRows : PackageRows
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand command;
    private readonly SqliteDataReader reader;
    private readonly sqlite3_stmt statement;
    private readonly bool[] isYesOrNo;
    private readonly List<TableNote> notes = [];
    private long row;

    public SqliteRows(SqliteConnection connection, string file, SourceOptions options) : base(file, "an SQLite database")
    {
        this.connection = connection;
        command = connection.CreateCommand();
        if (options.Query is { } query)
        {
            command.CommandText = query;
            RowWord = "row";
        }
        else
        {
            var table = Damage.Named(file, "an SQLite database", () => Table(options));
            command.CommandText = $"SELECT * FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            RowWord = $"table '{DisplayText.Name(table)}', row";
        }
        try
        {
            reader = command.ExecuteReader();
        }
        catch (Exception e) when (Damage.IsDamage(e))
        {
            throw new DataException($"{(options.Query is null ? "cannot be read" : "does not answer the query")}: {DisplayText.Of(e.Message.TrimEnd('.'), 300)}", file, innerException: e);
        }
        if (reader.FieldCount == 0)
            throw new DataException("gives no columns for the query; expected a SELECT", file);
        statement = reader.Handle!;
        Columns = [.. Enumerable.Range(0, reader.FieldCount).Select(i => new SourceColumn(reader.GetName(i)))];
        isYesOrNo = [.. Enumerable.Range(0, reader.FieldCount).Select(i => raw.sqlite3_column_decltype(statement, i).utf8_to_string() is { } type && type.StartsWith("bool", StringComparison.OrdinalIgnoreCase))];
    }

    public override IReadOnlyList<SourceColumn> Columns { get; }

    public override IReadOnlyList<TableNote> Notes => notes;

    public override long Row => row;

    public override string RowWord { get; }

    protected override TableCell Cell(int column)
    {
        switch (raw.sqlite3_column_type(statement, column))
        {
            case raw.SQLITE_INTEGER:
                var whole = raw.sqlite3_column_int64(statement, column);
                return isYesOrNo[column] && whole is 0 or 1 ? TableCell.YesOrNo(whole == 1) : TableCell.Number(whole);
            case raw.SQLITE_FLOAT:
                return TableCell.Number(raw.sqlite3_column_double(statement, column));
            case raw.SQLITE_TEXT:
                return TableCell.OfText(raw.sqlite3_column_blob(statement, column));
            case raw.SQLITE_NULL:
                return TableCell.Missing;
            default:
                return TableCell.Other("a blob"u8);
        }
    }

    protected override bool Next()
    {
        if (!reader.Read())
            return false;
        row++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reader?.Dispose();
            command.Dispose();
            connection.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>The table to read: the one that is named, the only one if that will do, the preferred one or the first.</summary>
    private string Table(SourceOptions options)
    {
        using var list = connection.CreateCommand();
        list.CommandText = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, rowid";
        var names = new List<string>();
        using (var tables = list.ExecuteReader())
            while (tables.Read())
                names.Add(tables.GetString(0));
        string? Find(string? table) => names.Find(name => string.Equals(name, table, StringComparison.OrdinalIgnoreCase));
        if (options.Sheet is { } named)
            return Find(named)
                ?? (options.OnlySheet && names.Count == 1 ? names[0] : null)
                ?? throw new DataException($"has no table '{DisplayText.Name(named)}'; it has {(names.Count == 0 ? "none" : string.Join(", ", names.Take(12).Select(DisplayText.Name)))}{(names.Count > 12 ? $", … ({names.Count} in all)" : "")}", File);
        if (names.Count == 0)
            throw new DataException("has no tables", File);
        var preferred = Find(options.PreferredSheet);
        notes.AddRange(preferred is not null ? SheetNote.Preferred("table", names.Count, preferred) : SheetNote.First("table", names.Count, names[0]));
        return preferred ?? names[0];
    }
}
