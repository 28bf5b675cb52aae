using System.Text;

namespace Backprop.Data;

/// <summary>What the cells of one column say of the decimal mark: 1,5 and 0,125 are numbers with a comma only, 1.5 with a point only, 1,234 with both.</summary>
/// <param name="cells">Reads numbers with the mark that is assumed.</param>
internal sealed class DecimalEvidence(CellReader cells)
{
    private long points;
    private long commas;
    private long plain;
    private long texts;
    private long grouped;

    /// <summary>Cells that are a number with either mark, but not the same one.</summary>
    public long Ambiguous { get; private set; }

    /// <summary>The first such cell.</summary>
    public string? FirstAmbiguous { get; private set; }

    /// <summary>The first cell that is a number with the other mark only.</summary>
    public (long Line, string Text)? FirstOther { get; private set; }

    /// <summary>Whether some number has an exponent.</summary>
    public bool HasExponent { get; private set; }

    /// <summary>Whether most cells are numbers, so that a comma in the others is not one of a list or of a sentence.</summary>
    private bool IsNumeric => points + commas + Ambiguous + plain >= 4 * texts;

    /// <summary>Adds a cell that is not missing.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="isNumber">Whether it is a number with the assumed mark.</param>
    /// <param name="line">Its line.</param>
    public void Add(ReadOnlySpan<byte> cell, bool isNumber, long line)
    {
        var isMarked = cell.IndexOfAny((byte)'.', (byte)',') >= 0;
        var isOther = isMarked && cells.Other.TryNumber(cell, out _);
        HasExponent |= (isNumber || isOther) && cell.IndexOfAny((byte)'e', (byte)'E') >= 0;
        if (isNumber && isOther)
        {
            Ambiguous++;
            FirstAmbiguous ??= Encoding.UTF8.GetString(cell);
        }
        else if (isNumber && isMarked)
        {
            Count(cells.DecimalMark);
        }
        else if (isOther)
        {
            Count(cells.Other.DecimalMark);
            FirstOther ??= (line, Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 200)]));
        }
        else if (isNumber)
        {
            plain++;
            grouped += cell.Length <= 3 ? 1 : 0;
        }
        else
        {
            texts++;
        }
    }

    /// <summary>Adds a number with the assumed mark, or without one, in its usual form.</summary>
    /// <param name="number">The number.</param>
    /// <param name="cell">Its cell.</param>
    public void Add(in PlainDecimal number, ReadOnlySpan<byte> cell)
    {
        if (number.MayBeGrouped)
        {
            Ambiguous++;
            FirstAmbiguous ??= Encoding.UTF8.GetString(cell);
        }
        else if (number.HasMark)
        {
            Count(cells.DecimalMark);
        }
        else
        {
            plain++;
            grouped += cell.Length <= 3 ? 1 : 0;
        }
    }

    /// <summary>Adds a cell that is neither missing nor a number with either mark.</summary>
    public void AddText() => texts++;

    /// <summary>Adds a number that the file holds as a number, so that it says nothing of the mark.</summary>
    /// <param name="text">Its shortest text.</param>
    public void AddNumber(ReadOnlySpan<byte> text) => HasExponent |= text.Contains((byte)'E');

    /// <summary>The mark of a table.</summary>
    /// <param name="columns">Its columns.</param>
    /// <param name="delimiter">Its delimiter.</param>
    /// <param name="isGuess">True where no cell decides.</param>
    public static char Mark(IReadOnlyCollection<DecimalEvidence> columns, char delimiter, out bool isGuess)
    {
        var telling = columns.Where(c => c.IsNumeric && c.commas + c.points > 0).ToArray();
        isGuess = telling.Length == 0;
        if (!isGuess)
        {
            var byColumn = telling.Sum(c => Math.Sign(c.commas - c.points));
            return (byColumn != 0 || delimiter == ',' ? byColumn : telling.Sum(c => c.commas - c.points)) > 0 ? ',' : '.';
        }
        // Programs that write semicolons do so because their decimal mark is the comma. But 567 beside 1,234 is a column of whole
        // numbers in groups: decimals would have other lengths than three too.
        var decimals = columns.Where(c => c.IsNumeric && c.Ambiguous > 0 && c.FirstAmbiguous!.Contains(',', StringComparison.Ordinal));
        if (delimiter == ';' && decimals.Any(c => c.grouped == 0))
            return ',';
        // So is 567 beside 1.234, unless the column also has 1234; a table that splits at commas has points as decimal marks.
        var thousands = columns.Where(c => c.IsNumeric && c.Ambiguous > 0 && c.FirstAmbiguous!.Contains('.', StringComparison.Ordinal));
        return delimiter != ',' && thousands.Any(c => c.grouped > 0 && c.grouped == c.plain) ? ',' : '.';
    }

    /// <summary>Whether most cells are numbers, and some are numbers only with the other mark.</summary>
    public bool IsOtherwiseNumeric => IsNumeric && FirstOther is not null;

    private void Count(char mark)
    {
        commas += mark == ',' ? 1 : 0;
        points += mark == '.' ? 1 : 0;
    }
}
