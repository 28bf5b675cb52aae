using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>
/// A sign of percent or currency before or after a number: 12.5%, $1,037.20, -5 €. A column whose numbers all have the same sign is one of
/// numbers, as they are written: 12.5% is 12.5.
/// </summary>
internal static class UnitSign
{
    /// <summary>The sign of a cell that is a number but for it; null where it has none, or is not a number all the same.</summary>
    /// <param name="cell">The cell, as UTF-8.</param>
    /// <param name="cells">How numbers are written; the other decimal mark is as good.</param>
    public static string? Of(ReadOnlySpan<byte> cell, CellReader cells)
    {
        if (cell.Length > NumberText.Longest || cells.TryNumber(cell, out _))
            return null;
        foreach (var rune in Encoding.UTF8.GetString(cell).EnumerateRunes())
        {
            if (!IsSign(rune))
                continue;
            var sign = rune.ToString();
            Span<byte> room = stackalloc byte[NumberText.Longest];
            var rest = Without(sign, cell, room);
            return cells.TryNumber(rest, out _) || cells.Other.TryNumber(rest, out _) ? sign : null;
        }
        return null;
    }

    /// <summary>The cell without the sign; the cell itself where it does not begin or end with it, or is longer than any number.</summary>
    /// <param name="sign">The sign of the column.</param>
    /// <param name="cell">The cell, as UTF-8.</param>
    /// <param name="room">Room for <see cref="NumberText.Longest"/> bytes.</param>
    public static ReadOnlySpan<byte> Without(string sign, ReadOnlySpan<byte> cell, Span<byte> room)
    {
        Span<byte> mark = stackalloc byte[4];
        mark = mark[..Encoding.UTF8.GetBytes(sign, mark)];
        var at = cell.IndexOf(mark);
        if (at < 0 || cell.Length > room.Length)
            return cell;
        if (cell is [(byte)'(', .., (byte)')'])
        {
            var within = Without(sign, cell[1..^1], room[1..]);
            room[0] = (byte)'(';
            within.CopyTo(room[1..]);
            room[within.Length + 1] = (byte)')';
            return room[..(within.Length + 2)];
        }
        var before = CellReader.Trim(cell[..at]);
        var after = CellReader.Trim(cell[(at + mark.Length)..]);
        if (!after.IsEmpty && !before.IsEmpty && before is not ([(byte)'-'] or [(byte)'+'] or [0xE2, 0x88, 0x92]))
            return cell;
        before.CopyTo(room);
        after.CopyTo(room[before.Length..]);
        return room[..(before.Length + after.Length)];
    }

    private static bool IsSign(Rune rune) => rune.Value is '%' or '\u2030' || Rune.GetUnicodeCategory(rune) == UnicodeCategory.CurrencySymbol;
}
