using CsvHelper;

namespace Backprop.Data;

/// <summary>How a first row of names that has another number of cells than the rows fits them.</summary>
internal enum HeaderShape
{
    /// <summary>A name for each cell.</summary>
    Even,

    /// <summary>The first cell of a row is its name, and has no name itself, as R's write.table writes it.</summary>
    NamedRows,

    /// <summary>One more delimiter than the rows have.</summary>
    OneMore,
}

/// <summary>Finds the shape.</summary>
internal static class HeaderShapes
{
    private const int Rows = 1000;

    /// <summary>
    /// The shape. Row names are quoted, or words: numbers without quotes may be the whole parts of numbers whose decimal mark is the
    /// delimiter.
    /// </summary>
    /// <param name="text">The start of the text.</param>
    /// <param name="options">How it is split.</param>
    /// <param name="isWhole">Whether it is all of it; else the last row is cut.</param>
    public static HeaderShape Of(byte[] text, CsvReaderOptions options, bool isWhole)
    {
        using var reader = CsvReader.Create(text, options);
        if (!reader.Read())
            return HeaderShape.Even;
        var names = reader.FieldCount;
        var isLastEmpty = reader.GetSpan(names - 1).IsEmpty;
        var shape = HeaderShape.Even;
        var next = Next(reader, names, isLastEmpty, options.Quote);
        for (var row = 0; next is { } found && row < Rows; row++)
        {
            next = Next(reader, names, isLastEmpty, options.Quote);
            if (next is null && !isWhole && row > 0)
                break; // the sample's end cuts this row
            if (row == 0)
                shape = found;
            else if (found != shape)
                return HeaderShape.Even;
        }
        return shape;
    }

    /// <summary>The shape that fits the next row; null at the end.</summary>
    private static HeaderShape? Next(CsvReader reader, int names, bool isLastEmpty, char quote)
    {
        if (!reader.Read())
            return null;
        return reader.FieldCount == names - 1 && isLastEmpty ? HeaderShape.OneMore
            : reader.FieldCount == names + 1 && !reader.GetSpan(names).IsEmpty && IsRowName(reader, quote) ? HeaderShape.NamedRows
            : HeaderShape.Even;
    }

    private static bool IsRowName(CsvReader reader, char quote) =>
        reader.RawRecord.TrimStart((byte)' ') is [var first, ..] && (first == quote || (reader.GetSpan(0) is [var letter, ..] && !char.IsAsciiDigit((char)letter) && letter is not ((byte)'-' or (byte)'+' or (byte)'.')));
}
