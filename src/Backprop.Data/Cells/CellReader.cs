using System.Buffers;
using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>What one cell of a table means: the text as UTF-8, read by one format's rules. Thread-safe.</summary>
internal sealed class CellReader
{
    private static readonly SearchValues<byte> FirstOfNumbers = SearchValues.Create([.. "+-.,(0123456789"u8, 0xE2]); // U+2212 is E2 88 92
    private static readonly SearchValues<byte> Plain = SearchValues.Create("+-.0123456789eE"u8);
    private readonly bool decimalComma;
    private readonly bool isMarkCertain;
    private readonly bool areWordsUsual;
    private CellReader? other;

    /// <param name="decimalMark"><c>.</c> or <c>,</c>.</param>
    /// <param name="missing">Cells that mean "no value", beside the empty one.</param>
    /// <param name="dateFormat">A .NET date format; null for ISO 8601.</param>
    /// <param name="isMarkCertain">
    /// False where the other mark is equally likely: then what would be a different number with the other mark, such as 1,234, is not a number.
    /// </param>
    /// <param name="areWordsUsual">Whether <paramref name="missing"/> is what programs usually write in text, and not what the user says.</param>
    public CellReader(char decimalMark, IReadOnlyList<string> missing, string? dateFormat, bool isMarkCertain = true, bool areWordsUsual = false)
    {
        this.areWordsUsual = areWordsUsual;
        decimalComma = decimalMark == ',';
        this.isMarkCertain = isMarkCertain;
        Dates = new DateText(dateFormat);
        Missing = new MissingWords(missing, this);
    }

    /// <summary>The decimal mark, <c>.</c> or <c>,</c>.</summary>
    public char DecimalMark => decimalComma ? ',' : '.';

    /// <summary>The words for "no value".</summary>
    public MissingWords Missing { get; }

    /// <summary>How dates are written.</summary>
    public DateText Dates { get; }

    /// <summary>Empty, blank, or one of the words for "no value".</summary>
    public bool IsMissing(ReadOnlySpan<byte> cell)
    {
        cell = Trim(cell);
        return cell.IsEmpty || Missing.Matches(cell, this);
    }

    /// <summary>The same for a text that the file holds as text, and that is "no value" only if the user says so: the file has a way of its own to leave a value out.</summary>
    public bool IsMissingWord(ReadOnlySpan<byte> cell) => areWordsUsual ? Trim(cell).IsEmpty : IsMissing(cell);

    /// <summary>A finite number, spelled as <see cref="NumberText"/> says with the format's decimal mark.</summary>
    public bool TryNumber(ReadOnlySpan<byte> cell, out double number)
    {
        if (PlainDecimal.TryRead(cell, DecimalMark, out var plainNumber))
        {
            number = plainNumber.Value;
            return true;
        }
        cell = Trim(cell);
        number = double.NaN;
        if (cell.IsEmpty || cell.Length > NumberText.Longest || !FirstOfNumbers.Contains(cell[0]))
            return false;
        if (!decimalComma && !cell.ContainsAnyExcept(Plain))
            return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        Span<char> text = stackalloc char[NumberText.Longest];
        Span<char> plain = stackalloc char[NumberText.Longest];
        return Encoding.UTF8.TryGetChars(cell, text, out var read)
            && NumberText.TryPlain(text[..read], DecimalMark, plain, out var length)
            && double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number)
            && (isMarkCertain || !IsAmbiguous(text[..read]));
    }

    /// <summary>A number in its usual form that is not one of the words for "no value"; false for every other cell, which may be a number all the same.</summary>
    public bool TryPlainNumber(ReadOnlySpan<byte> cell, out PlainDecimal number)
    {
        number = default;
        return !Missing.HasNumbers && PlainDecimal.TryRead(cell, DecimalMark, out number);
    }

    /// <summary>Days since 0001-01-01, with the time of day as a fraction; a zone is converted to UTC.</summary>
    public bool TryDate(ReadOnlySpan<byte> cell, out double days)
    {
        cell = Trim(cell);
        days = double.NaN;
        if (cell.Length > DateText.Longest)
            return false;
        Span<char> text = stackalloc char[DateText.Longest];
        return Encoding.UTF8.TryGetChars(cell, text, out var length) && Dates.TryRead(text[..length], out days);
    }

    /// <summary>What is wrong with a cell that is not a number: with the mark in force, where it would be one with another.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="sign">The sign of percent or currency of the column, which a cell may have; null where it has none.</param>
    public CellFault NotANumber(ReadOnlySpan<byte> cell, string? sign)
    {
        var shown = DisplayText.Name(Encoding.UTF8.GetString(cell));
        var (mark, otherMark) = decimalComma ? ("comma", "point") : ("point", "comma");
        if (sign is not null)
            cell = UnitSign.Without(sign, cell, new byte[NumberText.Longest]);
        if (!Other.TryNumber(cell, out var number))
            return new($"holds '{shown}', which is not a finite number{(sign is null ? "" : $", with '{sign}' or without")}", new Remedy(RemedyKind.CountAsMissing, shown));
        if (AsIfCertain.TryNumber(cell, out var grouped))
            return new(string.Create(CultureInfo.InvariantCulture, $"holds '{shown}', which is {grouped} with a decimal {mark} but {number} with a decimal {otherMark}; the delimiter is not that of the training table, so the mark may be another too"), RemedyKind.NameDecimalMark);
        return new($"holds '{shown}', which is a number with a decimal {otherMark} only, but a decimal {mark} is in force", new Remedy(RemedyKind.NameDecimalMark, $"{Other.DecimalMark}"));
    }

    /// <summary>The reader of cells with the other decimal mark.</summary>
    public CellReader Other => other ??= new CellReader(decimalComma ? '.' : ',', [], null);

    private CellReader AsIfCertain => isMarkCertain ? this : Other.Other;

    /// <summary>Whether the number has one group of thousands and no decimal mark, so that it would be another number with the other mark.</summary>
    private bool IsAmbiguous(ReadOnlySpan<char> number) => number.Count(Other.DecimalMark) == 1 && !number.Contains(DecimalMark);

    /// <summary>The cell without blanks around it, no-break spaces among them.</summary>
    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell)
    {
        while (!cell.IsEmpty && cell[0] is <= (byte)' ' or > 0x7F && Rune.DecodeFromUtf8(cell, out var rune, out var length) == OperationStatus.Done && IsBlank(rune))
            cell = cell[length..];
        while (!cell.IsEmpty && cell[^1] is <= (byte)' ' or > 0x7F && Rune.DecodeLastFromUtf8(cell, out var rune, out var length) == OperationStatus.Done && IsBlank(rune))
            cell = cell[..^length];
        return cell;
    }

    /// <summary>Blanks, and the mark U+FEFF, which <see cref="Word"/> takes for one too.</summary>
    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value == 0xFEFF;
}
