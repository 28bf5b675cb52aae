using System.Text;
using CsvHelper;

namespace Backprop.Data;

/// <summary>Detects from the start of the text what a <see cref="TableFormat"/> leaves open.</summary>
internal static class FormatDetection
{
    private const int Rows = 1000;

    /// <summary>The sample grows until it holds this many rows.</summary>
    private const int FewRows = 2;

    private static readonly CellReader Cells = new('.', TableFormat.UsualMissing, null);

    /// <summary>The delimiters that are looked for.</summary>
    public static ReadOnlySpan<char> UsualDelimiters => [',', ';', '\t', '|'];

    /// <summary>The format with nothing left open, the number of cells in the first row, what the text is to be split at, and how the names fit the rows.</summary>
    /// <param name="sample">The start of the file.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="wanted">What the user has fixed.</param>
    /// <param name="trained">What the model that will read the rows was trained on; null where there is none.</param>
    public static (TableFormat Format, int Width, char Separator, HeaderShape Shape) Detect(TextSample sample, string file, TableFormat wanted, TrainedFormat? trained)
    {
        var encoding = wanted.Encoding ?? sample.Encoding;
        BinaryFile.Refuse(sample.Bytes, hasZeros: encoding is not UTF8Encoding && !encoding.IsSingleByte, file);
        byte[] text;
        var quote = wanted.Quote ?? trained?.Quote ?? '"';
        if (quote == wanted.Delimiter || quote is ' ' or '\t')
            throw new DataException($"cannot be read with the quote '{TableReader.Shown(quote)}'; expected a character that is neither a blank nor the delimiter", file) { Remedies = [RemedyKind.NameQuote] };
        char? hinted;
        char delimiter;
        int width;
        do
        {
            text = encoding is UTF8Encoding ? sample.Bytes.ToArray() : Encoding.UTF8.GetBytes(encoding.GetString(sample.Bytes));
            hinted = Hinted(text, quote);
            delimiter = wanted.Delimiter ?? hinted ?? trained?.FindDelimiter(text, quote) ?? DetectDelimiter(text, sample.IsWhole, quote);
            width = FirstRow(text, delimiter, quote).Length;
            if (width > Table.MostColumns)
                throw new DataException($"has more than {Table.MostColumns:N0} columns, the most that a table can have; split it, or leave columns out", file, 1);
        }
        while (text.AsSpan().Count((byte)'\n') < FewRows && sample.Grow());
        var separator = wanted.Delimiter is null && hinted is null && trained is not null ? trained.Separator(delimiter, width) : delimiter;
        var rows = Probe(text, sample.IsWhole, separator, quote, trained is null ? Rows : 1);
        if (rows.Count == 0)
            throw new DataException("is empty; expected a row of column names and rows of values", file);
        var header = wanted.Header ?? trained?.Names(TableReader.HeaderNames(rows[0])) ?? !Array.Exists(rows[0], IsNumber);
        var format = wanted with
        {
            Encoding = encoding,
            Delimiter = delimiter,
            Quote = quote,
            DecimalMark = wanted.DecimalMark ?? trained?.MarkOf(delimiter, out _) ?? DecimalMark(rows[(header ? 1 : 0)..], delimiter),
            Header = header,
        };
        return (format, rows[0].Length, separator, header ? HeaderShapes.Of(text, Options(separator, quote), sample.IsWhole) : HeaderShape.Even);
    }

    /// <summary>The cells of the first row; empty where there is none.</summary>
    public static string[] FirstRow(byte[] text, char delimiter, char quote) =>
        Probe(text, isWhole: true, delimiter, quote, most: 1) is [var row] ? TableReader.HeaderNames(row) : [];

    /// <summary>The delimiter that a first line "sep=;" states.</summary>
    private static char? Hinted(ReadOnlySpan<byte> text, char quote)
    {
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        return text.Length > 4 && Ascii.EqualsIgnoreCase(text[..4], "sep="u8) && text[4] < 0x80 && text[4] != quote && !char.IsAsciiLetterOrDigit((char)text[4])
            && (text.Length == 5 || text[5] is (byte)'\r' or (byte)'\n') ? (char)text[4] : null;
    }

    /// <summary>
    /// A semicolon, tab or bar that splits all rows into the same number of cells, before a comma, which splits rows such as 3,5;8,02 evenly too. But text between commas may
    /// hold a semicolon in every row, so where commas split alike, the cells with a comma must be numbers (3,5 or 1,234,567).
    /// </summary>
    private static char DetectDelimiter(byte[] text, bool isWhole, char quote)
    {
        var byComma = quote == ',' ? [] : Probe(text, isWhole, ',', quote, Rows);
        foreach (var delimiter in UsualDelimiters[1..])
        {
            if (delimiter == quote)
                continue;
            var rows = Probe(text, isWhole, delimiter, quote, Rows);
            if (IsEven(rows) && (!IsEven(byComma) || HasCommasInNumbers(rows)))
                return delimiter;
        }
        if (quote == ',')
            return ';';
        using var reader = CsvReader.Create(text, Options(null, quote) with { DetectSeparatorHint = false });
        var usual = reader.Separator;
        return Probe(text, isWhole, usual, quote, Rows).TrueForAll(row => row.Length == 1) && IsEven(Probe(text, isWhole, ' ', quote, Rows)) ? ' ' : usual;
    }

    /// <summary>Whether all rows have the same number of cells, at least two; the first may lack a name for the names of the rows, or end with one more delimiter.</summary>
    private static bool IsEven(List<byte[][]> rows) =>
        rows is [{ Length: > 1 } first, ..] && rows.TrueForAll(row => row.Length == rows[^1].Length || row == first)
        && (first.Length - rows[^1].Length is 0 or -1 || (first.Length - rows[^1].Length == 1 && first[^1].Length == 0));

    private static bool HasCommasInNumbers(List<byte[][]> rows) =>
        rows.TrueForAll(row => Array.TrueForAll(row, cell => !cell.Contains((byte)',') || IsNumber(cell)));

    private static bool IsNumber(byte[] cell) => Cells.TryNumber(cell, out _) || Cells.Other.TryNumber(cell, out _);

    private static char DecimalMark(List<byte[][]> rows, char delimiter)
    {
        var columns = new List<DecimalEvidence>();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (columns.Count == i)
                    columns.Add(new DecimalEvidence(Cells));
                if (!Cells.IsMissing(row[i]))
                    columns[i].Add(row[i], Cells.TryNumber(row[i], out _), line: 0);
            }
        }
        return DecimalEvidence.Mark(columns, delimiter, out _);
    }

    private static List<byte[][]> Probe(byte[] text, bool isWhole, char separator, char quote, int most)
    {
        using var reader = CsvReader.Create(text, Options(separator, quote));
        var rows = new List<byte[][]>();
        while (rows.Count < most && reader.Read())
        {
            // One cell more than a table may have is enough to refuse it.
            var row = new byte[Math.Min(reader.FieldCount, Table.MostColumns + 1)][];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.GetSpan(i).ToArray();
            rows.Add(row);
        }
        if (!isWhole && rows.Count > 1 && rows.Count < most)
            rows.RemoveAt(rows.Count - 1); // the sample's end cuts it
        return rows;
    }

    private static CsvReaderOptions Options(char? separator, char quote) => new()
    {
        HasHeader = false,
        Separator = separator,
        Quote = quote,
        TrimWhitespace = true,
        MalformedData = CsvMalformedDataHandling.Recover,
        DetectSeparatorHint = true,
    };
}
