using System.Text;

namespace Backprop.Data;

/// <summary>How a table is written. What is null is detected from the file.</summary>
public sealed record TableFormat
{
    /// <summary>The character between fields: comma, semicolon, tab, bar or another ASCII character. Default: detected.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The character around fields that hold delimiters or line breaks; doubled, it stands for itself. Default: <c>"</c>.</summary>
    public char? Quote { get; init; }

    /// <summary>Whether the first row names the columns. Default: detected (it does unless a number stands in it).</summary>
    public bool? Header { get; init; }

    /// <summary>The text encoding. Default: a byte order mark decides; else UTF-8, or Windows-1252 where the start is not UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The decimal mark of numbers, <c>.</c> or <c>,</c>; the other one may group thousands. Default: detected, by <see cref="Table.Read"/> from the whole file.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>
    /// Cells that mean "no value", compared without case, and by value where they are numbers (-999 is -999.0 too); empty cells always do.
    /// Default: <see cref="UsualMissing"/>.
    /// </summary>
    public IReadOnlyList<string> Missing { get; init => field = ValueList.Of(value); } = UsualMissing;

    /// <summary>
    /// How dates are written, as a .NET format such as <c>dd.MM.yyyy</c>. Default: ISO 8601 (<c>2026-11-21</c>, with or without a time).
    /// Where the format has no year, it is 2000.
    /// </summary>
    public string? DateFormat { get; init; }

    /// <summary>
    /// Kinds of files that are not delimited text and are recognized by their first bytes; their cells have the types that the file gives them.
    /// Default: <see cref="TableKind.Own"/>.
    /// </summary>
    public IReadOnlyList<TableKind> Kinds { get; init => field = ValueList.Of(value); } = TableKind.Own;

    /// <summary>The sheet of a workbook, or the table of a database, by its name. Default: the only or the first one.</summary>
    public string? Sheet { get; init; }

    /// <summary>
    /// The sheet or table that is read where <see cref="Sheet"/> and <see cref="Query"/> name none and the file has it, such as the one that a model
    /// was trained on; files without sheets ignore it. Default: none.
    /// </summary>
    public string? PreferredSheet { get; init; }

    /// <summary>The query to ask a database. Default: all rows of its table.</summary>
    public string? Query { get; init; }

    /// <summary>The columns that a model needs, which may be all that a file is read for; null where every column is read.</summary>
    internal IReadOnlyList<string>? Only { get; init => field = ValueList.Of(value); }

    /// <summary>
    /// Whether <see cref="Sheet"/> and <see cref="Query"/> are those of another file, so that they count only where this one has sheets or takes
    /// queries, and its only sheet is read even if it has another name.
    /// </summary>
    internal bool IsForAnotherFile { get; init; }

    /// <summary>Whether words for missing values are the usual ones, so that the user says nothing of them.</summary>
    internal static bool IsUsual(IReadOnlyList<string> missing) => ReferenceEquals(missing, UsualMissing) || missing.SequenceEqual(UsualMissing, StringComparer.Ordinal);

    /// <summary>What programs write for a missing value: NA, N/A, #N/A, &lt;NA&gt;, NaN, null and the question mark.</summary>
    public static IReadOnlyList<string> UsualMissing { get; } = new ValueList<string>(["NA", "N/A", "#N/A", "<NA>", "NaN", "null", "?"]);
}
