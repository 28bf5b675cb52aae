using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>What one pass over a column found: enough to infer its kind, and of its text only the first cells that are not numbers.</summary>
internal sealed class ColumnProfile(string name, CellReader cells, bool isUnnamed = false, ColumnKind? declared = null, string rowWord = "line")
{
    /// <summary>Distinct values are counted up to this number.</summary>
    public const int MostDistinct = 1_001;

    private const int MostDistinctNumbers = 101; // of a column that holds numbers only, it does not matter how many
    private const int DigitsOfDouble = 15; // with no more, two numbers are two doubles
    private readonly HashSet<double> numbers = [];
    private readonly DistinctWords words = new(MostDistinct);
    private readonly MissingTexts missing = new();
    private readonly HashSet<double> spelledDates = [];
    private readonly Repeated[] repeatedYesOrNo = new Repeated[2];
    private readonly bool[] countedDigits = new bool[2];
    private Repeated[] repeated = []; // for each text of a column whose cells are kept
    private CellKind repeatedKind;
    private string? first;
    private double previous = double.NaN;
    private long values;
    private int pairs;
    private bool counts = true, hasYes, hasNo;

    public string Name { get; } = name;

    /// <summary>Whether the table has names but none for this column, whose name is then its number: #3.</summary>
    public bool IsUnnamed => isUnnamed;

    /// <summary>What the file declares the column to be; null where its cells decide.</summary>
    public ColumnKind? Declared => declared;

    /// <summary>What counts the rows in messages: line, or row.</summary>
    public string RowWord => rowWord;

    /// <summary>The line and the kind of the first cell that no column can hold.</summary>
    public (long Line, string Text)? FirstOther { get; private set; }

    /// <summary>How cells are read.</summary>
    public CellReader Cells => cells;

    /// <summary>What the cells say of the decimal mark.</summary>
    public DecimalEvidence Decimals { get; } = new(cells);

    public long Rows { get; private set; }
    public long Missing { get; private set; }
    public long Numbers { get; private set; }

    /// <summary>Dates; not counted further once there is another value.</summary>
    public long Dates { get; private set; }

    /// <summary>Distinct values that are not missing: numbers by value, words as <see cref="Word.Clean"/> writes them; <see cref="MostDistinct"/> at most.</summary>
    public int Distinct => words.IsFull ? MostDistinct : Math.Min(numbers.Count + words.Count, MostDistinct);

    /// <summary>Every number is whole.</summary>
    public bool AllWhole { get; private set; } = true;

    /// <summary>All values are numbers, 0, 1, 2, … or 1, 2, 3, … in the order of the rows.</summary>
    public bool CountsRows => counts && values > 0 && Numbers == values;

    /// <summary>Some number begins with a needless 0, as codes do: 00501.</summary>
    public bool HasLeadingZero { get; private set; }

    /// <summary>Some word is digits with several points, as versions are: 2.0.1.</summary>
    public bool HasDotted => words.HasDotted;

    /// <summary>The sign of percent or currency that the first value has; only cells with the same one count as numbers. Null where it has none.</summary>
    public string? Sign { get; private set; }

    /// <summary>The line and text of the first cell that is neither missing nor a number.</summary>
    public (long Line, string Text)? FirstText { get; private set; }

    /// <summary>The words that are not numbers, in the order in which they were met.</summary>
    public IEnumerable<string> Words => words.All;

    /// <summary>Words for yes and for no only: several, or several spellings of one.</summary>
    public bool IsYesOrNo => Booleans == values && Distinct > 1 && YesOrNo.AreOne(pairs);

    /// <summary>The first value, where all values are that one.</summary>
    public string? Constant => Distinct == 1 || (IsYesOrNo && hasYes != hasNo) ? first : null;

    /// <summary>Some number is written with other digits than the first value, but is the same to the digits that a double holds.</summary>
    public bool DiffersInDigits { get; private set; }

    /// <summary>When two cells are the same, if the column is taken as categories.</summary>
    public CategoryIdentity Identity =>
        IsYesOrNo ? CategoryIdentity.YesOrNo
        : HasDotted ? CategoryIdentity.Codes
        : Numbers == values && !HasLeadingZero ? CategoryIdentity.Numbers
        : CategoryIdentity.Words;

    /// <summary>The missing cells in words: "'NA' 3, empty 2".</summary>
    public string MissingWords => missing.Listed;

    /// <summary>Whether some cell is missing by a word, not by being empty.</summary>
    public bool HasMissingWord => missing.HasWord;

    /// <summary>Words for yes or no; not counted further once there is another value.</summary>
    private long Booleans { get; set; }

