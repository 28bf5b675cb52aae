using System.CommandLine;
using System.Text;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The options that say how a table is written and what its columns are.</summary>
internal sealed class TableOptions
{
    private readonly Option<string?> delimiter = new("--delimiter") { Description = "Field separator: a character, or 'tab'. Default: detected, with a model that of its training table first.", HelpName = "char" };
    private readonly Option<string?> quote = new("--quote") { Description = "Quote character. Default: \", with a model that of its training table.", HelpName = "char" };
    private readonly Option<bool> header = new("--header") { Description = "The first row names the columns. Detected by default." };
    private readonly Option<bool> noHeader = new("--no-header") { Description = "The first row holds values; columns are called 'column 1', 'column 2', …" };
    private readonly Option<string?> encoding = new("--encoding") { Description = "Text encoding, such as utf-8 or windows-1252. Detected by default." };
    private readonly Option<string?> decimalMark = new Option<string?>("--decimal") { Description = "Decimal mark of numbers. Default: detected from the whole table, with a model that of its training table." }.AcceptOnlyFromAmong(".", ",");
    private readonly Option<string[]> missing = new("--missing") { Description = "Text that marks a missing value, a number by its value; repeat for several. Default: NA, N/A, #N/A, <NA>, NaN, null and ?; an empty cell always.", HelpName = "text" };
    private readonly Option<string?> dateFormat = new("--date-format") { Description = "How dates are written, for example dd.MM.yyyy. Default: ISO 8601, with a model the form of its training table.", HelpName = "format" };

    private readonly Option<string?> sheet = new("--sheet") { Description = "Sheet of a workbook or table of a database to read, by its name. Default: the first sheet, the only table.", HelpName = "name" };
    private readonly Option<string?> query = new("--query") { Description = "Query to ask a database (SQLite) for the rows.", HelpName = "select" };

    /// <summary>The format of which the user says nothing, with all kinds of files that this build of the tool reads.</summary>
    public static TableFormat Default { get; } = new() { Kinds = TableKinds.All };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [delimiter, quote, header, noHeader, encoding, decimalMark, missing, dateFormat, sheet, query];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    public TableFormat Read(ParseResult parse)
    {
        if (parse.GetValue(header) && parse.GetValue(noHeader))
            throw new UsageException("--header and --no-header exclude each other; give one.");
        if (parse.GetValue(sheet) is not null && parse.GetValue(query) is not null)
            throw new UsageException("--sheet and --query exclude each other; give one.");
        var format = Default with
        {
            Delimiter = parse.GetValue(delimiter) is { } d ? Character("--delimiter", d is "tab" or "\\t" ? "\t" : d) : null,
            Header = parse.GetValue(header) ? true : parse.GetValue(noHeader) ? false : null,
            Encoding = parse.GetValue(encoding) is { } e ? EncodingOf(e) : null,
            DecimalMark = parse.GetValue(decimalMark) is { } m ? m[0] : null,
            DateFormat = parse.GetValue(dateFormat),
            Sheet = parse.GetValue(sheet),
            Query = parse.GetValue(query),
        };
        if (format.Delimiter is not null)
            format = format with { Kinds = TableKinds.Binary };
        if (parse.GetValue(quote) is { } q)
            format = format with { Quote = Character("--quote", q) };
        return parse.GetValue(missing) is { Length: > 0 } words ? format with { Missing = words } : format;
    }

    /// <summary>The words that give this format again, whatever the order and spelling of options that it came from.</summary>
    public IEnumerable<string> Words(TableFormat format)
    {
        static string[] Named(Option option, string? value) => Shell.Words(option.Name, value);
        return
        [
            .. Named(delimiter, format.Delimiter is '\t' ? "tab" : format.Delimiter?.ToString()),
            .. Named(quote, format.Quote == new TableFormat().Quote ? null : format.Quote.ToString()),
            .. format.Header switch { true => [header.Name], false => [noHeader.Name], null => Array.Empty<string>() },
            .. Named(encoding, format.Encoding?.WebName),
            .. Named(decimalMark, format.DecimalMark?.ToString()),
            .. format.Missing.SequenceEqual(TableFormat.UsualMissing, StringComparer.Ordinal) ? [] : format.Missing.SelectMany(word => Named(missing, word)),
            .. Named(dateFormat, format.DateFormat),
            .. Named(sheet, format.Sheet),
            .. Named(query, format.Query),
        ];
    }

    /// <exception cref="UsageException">The text is not one ASCII character.</exception>
    public static char Character(string option, string text) =>
        text.Length == 1 && text[0] is < (char)128 and not ('\r' or '\n') ? text[0]
        : throw new UsageException($"{option} must be one ASCII character, but was '{DisplayText.Name(text)}'.");

    /// <exception cref="UsageException">The name is not known.</exception>
    public static Encoding EncodingOf(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--encoding '{DisplayText.Name(name)}' is not known; try utf-8, utf-16, iso-8859-1 or windows-1252.");
        }
    }
}
