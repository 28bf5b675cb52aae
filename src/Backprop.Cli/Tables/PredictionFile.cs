using Backprop.Data;

namespace Backprop.Cli;

/// <summary>How predictions are written, which the ending of the file's name says: JSON Lines for .jsonl and .ndjson, a kind of files with tables by its endings, otherwise delimited text.</summary>
internal static class PredictionFile
{
    private static readonly Dictionary<string, string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        [".xlsx"] = "an Excel workbook",
        [".xlsm"] = "an Excel workbook",
        [".xls"] = "an Excel workbook",
        [".ods"] = "an OpenDocument sheet",
        [".parquet"] = "a Parquet file",
        [".db"] = "an SQLite database",
        [".sqlite"] = "an SQLite database",
        [".sqlite3"] = "an SQLite database",
        [".arff"] = "an ARFF file",
        [".arrow"] = "an Arrow file",
        [".arrows"] = "an Arrow stream",
        [".feather"] = "an Arrow file",
        [".libsvm"] = "a LIBSVM file",
        [".svmlight"] = "a LIBSVM file",
        [".svm"] = "a LIBSVM file",
        [".json"] = "a JSON document",
        [".gz"] = "a gzip file",
    };

    /// <summary>The endings that say how a file is written, and what they say.</summary>
    public static string Endings { get; } = string.Join(", ", ((IEnumerable<string>)[".jsonl", ".ndjson", .. TableKinds.All.SelectMany(static kind => kind.Endings)]));

    /// <summary>Refuses a name that promises a file of a kind that is not written.</summary>
    /// <param name="file">The file; null for standard output.</param>
    /// <param name="isTable">Whether the predictions are those of a table, which can be of several kinds.</param>
    /// <exception cref="UsageException">It does.</exception>
    public static void Check(string? file, bool isTable = true)
    {
        if (file is null || (isTable && KindOf(file) is not null))
            return;
        if (Others.TryGetValue(Path.GetExtension(file), out var kind))
            throw new UsageException(isTable ? $"{file} names {kind}, which is not written: name a file .csv, or {Endings}." : $"{file} names {kind}, but states of output units are written as CSV: name a .csv file.");
        if (!isTable && IsJsonLines(file))
            throw new UsageException($"{file} names JSON Lines, but states of output units are written as CSV: name a .csv file.");
    }

    /// <summary>Earlier predictions that may be replaced.</summary>
    /// <param name="file">The file; null for standard output.</param>
    /// <param name="columns">The columns that the command writes.</param>
    /// <param name="format">How the rows that are predicted are written.</param>
    /// <param name="mayBeData">Whether data may have these columns too.</param>
    public static OutputKind Kind(string? file, IEnumerable<string> columns, TableFormat format, bool mayBeData) =>
        KindOf(file) is { } kind ? OutputKind.Typed(CaseAnswers.KindName, kind, columns, mayBeData)
        : IsJsonLines(file) ? OutputKind.JsonLines(CaseAnswers.KindName, columns, mayBeData)
        : OutputKind.Table(CaseAnswers.KindName, columns, format, mayBeData);

    /// <summary>Writes such a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stream">The file, open.</param>
    /// <param name="format">How the rows that are predicted are written.</param>
    /// <param name="write">What writes the rows.</param>
    /// <exception cref="DataException">The file cannot hold the rows.</exception>
    public static void Write(string file, Stream stream, TableFormat format, Action<RowWriter> write)
    {
        if (KindOf(file) is { } kind)
        {
            var rows = new TypedWriter(ignoresCase: kind.HasQueries);
            write(rows);
            try
            {
                kind.Write(rows.Table, stream);
            }
            catch (DataException e)
            {
                throw e.At(file);
            }
        }
        else if (IsJsonLines(file))
        {
            using var lines = new JsonLinesWriter(stream);
            write(lines);
        }
        else
        {
            using var text = new StreamWriter(stream, leaveOpen: true);
            write(new TableWriter(text, format));
        }
    }

    private static bool IsJsonLines(string? file) => Path.GetExtension(file) is { } ending
        && (ending.Equals(".jsonl", StringComparison.OrdinalIgnoreCase) || ending.Equals(".ndjson", StringComparison.OrdinalIgnoreCase));

    /// <summary>The kind of files whose ending a name has; null where it has none.</summary>
    private static TableKind? KindOf(string? file)
    {
        var ending = Path.GetExtension(file);
        return TableKinds.All.FirstOrDefault(kind => kind.Endings.Contains(ending, StringComparer.OrdinalIgnoreCase));
    }
}