    public void Add(TableCell cell, long line)
    {
        switch (cell.Kind)
        {
            case CellKind.Text:
                Add(cell.Text, line);
                break;
            case CellKind.YesOrNo:
                Add(cell.Written(cells), line);
                break;
            case CellKind.Missing:
                Rows++;
                Missing++;
                missing.Add(default);
                break;
            case CellKind.Number when Sign is null && double.IsFinite(cell.Value):
                AddNumber(cell);
                break;
            case CellKind.Number when Sign is not null && double.IsFinite(cell.Value):
                AddOther(cell.Written(cells), line, isDate: false);
                break;
            case CellKind.Number when cells.IsMissing(cell.Written(cells)):
                Rows++;
                Missing++;
                missing.Add(cell.Written(cells));
                break;
            case CellKind.Number:
                Rows++;
                FirstOther ??= (line, Encoding.UTF8.GetString(cell.Written(cells)));
                break;
            case CellKind.Date:
                AddOther(cell.Written(cells), line, isDate: true);
                break;
            case CellKind.Word when cells.IsMissingWord(cell.Text):
                Rows++;
                Missing++;
                missing.Add(cell.Text);
                break;
            case CellKind.Word:
                AddYesOrNo(cell.Text);
                AddOther(cell.Text, line, isDate: Dates == values && cells.TryDate(cell.Text, out _));
                break;
            default:
                Rows++;
                FirstOther ??= (line, Encoding.UTF8.GetString(cell.Text));
                break;
        }
    }

    /// <summary>What a word does that comes again, so that it need not be read again.</summary>
    [Flags]
    private enum Repeated
    {
        Unknown = 0,

        /// <summary>It must be read again: it is a number, or missing.</summary>
        Read = 1,
        Word = 2,
        YesOrNo = 4,
        Date = 8,
    }

    /// <summary>Adds the last cells of a column, as if one by one.</summary>
    /// <param name="column">The column.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="lineOf">The line of a row.</param>
    public void Add(CellColumn column, long start, Func<long, long> lineOf)
    {
        for (var row = start; row < column.Count;)
        {
            var stretch = column.Stretch(row, out var from);
            var values = stretch.Values.AsSpan(from, (int)Math.Min(stretch.Count - from, column.Count - row));
            for (var i = 0; i < values.Length; i++)
                if (!IsAdded(column, stretch, values[i]))
                    Add(column[row + i], lineOf(row + i));
            row += values.Length;
        }
    }

    /// <summary>Adds a cell like one that has come before; false where it is not, or is to be added in another way.</summary>
    private bool IsAdded(CellColumn column, CellStretch stretch, double value)
    {
        if (stretch.Kinds is not null)
            return false;
        if (double.IsNaN(value))
        {
            Rows++;
            Missing++;
            missing.AddEmpty();
            return true;
        }
        switch (stretch.Kind)
        {
            case CellKind.Number:
                return IsPlainNumber(value);
            case CellKind.Date:
                return IsSpelledDate(value);
            case CellKind.YesOrNo:
                return IsRepeated(ref repeatedYesOrNo[value != 0 ? 1 : 0], TableCell.YesOrNo(value != 0));
            case CellKind.Word or CellKind.Text when column.IsWhole:
                if (repeatedKind != stretch.Kind)
                    (repeatedKind, repeated) = (stretch.Kind, []);
                if (repeated.Length <= (int)value)
                    Array.Resize(ref repeated, Math.Max(column.Words, 2 * repeated.Length));
                return IsRepeated(ref repeated[(int)value], column.Text(stretch.Kind, value));
            default:
                return false;
        }
    }

    /// <summary>Adds a number that says nothing by its text.</summary>
    private bool IsPlainNumber(double number)
    {
        var size = Math.Abs(number);
        if (first is null || Sign is not null || cells.Missing.HasNumbers || !(size < 1e15) || (size < 1e-4 && size != 0))
            return false;
        if (Booleans == values && number is 0 or 1)
        {
            if (!countedDigits[(int)number])
            {
                countedDigits[(int)number] = true;
                return false;
            }
            Booleans++;
        }
        Rows++;
        AddNumber(number);
        values++;
        return true;
    }

    /// <summary>Adds a date whose text changes nothing any more.</summary>
    private bool IsSpelledDate(double days)
    {
        if (first is null || FirstText is null || (!words.IsFull && !spelledDates.Contains(days)))
        {
            if (spelledDates.Count < MostDistinct)
                spelledDates.Add(days);
            return false;
        }
        Rows++;
        Dates += Dates == values ? 1 : 0;
        values++;
        return true;
    }

    /// <summary>Adds a word that has come before.</summary>
    private bool IsRepeated(ref Repeated known, TableCell cell)
    {
        if (known == Repeated.Unknown)
            known = values > 0 ? Repetition(cell) : known; // the sign is that of the first value
        else if (known.HasFlag(Repeated.Word))
        {
            Rows++;
            Booleans += Booleans == values && known.HasFlag(Repeated.YesOrNo) ? 1 : 0;
            Dates += Dates == values && known.HasFlag(Repeated.Date) ? 1 : 0;
            if (cell.Kind != CellKind.Word)
                Decimals.AddText();
            values++;
            return true;
        }
        return false;
    }

