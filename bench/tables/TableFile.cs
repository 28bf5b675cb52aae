namespace Backprop.TableSpeed;

/// <summary>A kind of files with tables: how one is written, and read by its library alone into arrays.</summary>
internal abstract class TableFile
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<TableFile> All { get; } = [new ParquetFile(), new ArrowFile(), new SqliteFile(), new ExcelFile(), new JsonLinesFile()];

    /// <summary>The kind of a name; null where there is none.</summary>
    public static TableFile? Named(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The rows that are measured of so many.</summary>
    public virtual int Share(int rows) => rows;

    /// <summary>Writes a table.</summary>
    public abstract void Write(RandomTable table, string path);

    /// <summary>All cells, as the library gives them, in arrays column by column: what a program has in memory that uses the library alone.</summary>
    public abstract object ReadAlone(string path);
}
