using System.Numerics;
using System.Text;

namespace Backprop.Data;

/// <summary>One cell to the states of its units. Errors are returned as text, for the caller to place.</summary>
internal static class CellEncoding
{
    /// <summary>Writes every unit of the column; null, or what is wrong with the cell.</summary>
    public static string? Encode<T>(ColumnEncoding column, ReadOnlySpan<byte> cell, CellReader cells, UnseenCategory unseen, Span<T> units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        units.Clear();
        if (cells.IsMissing(cell))
        {
            if (column.MissingUnit)
                units[^1] = T.One;
            return null;
        }
        switch (column)
        {
            case NumberEncoding number:
                if (!cells.TryNumber(cell, out var value))
                    return $"holds '{Shown(cell)}', which is no finite number";
                units[0] = T.CreateTruncating(number.Encode(value));
                return null;
            case DateEncoding date:
                if (!cells.TryDate(cell, out var days))
                    return $"holds '{Shown(cell)}', which is no date";
                units[0] = T.CreateTruncating(date.Number.Encode(days));
                return null;
            case BooleanEncoding boolean:
                var state = Boolean(boolean, cell);
                units[0] = T.CreateTruncating(state);
                return state == 0 ? $"holds '{Shown(cell)}', which is neither '{boolean.No}' nor '{boolean.Yes}'" : null;
            case CategoryEncoding category:
                var index = IndexOf(category, cell);
                if (index >= 0)
                    units[index] = T.One;
                else if (unseen == UnseenCategory.Error)
                    return $"holds '{Shown(cell)}', a category that was not there to train on ({ColumnChoices.Listed(category.Categories)}); mend it, or take such as none of them: --unseen off";
                return null;
            default:
                throw new InvalidOperationException($"column '{column.Column}' has an unknown encoding");
        }
    }

    /// <summary>The value of a target cell: number, days, or class index; NaN where it is missing or wrong.</summary>
    public static double Target(ColumnEncoding column, ReadOnlySpan<byte> cell, CellReader cells, out string? wrong)
    {
        wrong = null;
        if (cells.IsMissing(cell))
            return double.NaN;
        double value;
        switch (column)
        {
            case NumberEncoding:
                wrong = cells.TryNumber(cell, out value) ? null : $"holds '{Shown(cell)}', which is no finite number";
                return value;
            case DateEncoding:
                wrong = cells.TryDate(cell, out value) ? null : $"holds '{Shown(cell)}', which is no date";
                return value;
            case CategoryEncoding category:
                var index = IndexOf(category, cell);
                wrong = index >= 0 ? null : $"holds '{Shown(cell)}', which is none of the model's classes ({ColumnChoices.Listed(category.Categories)})";
                return index >= 0 ? index : double.NaN;
            default:
                throw new InvalidOperationException($"column '{column.Column}' has an unknown encoding");
        }
    }

    /// <summary>−1 for no, 1 for yes, 0 for neither; the column's own words first, then any other for a yes or a no.</summary>
    private static int Boolean(BooleanEncoding column, ReadOnlySpan<byte> cell)
    {
        Span<char> text = stackalloc char[64];
        if (cell.Length > text.Length || !Encoding.UTF8.TryGetChars(cell, text, out var length))
            return 0;
        if (text[..length].SequenceEqual(column.Yes))
            return 1;
        if (text[..length].SequenceEqual(column.No))
            return -1;
        return CellReader.TryBoolean(cell, out var yes) ? yes ? 1 : -1 : 0;
    }

    private static int IndexOf(CategoryEncoding column, ReadOnlySpan<byte> cell)
    {
        Span<char> text = stackalloc char[256];
        if (!System.Text.Unicode.Utf8.IsValid(cell))
            return -1;
        if (cell.Length > text.Length)
            return column.IndexOf(Encoding.UTF8.GetString(cell));
        var word = text[..Encoding.UTF8.GetChars(cell, text)];
        return column.Index.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var index) ? index : -1;
    }

    private static string Shown(ReadOnlySpan<byte> cell) => DataException.OneLine(Encoding.UTF8.GetString(cell));
}
