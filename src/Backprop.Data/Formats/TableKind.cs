using System.Text;

namespace Backprop.Data;

/// <summary>A kind of files with a table in them that is not delimited text: how it is recognized and opened.</summary>
public abstract class TableKind
{
    /// <summary>The kinds that need nothing but this library: JSON Lines, ARFF and LIBSVM.</summary>
    public static IReadOnlyList<TableKind> Own { get; } = new ValueList<TableKind>([new JsonLines(), new Arff(), new Libsvm()]);

    /// <summary>Columns that a table can have: each costs a few hundred bytes besides its values, and a line of commas must not request millions.</summary>
    internal const int MostColumns = 100_000;

    /// <summary>The kind with its article, as in "is a Parquet file".</summary>
    public abstract string Name { get; }

    /// <summary>Whether such a file is text, so that it can be compressed, come from a pipe, or be mistaken for delimited text.</summary>
    public abstract bool IsText { get; }

    /// <summary>Whether such a file has several tables, one of which <see cref="SourceOptions.Sheet"/> names.</summary>
    public virtual bool HasSheets => false;

    /// <summary>Whether such a file takes <see cref="SourceOptions.Query"/>.</summary>
    public virtual bool HasQueries => false;

    /// <summary>How the names of files end that are to be written in this kind, such as ".parquet", the usual ending first; empty where this kind is only read.</summary>
    public virtual IReadOnlyList<string> Endings => [];

    /// <summary>Whether a file is of this kind.</summary>
    /// <param name="start">Its first bytes, decompressed; 256 KiB, or all.</param>
    /// <param name="file">Its name, whose ending may help to tell.</param>
    /// <returns>Whether it is.</returns>
    public abstract bool Is(ReadOnlySpan<byte> start, string file);

    /// <summary>Opens such a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="options">What is known of it.</param>
    /// <returns>Its rows, before the first.</returns>
    /// <exception cref="DataException">It is damaged, or has not what is asked for.</exception>
    public abstract TableSource Open(TableInput input, SourceOptions options);

    /// <summary>Writes a table that <see cref="Open"/> reads again, in a kind that has <see cref="Endings"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="stream">Where to write, from its position; it stays open.</param>
    /// <exception cref="DataException">The table has what this kind cannot hold.</exception>
    /// <exception cref="NotSupportedException">This kind is only read.</exception>
    public virtual void Write(TableOutput table, Stream stream) => throw new NotSupportedException($"{Name} is only read, not written");
}

/// <summary>A file to be opened by a <see cref="TableKind"/>.</summary>
/// <param name="name">What messages call it.</param>
/// <param name="path">Its path; null for a pipe or another stream, which can be read only once from its beginning.</param>
/// <param name="stream">Its bytes from the beginning, decompressed; the opened source disposes it.</param>
/// <param name="start">The first bytes of <paramref name="stream"/>, 256 KiB at least unless there are fewer.</param>
/// <param name="encoding">The encoding that the bytes seem to have.</param>
public sealed class TableInput(string name, string? path, Stream stream, ReadOnlyMemory<byte> start, Encoding encoding)
{
    /// <summary>What messages call the file.</summary>
    public string Name { get; } = name;

    /// <summary>The path of the file; null for a pipe or another stream, which can be read only once from its beginning.</summary>
    public string? Path { get; } = path;

    /// <summary>The bytes of the file from the beginning, decompressed; the opened source disposes it.</summary>
    public Stream Stream { get; } = stream;

    /// <summary>The first bytes of <see cref="Stream"/>, 256 KiB at least unless there are fewer.</summary>
    public ReadOnlyMemory<byte> Start { get; } = start;

    /// <summary>The encoding that the bytes seem to have.</summary>
    public Encoding Encoding { get; } = encoding;
}

/// <summary>What is known of a table in a file that is not delimited text.</summary>
/// <param name="Sheet">The sheet or table to read; null for the only or first one.</param>
/// <param name="Query">What to ask a database for; null for a table of it.</param>
/// <param name="Header">Whether the first row of a sheet names the columns; null detects it.</param>
/// <param name="Encoding">The text encoding; null detects it.</param>
/// <param name="Columns">The columns that a model needs, which may be all that the file is read for; null where every column is read.</param>
/// <param name="OnlySheet">Whether the only sheet or table of a file is read even if it has another name than <paramref name="Sheet"/>.</param>
/// <param name="PreferredSheet">The sheet or table to read where <paramref name="Sheet"/> is null and the file has it; null for none.</param>
public sealed record SourceOptions(string? Sheet = null, string? Query = null, bool? Header = null, Encoding? Encoding = null, IReadOnlyList<string>? Columns = null, bool OnlySheet = false, string? PreferredSheet = null)
{
    /// <summary>The columns that a model needs, which may be all that the file is read for; null where every column is read.</summary>
    public IReadOnlyList<string>? Columns { get; init => field = ValueList.Of(value); } = ValueList.Of(Columns);
}
