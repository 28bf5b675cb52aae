using System.Text;

namespace Backprop.Data;

/// <summary>What a cell of text is as a value of an encoded column.</summary>
internal static class CellText
{
    /// <summary>Reads a cell.</summary>
    /// <param name="column">The encoding of the column.</param>
    /// <param name="cell">The cell, as UTF-8.</param>
    /// <param name="cells">How cells are written.</param>
    /// <param name="wrong">What is wrong with the cell, to be put after its place; null where nothing is.</param>
    /// <param name="mayBeMissing">Whether the words for missing values are looked for.</param>
    /// <returns>The value; missing where the cell is wrong.</returns>
    public static CellValue Read(ColumnEncoding column, ReadOnlySpan<byte> cell, CellReader cells, out CellFault? wrong, bool mayBeMissing = true)
    {
        wrong = null;
        if (column is NumberEncoding { IsConstant: false, Sign: null } && cells.TryPlainNumber(cell, out var plain))
            return CellValue.Number(plain.Value);
        if (mayBeMissing && cells.IsMissing(cell))
            return CellValue.Missing;
        if (column.IsConstant)
            return CellValue.Constant;
        switch (column)
        {
            case NumberEncoding { Sign: var sign }:
                Span<byte> room = stackalloc byte[NumberText.Longest];
                if (cells.TryNumber(sign is null ? cell : UnitSign.Without(sign, cell, room), out var number))
                    return CellValue.Number(number);
                wrong = cells.NotANumber(cell, sign);
                return CellValue.Missing;
            case DateEncoding:
                if (cells.TryDate(cell, out var days))
                    return CellValue.Days(days);
                wrong = new($"holds '{Shown(cell)}', which is not a date ({cells.Dates.Example})", RemedyKind.NameDateFormat, new Remedy(RemedyKind.CountAsMissing, Shown(cell)));
                return CellValue.Missing;
            case BooleanEncoding boolean:
                var state = Boolean(boolean, cell);
                if (state != 0)
                    return CellValue.Boolean(state > 0);
                wrong = new($"holds '{Shown(cell)}', which is neither '{DisplayText.Name(boolean.No)}' nor '{DisplayText.Name(boolean.Yes)}'", new Remedy(RemedyKind.CountAsMissing, Shown(cell)));
                return CellValue.Missing;
            case CategoryEncoding category:
                return CellValue.Category(IndexOf(category, cell, cells.DecimalMark));
            default:
                throw new InvalidOperationException($"column '{column.Column}' has an unknown encoding");
        }
    }

    /// <summary>What is wrong with an input that is a category the encoding does not have.</summary>
    public static CellFault UnseenInput(ColumnEncoding column, ReadOnlySpan<byte> cell) =>
        new($"holds '{Shown(cell)}', which is not one of the categories seen in training ({ColumnChoices.Listed(((CategoryEncoding)column).Categories)})", RemedyKind.EncodeUnseenAsZeros);

    /// <summary>What is wrong with a target that is a class the encoding does not have.</summary>
    public static CellFault UnseenClass(ColumnEncoding column, ReadOnlySpan<byte> cell) =>
        new($"holds '{Shown(cell)}', which is none of the model's classes ({ColumnChoices.Listed(((CategoryEncoding)column).Categories)})");

    /// <summary>−1 for no, 1 for yes, 0 for neither; the column's own words first, then any other for a yes or a no.</summary>
    private static int Boolean(BooleanEncoding column, ReadOnlySpan<byte> cell)
    {
        if (!System.Text.Unicode.Utf8.IsValid(cell))
            return 0;
        Span<char> text = stackalloc char[256];
        return cell.Length > text.Length ? Boolean(column, Encoding.UTF8.GetString(cell)) : Boolean(column, text[..Encoding.UTF8.GetChars(cell, text)]);
    }

    private static int Boolean(BooleanEncoding column, ReadOnlySpan<char> cell)
    {
        if (cell.SequenceEqual(column.Yes))
            return 1;
        if (cell.SequenceEqual(column.No))
            return -1;
        if (YesOrNo.TryRead(cell, out var yes, out _))
            return yes ? 1 : -1;
        var word = Word.Clean(cell.ToString());
        return string.Equals(word, column.Yes, StringComparison.Ordinal) ? 1 : string.Equals(word, column.No, StringComparison.Ordinal) ? -1 : 0;
    }

    private static int IndexOf(CategoryEncoding column, ReadOnlySpan<byte> cell, char decimalMark)
    {
        if (!System.Text.Unicode.Utf8.IsValid(cell))
            return -1;
        Span<char> text = stackalloc char[256];
        return cell.Length > text.Length ? column.IndexOf(Encoding.UTF8.GetString(cell), decimalMark)
            : column.IndexOf(text[..Encoding.UTF8.GetChars(cell, text)], decimalMark);
    }

    private static string Shown(ReadOnlySpan<byte> cell) => DisplayText.Name(Encoding.UTF8.GetString(cell));
}
