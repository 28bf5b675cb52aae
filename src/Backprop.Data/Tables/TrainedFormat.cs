namespace Backprop.Data;

/// <summary>
/// What is known of a table because a model was trained on one like it. How its rows are read follows from this, from what the user
/// says and from its first row; never from other rows.
/// </summary>
/// <param name="Delimiter">The character between fields.</param>
/// <param name="Quote">The character around fields.</param>
/// <param name="DecimalMark">The decimal mark.</param>
/// <param name="Columns">The columns that the table must have.</param>
internal sealed record TrainedFormat(char Delimiter, char Quote, char DecimalMark, IReadOnlyList<string> Columns)
{
    private const char NoDelimiter = '\u001F'; // the unit separator, which text does not hold

    /// <summary>The delimiter with which the first row names the columns; the trained one before others, null where there is none.</summary>
    public char? FindDelimiter(byte[] text, char quote)
    {
        foreach (var delimiter in (ReadOnlySpan<char>)[Delimiter, .. FormatDetection.UsualDelimiters])
            if (delimiter != quote && Names(FormatDetection.FirstRow(text, delimiter, quote)) is not null)
                return delimiter;
        return null;
    }

    /// <summary>True where the row names the columns, false where it holds values of columns without names, null where it does neither.</summary>
    public bool? Names(IReadOnlyList<string> row)
    {
        if (Columns.All(row.Select((name, i) => name.Length > 0 ? name : $"#{i + 1}").ToHashSet(StringComparer.Ordinal).Contains))
            return true;
        return Columns.All(Enumerable.Range(1, row.Count).Select(TableReader.Unnamed).ToHashSet(StringComparer.Ordinal).Contains) ? false : null;
    }

    /// <summary>What the text is to be split at: nothing, where a single column has decimal commas and the delimiter is a comma.</summary>
    public char Separator(char delimiter, int width) => delimiter == ',' && DecimalMark == ',' && width == 1 ? NoDelimiter : delimiter;

    /// <summary>
    /// The decimal mark of a table with this delimiter: the trained one, and where the delimiter is another one a point if that is a comma,
    /// which leaves no room for decimal commas.
    /// </summary>
    /// <param name="delimiter">The table's delimiter.</param>
    /// <param name="isCertain">Whether the delimiter is the trained one.</param>
    public char MarkOf(char delimiter, out bool isCertain)
    {
        isCertain = delimiter == Delimiter;
        return !isCertain && delimiter == ',' ? '.' : DecimalMark;
    }
}
