using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;

namespace Backprop.Data;

/// <summary>
/// Reads a table row by row, without holding more than one: delimited text, plain or gzip, with its format detected where
/// it is not given, or a file of one of the <see cref="TableFormat.Kinds"/>. Every row has as many cells as the first, or a <see cref="DataException"/> names the line.
/// </summary>
/// <example>
/// <code>
/// using var reader = TableReader.Open("iris.csv");
/// while (reader.Read())
///     Console.WriteLine($"{reader.Line}: {reader.Text(0)}");
/// </code>
/// </example>
public sealed class TableReader : IDisposable
{
    /// <summary>The most bytes of a row. A row of delimiters takes about forty bytes of memory per byte.</summary>
    private const int LongestRow = 8 << 20;

    /// <summary>Rows of a source without columns that are looked at together.</summary>
    private const int RowsAtOnce = 4096;

    private readonly CsvReader? reader; // null where there is a source
    private readonly TableSource? source;
    private readonly int skipped;
    private readonly long? headerLine;

    private TableReader(CsvReader reader, string file, TableFormat wanted, TableFormat format, int width, HeaderShape shape, int skipped, bool isForModel)
    {
        this.reader = reader;
        this.skipped = skipped;
        File = file;
        Wanted = wanted;
        Format = format;
        Cells = new CellReader(format.DecimalMark!.Value, format.Missing, format.DateFormat);
        Columns = Enumerable.Range(1, width).Select(Unnamed).ToArray();
        if (format.Header!.Value)
            Columns = ReadHeader(shape);
        headerLine = Line;
        if (!isForModel) // a model looks at some columns only, by their names
            CheckNames();
        var notes = new List<TableNote>();
        if (skipped > 0)
            notes.Add(new($"{Count(skipped, "line")} before the table {(skipped == 1 ? "begins" : "begin")} with '#' and {(skipped == 1 ? "is" : "are")} skipped"));
        if (shape == HeaderShape.NamedRows)
            notes.Add(new("the first row has one name less than the rows have cells; their first cells are taken as names of the rows"));
        Notes = notes;
    }

    /// <summary>Rows of a file that is not delimited text.</summary>
    internal TableReader(TableSource source, string file, TableFormat wanted, TrainedFormat? trained)
    {
        this.source = source;
        File = file;
        Wanted = wanted;
        // What is written beside such a table, and text in it, is as in the table that the model was trained on.
        Format = wanted with
        {
            Delimiter = wanted.Delimiter ?? trained?.Delimiter ?? ',',
            Quote = wanted.Quote ?? trained?.Quote ?? '"',
            DecimalMark = wanted.DecimalMark ?? trained?.DecimalMark ?? '.',
        };
        Cells = new CellReader(Format.DecimalMark!.Value, Format.Missing, Format.DateFormat, areWordsUsual: TableFormat.IsUsual(Format.Missing));
        Columns = [.. source.Columns.Select(static column => Word.Clean(column.Name))];
        Notes = source.Notes;
        if (trained is null)
            CheckNames();
    }

    /// <summary>The file, as messages name it.</summary>
    public string File { get; }

    /// <summary>The format, with nothing left open.</summary>
    public TableFormat Format { get; }

    /// <summary>
    /// The columns' names in order: "column 1", "column 2", … where the table has no header; empty where the header leaves one empty. Blanks
    /// around a name, line breaks and kinds of blanks within it and its Unicode form do not matter: they are unified.
    /// </summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The line at which the current row begins, or the row of a file that has no lines, from 1.</summary>
    public long Line => reader is null ? source!.Row : reader.LineNumber + skipped;

    /// <summary>What <see cref="Line"/> counts, for messages: "line", or "row" in the words of a file that has no lines.</summary>
    public string RowWord => source?.RowWord ?? "line";

    /// <summary>Whether the file is delimited text, whose cells show what they are only by how they are written.</summary>
    public bool IsText => source is null;

    internal CellReader Cells { get; }

