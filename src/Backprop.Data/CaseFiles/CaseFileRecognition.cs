using System.Text.RegularExpressions;

namespace Backprop.Data;

/// <summary>Tells case files from tables by their names and first lines.</summary>
internal static partial class CaseFileRecognition
{
    private const string Ending = ".cases";

    /// <summary>Characters looked at, so that a large file of another kind costs nothing.</summary>
    private const int Start = 1 << 16;

    private static readonly string[] EndingsOfOthers = [".csv", ".tsv", ".tab", ".gz", ".idx", ".json", ".jsonl", ".ndjson", ".arff", ".libsvm", ".parquet", ".xlsx", ".xls", ".db", ".sqlite", ".arrow", ".feather", ".safetensors", ".onnx"];

    /// <summary>See <see cref="CaseFile.IsCaseFile"/>.</summary>
    public static bool IsCaseFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
            return true;
        if (EndingsOfOthers.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || !File.Exists(path) || DataFile.IsReadOnce(path))
            return false;
        try
        {
            using var reader = CaseFileText.Of(DataFile.Open(path));
            var text = new char[Start];
            return FirstLine(new string(text, 0, reader.ReadBlock(text))) is { } first && (first.Contains("->", StringComparison.Ordinal) || Directive().IsMatch(first));
        }
        catch (Exception problem) when (problem is IOException or DataException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The first line that is neither empty nor a comment.</summary>
    private static string? FirstLine(string start) =>
        start.Split('\n').Select(static line => line.Trim()).FirstOrDefault(static line => line.Length > 0 && line[0] != '#');

    /// <summary>A line that no table begins with: names of units, a default, a number of iterations, or the beginning of a case over several lines or of a sequence.</summary>
    [GeneratedRegex("""^(names\s+[^,;]*:.*|default\s+[^,;]*\s(\?|[-+.0-9]+)|(ticks|grace)\s+[0-9]+(\s*#.*)?|(case|sequence)(\s*["*#].*)?)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Directive();
}
