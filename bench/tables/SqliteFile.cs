using Microsoft.Data.Sqlite;

namespace Backprop.TableSpeed;

/// <summary>SQLite by Microsoft.Data.Sqlite, a table of the types that its columns have there: real, integer, text; dates are texts.</summary>
internal sealed class SqliteFile : TableFile
{
    public override string Name => "sqlite";

    public override void Write(RandomTable table, string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var create = connection.CreateCommand();
        create.CommandText = $"CREATE TABLE t ({string.Join(", ", table.Columns.Select(static column => $"{column.Name} {Type(column.Values)}"))})";
        create.ExecuteNonQuery();
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO t VALUES ({string.Join(", ", table.Columns.Select(static (_, i) => $"$c{i}"))})";
        var cells = table.Columns.Select((column, i) => insert.Parameters.Add($"$c{i}", Type(column.Values) switch { "REAL" => SqliteType.Real, "TEXT" => SqliteType.Text, _ => SqliteType.Integer })).ToArray();
        for (var row = 0; row < table.Rows; row++)
        {
            for (var i = 0; i < cells.Length; i++)
                cells[i].Value = table.Columns[i].Values.GetValue(row) ?? DBNull.Value;
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    public override object ReadAlone(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM t";
        using var reader = command.ExecuteReader();
        var types = Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName).ToArray();
        var kept = types.Select(static type => type switch { "REAL" => (System.Collections.IList)new List<double?>(), "TEXT" => new List<string?>(), "BOOLEAN" => new List<bool?>(), _ => new List<long?>() }).ToArray();
        while (reader.Read())
        {
            for (var i = 0; i < kept.Length; i++)
            {
                var isNull = reader.IsDBNull(i);
                switch (kept[i])
                {
                    case List<double?> numbers:
                        numbers.Add(isNull ? null : reader.GetDouble(i));
                        break;
                    case List<long?> wholes:
                        wholes.Add(isNull ? null : reader.GetInt64(i));
                        break;
                    case List<bool?> yes:
                        yes.Add(isNull ? null : reader.GetBoolean(i));
                        break;
                    case List<string?> texts:
                        texts.Add(isNull ? null : reader.GetString(i));
                        break;
                }
            }
        }
        return kept;
    }

    private static string Type(Array values) => values switch { double?[] or float?[] => "REAL", int?[] or long?[] => "INTEGER", bool?[] => "BOOLEAN", _ => "TEXT" };
}
