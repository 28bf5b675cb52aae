using Backprop.Data;

namespace Backprop.Cli;

/// <summary>How predictions are written, which the ending of the file's name says: JSON Lines for .jsonl and .ndjson, otherwise delimited text.</summary>
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
        [".feather"] = "an Arrow file",
        [".json"] = "a JSON document",
        [".gz"] = "a gzip file",
    };

    /// <summary>Whether a file is to hold JSON Lines.</summary>
    /// <param name="file">The file; null for standard output.</param>
    public static bool IsJsonLines(string? file) => Path.GetExtension(file) is { } ending
        && (ending.Equals(".jsonl", StringComparison.OrdinalIgnoreCase) || ending.Equals(".ndjson", StringComparison.OrdinalIgnoreCase));

    /// <summary>Refuses a name that promises a file of another kind.</summary>
    /// <param name="file">The file; null for standard output.</param>
    /// <param name="isTable">Whether the predictions are those of a table, which can be JSON Lines.</param>
    /// <exception cref="UsageException">It does.</exception>
    public static void Check(string? file, bool isTable = true)
    {
        if (file is null)
            return;
        if (Others.TryGetValue(Path.GetExtension(file), out var kind))
            throw new UsageException($"{file} names {kind}, but predictions are written as CSV{(isTable ? " or JSON Lines" : "")}: name a {(isTable ? ".csv or .jsonl" : ".csv")} file.");
        if (!isTable && IsJsonLines(file))
            throw new UsageException($"{file} names JSON Lines, but states of output units are written as CSV: name a .csv file.");
    }

    /// <summary>The writer of such a file, or of standard output.</summary>
    /// <param name="file">The file; null for standard output.</param>
    /// <param name="stream">The file, open.</param>
    /// <param name="format">How the rows that are predicted are written.</param>
    /// <param name="write">What writes.</param>
    public static void Write(string file, Stream stream, TableFormat format, Action<RowWriter> write)
    {
        if (IsJsonLines(file))
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
}
