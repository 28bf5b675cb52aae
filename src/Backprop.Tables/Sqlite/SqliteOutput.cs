using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Backprop.Data.Sqlite;

/// <summary>Writes databases of one table. Dates are texts (ISO 8601), since SQLite has no type for them.</summary>
internal static class SqliteOutput
{
    private const string Table = "predictions";
    private const int MostColumns = 2000;

    public static void Write(TableOutput table, Stream stream)
    {
        if (table.Columns.Count > MostColumns)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"cannot hold {table.Columns.Count:N0} columns: a table of SQLite has at most {MostColumns:N0}; write a file of another kind, such as .parquet or .csv"));
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        using (var transaction = connection.BeginTransaction())
        {
            using var create = connection.CreateCommand();
            create.CommandText = $"CREATE TABLE {Table} ({string.Join(", ", table.Columns.Select(static column => $"{Quoted(column.Name)} {Type(column.Type)}"))})";
            create.ExecuteNonQuery();
            Fill(connection, table);
            transaction.Commit();
        }
        Save(connection, stream);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Type(CellType type) => type switch
    {
        CellType.Number => "REAL",
        CellType.Whole => "INTEGER",
        CellType.YesOrNo => "BOOLEAN",
        _ => "TEXT",
    };

    private static void Fill(SqliteConnection connection, TableOutput table)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO {Table} VALUES ({string.Join(", ", Enumerable.Range(0, table.Columns.Count).Select(static i => $"$p{i}"))})";
        for (var i = 0; i < table.Columns.Count; i++)
            insert.Parameters.Add(new SqliteParameter($"$p{i}", DBNull.Value));
        insert.Prepare();
        for (var row = 0; row < table.Rows; row++)
        {
            for (var i = 0; i < table.Columns.Count; i++)
                insert.Parameters[i].Value = table.Columns[i].IsMissing(row) ? DBNull.Value : Value(table.Columns[i], row);
            insert.ExecuteNonQuery();
        }
    }

    private static object Value(OutputColumn column, int row) => column.Type switch
    {
        CellType.Number => column.Number(row),
        CellType.Whole => column.Whole(row),
        CellType.YesOrNo => column.Number(row) != 0 ? 1L : 0L,
        CellType.Day => column.Date(row).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellType.Time => column.Date(row).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        _ => column.Texts[column.Code(row)],
    };

    /// <summary>The bytes of the file that the database would be.</summary>
    private static void Save(SqliteConnection connection, Stream stream)
    {
        var bytes = raw.sqlite3_serialize(connection.Handle, "main", out var size, 0);
        if (bytes == IntPtr.Zero)
            throw new InsufficientMemoryException("SQLite cannot allocate the memory for the database");
        try
        {
            var chunk = new byte[1 << 20];
            for (var at = 0L; at < size; at += chunk.Length)
            {
                var length = (int)Math.Min(chunk.Length, size - at);
                Marshal.Copy((nint)(bytes + at), chunk, 0, length);
                stream.Write(chunk, 0, length);
            }
        }
        finally
        {
            raw.sqlite3_free(bytes);
        }
    }
}
