namespace Backprop.Data;

/// <summary>The kinds of files with tables that need packages: Parquet, Excel workbooks, SQLite databases and Arrow files.</summary>
/// <example>
/// <code>
/// var format = new TableFormat { Kinds = [.. TableKind.Own, .. OtherTables.All] };
/// Console.WriteLine(string.Join(", ", format.Kinds.Select(kind => kind.Name)));
/// </code>
/// </example>
public static class OtherTables
{
    /// <summary>All of them, for <see cref="TableFormat.Kinds"/>.</summary>
    public static IReadOnlyList<TableKind> All { get; } = Array.AsReadOnly<TableKind>([new Parquet.ParquetKind(), new Excel.ExcelKind(), new Sqlite.SqliteKind(), new Arrow.ArrowKind()]);
}