    /// <summary>What may surprise in how the file is read, such as which of several sheets.</summary>
    public IReadOnlyList<TableNote> Notes { get; }

    /// <summary>The format as it was asked for.</summary>
    internal TableFormat Wanted { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">A text file, plain or gzip, or one of <see cref="TableFormat.Kinds"/>. (A gzip file that is cut short is noticed only where the program sets System.IO.Compression.UseStrictValidation, as the command line does.)</param>
    /// <param name="format">What is known of its format; null detects everything.</param>
    /// <returns>A reader before the first row.</returns>
    /// <exception cref="DataException">It cannot be opened, or is not a table.</exception>
    public static TableReader Open(string path, TableFormat? format = null) => Open(DataFile.Open(path), path, format ?? new TableFormat(), trained: null, path);

    /// <summary>Reads from a stream, such as standard input.</summary>
    /// <param name="stream">The text, plain or gzip; disposed with the reader.</param>
    /// <param name="file">Its name in messages.</param>
    /// <param name="format">What is known of its format; null detects everything.</param>
    /// <returns>A reader before the first row.</returns>
    /// <exception cref="DataException">It is not a table.</exception>
    public static TableReader Open(Stream stream, string file, TableFormat? format = null) => Open(stream, file, format ?? new TableFormat(), trained: null);

    /// <summary>Opens a table of rows for a model.</summary>
    /// <param name="stream">The text, plain or gzip; disposed with the reader.</param>
    /// <param name="file">Its name in messages.</param>
    /// <param name="format">What the user says of its format.</param>
    /// <param name="trained">What the model was trained on; null where there is no model.</param>
    /// <param name="path">The path of a file that can be read again; null for any other stream.</param>
    internal static TableReader Open(Stream stream, string file, TableFormat format, TrainedFormat? trained, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var sample = TextSample.Of(stream);
        try
        {
            var isGzip = sample.Bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
            if (isGzip)
                sample = TextSample.Of(new GZipStream(sample, CompressionMode.Decompress));
            if (ForeignTable.Open(sample, file, isGzip, format, trained, path) is { } foreign)
                return new TableReader(foreign, file, format, trained);
            var skipped = SkipComments(sample, format);
            var (detected, width, separator, shape) = FormatDetection.Detect(sample, file, format, trained);
            var options = new CsvReaderOptions
            {
                HasHeader = false,
                Separator = separator,
                Quote = detected.Quote!.Value,
                Encoding = detected.Encoding is UTF8Encoding ? null : detected.Encoding,
                TrimWhitespace = true,
                TrackLineNumbers = true,
                MaxRecordSize = LongestRow,
                MalformedData = CsvMalformedDataHandling.Throw,
                DetectSeparatorHint = true,
            };
            return new TableReader(CsvReader.Create(sample, options), file, format, detected, width, shape, skipped, isForModel: trained is not null);
        }
        catch (Exception e) when (IsExpected(e))
        {
            sample.Dispose();
            throw Translate(e, file);
        }
        catch
        {
            sample.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <returns>Whether there is one more row.</returns>
    /// <exception cref="DataException">The row is ragged, wrongly quoted or too long, or the file cannot be read.</exception>
    public bool Read()
    {
        if (reader is null)
            return ReadSource(static source => source.Read());
        try
        {
            if (!reader.Read())
                return false;
        }
        catch (Exception e) when (IsExpected(e))
        {
            throw Translate(e, File, skipped);
        }
        if (reader.FieldCount < Columns.Count || HasFurtherCells())
            throw Error($"has {Count(reader.FieldCount, "cell")}, but the first row has {Columns.Count}; is '{Shown(Format.Delimiter!.Value)}' the delimiter, and is text that holds it quoted?", null, RemedyKind.NameDelimiter);
        return true;
    }

    /// <summary>Reads many rows of a file that is not delimited text; their cells are added column by column with <see cref="AddColumn"/>.</summary>
    /// <param name="kept">What the rows are added to.</param>
    /// <returns>The number of rows; 0 at the end.</returns>
    /// <exception cref="DataException">The file is damaged.</exception>
    internal int ReadMany(KeptRows kept)
    {
        var count = 0;
        if (source!.GivesColumns)
        {
            count = ReadSource(static source => source.ReadMany());
            if (count > 0)
                kept.EndRows(Line, count);
            return count;
        }
        while (count < RowsAtOnce && Read())
        {
            for (var i = 0; i < Columns.Count; i++)
                kept[i].Add(source[i]);
            kept.EndRow(Line);
            count++;
        }
        return count;
    }

    /// <summary>Adds the cells of a column in the rows of <see cref="ReadMany"/>.</summary>
    /// <param name="column">The index of the column, from 0; each is asked for once.</param>
    /// <param name="kept">The same as there.</param>
    /// <exception cref="DataException">The file is damaged.</exception>
    internal void AddColumn(int column, KeptRows kept)
    {
        if (source!.GivesColumns)
            source.AddColumn(column, kept[column]);
    }

    /// <summary>A cell of the current row as UTF-8, unquoted, or as delimited text would hold it; valid until the next <see cref="Read"/>.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    public ReadOnlySpan<byte> this[int column] => reader is null ? source![column].Written(Cells) : reader.GetSpan(column);

    /// <summary>A cell of the current row with the type that its file gives it; valid until the next <see cref="Read"/>.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <returns>The cell.</returns>
    public TableCell Cell(int column) => reader is null ? source![column] : TableCell.OfText(reader.GetSpan(column));

    /// <summary>A cell of the current row as text.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <returns>The text; empty for an empty cell.</returns>
    /// <exception cref="DataException">It is not valid in the table's encoding.</exception>
    public string Text(int column)
    {
        var cell = this[column];
        return System.Text.Unicode.Utf8.IsValid(cell)
            ? Encoding.UTF8.GetString(cell)
            : throw Error("is not valid UTF-8; the file has another encoding", column, new Remedy(RemedyKind.NameEncoding, "windows-1252"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader?.Dispose();
        source?.Dispose();
    }

    /// <summary>An error at the current row.</summary>
    internal DataException Error(string message, int? column = null, params IReadOnlyList<Remedy> remedies) =>
        new(message, File, RowWord, Line, column is { } c ? Name(c) : null) { Remedies = remedies };

    /// <summary>An error with the place of the current row.</summary>
    /// <param name="error">An error that has no place yet.</param>
    /// <returns>The same error with file and row.</returns>
    public DataException Placed(DataException error) => Placed(error, Line);

    /// <summary>An error with the place of a row.</summary>
    /// <param name="error">An error that has no place yet.</param>
    /// <param name="line">The <see cref="Line"/> that the row had when it was the current one.</param>
    /// <returns>The same error with file and row.</returns>
    public DataException Placed(DataException error, long line)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.At(File, RowWord, line);
    }

    /// <summary>A column with what the file declares it to be.</summary>
    internal SourceColumn Declared(int column) => (source?.Columns[column] ?? new SourceColumn("")) with { Name = Columns[column] };

    /// <summary>The column's name, or its number where it has none.</summary>
    internal string Name(int column) => Columns[column].Length > 0 ? Columns[column] : $"#{column + 1}";

    /// <summary>The name of a column, counted from 1, in a table without a header.</summary>
    internal static string Unnamed(int number) => string.Create(CultureInfo.InvariantCulture, $"column {number}");

    /// <summary>The names that a first row writes, each in its one spelling; empty where there is none.</summary>
    internal static string[] HeaderNames(IReadOnlyList<byte[]> cells)
    {
        var names = cells.Select(cell => Word.Clean(Encoding.UTF8.GetString(cell))).ToArray();
        if (names is [['#', ' ', .. var rest], ..])
            names[0] = rest; // NumPy writes the names as a comment
        return names;
    }

    private T ReadSource<T>(Func<TableSource, T> read)
    {
        try
        {
            return read(source!);
        }
        catch (Exception e) when (IsExpected(e))
        {
            throw Translate(e, File);
        }
    }

    /// <summary>Whether the row has cells beyond the columns that are not empty: a delimiter at the end of a row means nothing.</summary>
    private bool HasFurtherCells()
    {
        for (var i = Columns.Count; i < reader!.FieldCount; i++)
            if (!reader.GetSpan(i).IsEmpty)
                return true;
        return false;
    }

    /// <summary>Skips comments before the table; returns their number of lines.</summary>
    private static int SkipComments(TextSample sample, TableFormat format)
    {
        var encoding = format.Encoding ?? sample.Encoding;
        if (encoding.GetString(sample.Bytes[..Math.Min(sample.Bytes.Length, 16)]).TrimStart('\uFEFF') is not ['#', ..])
            return 0;
        var text = encoding.GetString(sample.Bytes);
        var (characters, lines) = LeadingComments.Find(text, format.Delimiter);
        sample.Skip(encoding.GetByteCount(text.AsSpan(0, characters)));
        return lines;
    }

    private string[] ReadHeader(HeaderShape shape)
    {
        reader!.Read();
        for (var i = 0; i < reader.FieldCount; i++)
            Text(i); // throws where the bytes are of another encoding
        var names = HeaderNames([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetSpan(i).ToArray())]);
        if (shape == HeaderShape.NamedRows)
            names = ["", .. names];
        else if (shape == HeaderShape.OneMore)
            names = names[..^1];
        return names;
    }

    /// <summary>The error of two columns of one name.</summary>
    internal DataException NamedTwice(int first, int second) =>
        new($"columns {first + 1} and {second + 1} are both named '{DisplayText.Name(Columns[first])}'; give each its own name", File, headerLine) { Remedies = [RemedyKind.ReadFirstRowAsValues] };

    private void CheckNames()
    {
        var indexOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i].Length > 0 && !indexOf.TryAdd(Columns[i], i))
                throw NamedTwice(indexOf[Columns[i]], i);
    }

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";

    internal static string Shown(char delimiter) => delimiter == '\t' ? "tab" : delimiter.ToString();

    private static bool IsExpected(Exception e) =>
        e is CsvFormatException or InvalidDataException or IOException or UnauthorizedAccessException or DecoderFallbackException;

    private static DataException Translate(Exception e, string file, int skipped = 0) => e switch
    {
        CsvFormatException f when f.Message.Contains("longer than MaxRecordSize", StringComparison.Ordinal) =>
            new DataException($"has a row of more than {LongestRow >> 20} MiB, the most that a row can have; is a quote never closed?", file, f.LineNumber > 0 ? f.LineNumber + skipped : null, innerException: e) { Remedies = [RemedyKind.NameQuote] },
        CsvFormatException f => new DataException("is wrongly quoted: " + Misquoted(f.Message), file, f.LineNumber > 0 ? f.LineNumber + skipped : null, innerException: e) { Remedies = [RemedyKind.NameQuote] },
        InvalidDataException => new DataException("is a damaged gzip file: " + e.Message, file, innerException: e),
        DecoderFallbackException => new DataException("is not in the encoding given: " + e.Message, file, innerException: e),
        _ => new DataException("cannot be read: " + e.Message, file, innerException: e),
    };

    /// <summary>What is wrong, in words of the file; the message of the CSV package gives places that mean nothing here.</summary>
    private static string Misquoted(string message) =>
        message.Contains("never closed", StringComparison.Ordinal) ? "a quoted field that begins in this row is never closed"
        : message.Contains("after the closing quote", StringComparison.Ordinal) ? "text follows the closing quote of a field; within quotes a quote is written twice"
        : message.Contains("inside an unquoted field", StringComparison.Ordinal) ? "a quote stands within a field that does not begin with one; a field that holds quotes is quoted, and the quotes in it are written twice"
        : message;
}