    private Repeated Repetition(TableCell cell)
    {
        var text = cell.Written(cells);
        if (cell.Kind == CellKind.Word ? cells.IsMissingWord(text) : cells.IsMissing(text))
            return Repeated.Read;
        if (cell.Kind != CellKind.Word)
        {
            Span<byte> room = stackalloc byte[NumberText.Longest];
            var unsigned = Sign is null ? text : UnitSign.Without(Sign, text, room);
            if (cells.TryNumber(unsigned, out _) || cells.Other.TryNumber(unsigned, out _))
                return Repeated.Read;
        }
        return Repeated.Word | (YesOrNo.TryRead(text, out _, out _) ? Repeated.YesOrNo : Repeated.Unknown) | (cells.TryDate(text, out _) ? Repeated.Date : Repeated.Unknown);
    }

    /// <summary>Adds a number that the file holds as one.</summary>
    private void AddNumber(TableCell cell)
    {
        Rows++;
        var number = cell.Value;
        if (cells.Missing.Matches(number))
        {
            Missing++;
            missing.Add(cell.Written(cells));
            return;
        }
        if (Booleans == values && number is 0 or 1)
            AddYesOrNo(number == 0 ? "0"u8 : "1"u8);
        if (first is null || !cell.Text.IsEmpty || Math.Abs(number) is >= 1e15 or (< 1e-4 and not 0))
        {
            var text = cell.Written(cells);
            AddDigits(text);
            first ??= Encoding.UTF8.GetString(text);
            Decimals.AddNumber(text);
        }
        AddNumber(number);
        values++;
    }

    private void AddNumber(double number, bool isCode = false)
    {
        Numbers++;
        AllWhole &= number == Math.Floor(number);
        counts &= double.IsNaN(previous) ? number is 0 or 1 : number == previous + 1;
        previous = number;
        if (!isCode && numbers.Count < (Numbers > values && !HasLeadingZero ? MostDistinctNumbers : MostDistinct))
            numbers.Add(number);
    }

    /// <summary>Compares the digits of a number with the first value's, as long as all numbers are one to a double.</summary>
    private void AddDigits(ReadOnlySpan<byte> text)
    {
        if (DiffersInDigits || first is null || numbers.Count != 1 || text.Length <= DigitsOfDouble)
            return;
        var word = Word.Clean(Encoding.UTF8.GetString(text));
        DiffersInDigits = word != first && Word.Key(word, CategoryIdentity.Numbers, cells.DecimalMark) != Word.Key(first, CategoryIdentity.Numbers, cells.DecimalMark);
    }

    /// <summary>Adds a value that is not a number.</summary>
    private void AddOther(ReadOnlySpan<byte> cell, long line, bool isDate)
    {
        Rows++;
        FirstText ??= (line, Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 200)]));
        Dates += Dates == values && isDate ? 1 : 0;
        words.Add(cell);
        first ??= Word.Clean(Encoding.UTF8.GetString(cell));
        values++;
    }

    /// <summary>Adds a cell of delimited text.</summary>
    public void Add(ReadOnlySpan<byte> cell, long line)
    {
        Rows++;
        if (values > 0 && Sign is null && cells.TryPlainNumber(cell, out var plain) && !plain.IsCode)
        {
            AddYesOrNo(cell);
            Decimals.Add(plain, cell);
            AddNumber(plain.Value);
            AddDigits(cell);
            values++;
            return;
        }
        if (cells.IsMissing(cell))
        {
            Missing++;
            missing.Add(cell);
            return;
        }
        AddYesOrNo(cell);
        if (values == 0)
            Sign = UnitSign.Of(cell, cells);
        Span<byte> room = stackalloc byte[NumberText.Longest];
        var unsigned = Sign is null ? cell : UnitSign.Without(Sign, cell, room);
        var isNumber = cells.TryNumber(unsigned, out var number) && (Sign is null || unsigned.Length < cell.Length);
        Decimals.Add(unsigned, isNumber, line);
        if (isNumber)
        {
            var isCode = IsCode(unsigned);
            HasLeadingZero |= isCode;
            AddNumber(number, isCode);
            AddDigits(cell);
            if (isCode)
                words.Add(cell);
        }
        else
        {
            FirstText ??= (line, Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 200)]));
            Dates += Dates == values && cells.TryDate(cell, out _) ? 1 : 0;
            words.Add(cell);
        }
        first ??= Word.Clean(Encoding.UTF8.GetString(cell));
        values++;
    }

    private void AddYesOrNo(ReadOnlySpan<byte> cell)
    {
        if (Booleans < values || !YesOrNo.TryRead(cell, out var yes, out var pair))
            return;
        Booleans++;
        pairs |= pair;
        hasYes |= yes;
        hasNo |= !yes;
    }

    private static bool IsCode(ReadOnlySpan<byte> cell)
    {
        var digits = CellReader.Trim(cell);
        if (!digits.IsEmpty && digits[0] is (byte)'+' or (byte)'-')
            digits = digits[1..];
        return digits.Length > 1 && digits[0] == '0' && digits[1] is >= (byte)'0' and <= (byte)'9';
    }
}
