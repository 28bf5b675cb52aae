using System.Text;

namespace Backprop.Data;

/// <summary>Collects one column's cells, as doubles or as codes.</summary>
/// <param name="reader">The rows.</param>
/// <param name="index">The column.</param>
/// <param name="plan">How it is read.</param>
/// <param name="count">The cells that there is room for.</param>
/// <param name="places">Where some rows are kept only: the place of each, −1 for one that is not; null: all are.</param>
internal sealed class ColumnFiller(TableReader reader, int index, ColumnPlan plan, int count, int[]? places = null)
{
    private const int MostCategories = 100_000;
    private readonly string name = reader.Name(index);
    private readonly ColumnWords words = new(plan.Kind == ColumnKind.Boolean ? CategoryIdentity.YesOrNo : plan.Identity, reader.Cells.DecimalMark);
    private readonly bool isNumeric = plan.Kind is ColumnKind.Number or ColumnKind.Date;
    private double[] numbers = [];
    private double[][]? stretches; // instead of numbers, where they are those of kept cells
    private readonly Dictionary<long, double> takenNumbers = [];
    private double?[] takenTexts = []; // what the cells of a text were taken as
    private CellKind takenKind;
    private int[] codes = [];

    public bool IsTarget => plan.IsTarget;

    /// <summary>What the column says of the rows.</summary>
    public RowRole Role => plan.Role;

    /// <summary>Rows taken in so far.</summary>
    public int Filled { get; private set; }

    /// <summary>What the rows that were learned from say, where some rows are kept only.</summary>
    public ColumnFit? Fit { get; } = places is null ? null : new(plan.Kind);

    /// <summary>Adds the reader's current row at a place.</summary>
    /// <param name="place">The place; that of the row before is overwritten if it is the same.</param>
    /// <param name="isLearned">Whether the row is one to learn from.</param>
    public void Add(int place, bool isLearned)
    {
        Add(place);
        if (!isLearned)
            return;
        if (isNumeric)
            Fit!.Add(numbers[place]);
        else
            Fit!.Add(codes[place]);
    }

    public bool IsMissing(int row) => isNumeric ? double.IsNaN(Number(row)) : codes[row] < 0;

    /// <summary>Adds the reader's current row.</summary>
    public void Add(int row)
    {
        if (Filled == 0)
            MakeRoom();
        Filled++;
        var cell = reader.Cell(index);
        switch (cell.Kind)
        {
            case CellKind.Missing:
                AddMissing(row);
                break;
            case CellKind.Number when plan.Kind == ColumnKind.Number && double.IsFinite(cell.Value):
                numbers[row] = reader.Cells.Missing.Matches(cell.Value) ? double.NaN : cell.Value;
                CheckWeight(row);
                break;
            case CellKind.YesOrNo when plan.Kind == ColumnKind.Number:
                numbers[row] = cell.Value;
                break;
            case CellKind.Date when plan.Kind == ColumnKind.Date:
                numbers[row] = cell.Value;
                break;
            case CellKind.Other:
                throw reader.Error($"holds {Encoding.UTF8.GetString(cell.Text)}; expected a finite number, a text, a date, or yes or no", index, new Remedy(RemedyKind.IgnoreColumn, name));
            case CellKind.Word when reader.Cells.IsMissingWord(cell.Text):
                AddMissing(row);
                break;
            default:
                AddText(row, cell.Written(reader.Cells), mayBeMissing: cell.Kind is CellKind.Text or CellKind.Number);
                break;
        }
    }

    /// <summary>Adds all cells of a column that is kept.</summary>
    /// <param name="column">The column.</param>
    /// <param name="moveTo">Goes to a row of the reader.</param>
    public void Add(CellColumn column, Action<long> moveTo)
    {
        if (isNumeric && column.Stretches.All(AreNumbers))
        {
            stretches = [.. column.Stretches.Select(static stretch => stretch.Trimmed())];
            Filled = count;
            return;
        }
        MakeRoom();
        for (var row = 0; row < count;)
        {
            var stretch = column.Stretch(row, out _);
            var values = stretch.Values.AsSpan(0, stretch.Count);
            if (takenKind != stretch.Kind)
            {
                takenKind = stretch.Kind;
                takenNumbers.Clear();
                Array.Clear(takenTexts);
            }
            foreach (var value in values)
            {
                if (!IsTaken(stretch, column, value, row))
                {
                    moveTo(row);
                    Add(row);
                    Take(stretch, value, row);
                }
                row++;
            }
        }
        Filled = count;
    }

    private void MakeRoom()
    {
        if (isNumeric && numbers.Length == 0)
            numbers = new double[count];
        else if (!isNumeric && codes.Length == 0)
            codes = new int[count];
    }

    private double Number(int row) => stretches is null ? numbers[row] : stretches[row / CellStretch.Rows][row % CellStretch.Rows];

    /// <summary>Whether the values of cells are those of a column of numbers.</summary>
    private bool AreNumbers(CellStretch stretch)
    {
        if (stretch.Kinds is not null || plan.Role == RowRole.Weight)
            return false;
        if (stretch.Kind == CellKind.Number && plan.Kind == ColumnKind.Number && !reader.Cells.Missing.HasNumbers)
        {
            var infinite = 0;
            foreach (var value in stretch.Values.AsSpan(0, stretch.Count))
                infinite |= double.IsInfinity(value) ? 1 : 0;
            return infinite == 0;
        }
        return stretch.Kind == CellKind.Missing || (stretch.Kind == CellKind.YesOrNo && plan.Kind == ColumnKind.Number) || (stretch.Kind == CellKind.Date && plan.Kind == ColumnKind.Date);
    }

    /// <summary>Takes a cell as one like it was taken before; false where none was.</summary>
    private bool IsTaken(CellStretch stretch, CellColumn column, double value, int row)
    {
        if (!MayBeTaken(stretch))
            return false;
        double taken;
        if (double.IsNaN(value))
        {
            taken = isNumeric ? double.NaN : -1;
        }
        else if (stretch.Kind is CellKind.Word or CellKind.Text)
        {
            if (takenTexts.Length == 0)
                takenTexts = new double?[column.Words];
            if (takenTexts[(int)value] is not { } known)
                return false;
            taken = known;
        }
        else if (!takenNumbers.TryGetValue(BitConverter.DoubleToInt64Bits(value), out taken))
        {
            return false;
        }
        if (isNumeric)
            numbers[row] = taken;
        else
            codes[row] = (int)taken;
        return true;
    }

    /// <summary>Whether what a cell was taken as is worth to be known: numbers of a column of numbers seldom come again.</summary>
    private bool MayBeTaken(CellStretch stretch) => stretch.Kinds is null && plan.Role != RowRole.Weight && !(isNumeric && stretch.Kind == CellKind.Number);

    private void Take(CellStretch stretch, double value, int row)
    {
        if (!MayBeTaken(stretch))
            return;
        var taken = isNumeric ? numbers[row] : codes[row];
        if (stretch.Kind is CellKind.Word or CellKind.Text)
        {
            if (takenTexts.Length > (int)value)
                takenTexts[(int)value] = taken;
        }
        else if (takenNumbers.Count < MostCategories)
        {
            takenNumbers.TryAdd(BitConverter.DoubleToInt64Bits(value), taken);
        }
    }

    private void AddMissing(int row)
    {
        if (isNumeric)
            numbers[row] = double.NaN;
        else
            codes[row] = -1;
        CheckWeight(row);
    }

    private void CheckWeight(int row)
    {
        if (plan.Role == RowRole.Weight && !(numbers[row] >= 0))
            throw reader.Error($"holds '{Shown()}', but the weight of a row must be 0 or more", index);
    }

    private void AddText(int row, ReadOnlySpan<byte> cell, bool mayBeMissing)
    {
        var cells = reader.Cells;
        if (plan is { Kind: ColumnKind.Number, Sign: null, Role: not RowRole.Weight } && cells.TryPlainNumber(cell, out var plain))
        {
            numbers[row] = plain.Value;
            return;
        }
        var missing = mayBeMissing && cells.IsMissing(cell);
        switch (plan.Kind)
        {
            case ColumnKind.Number:
                Span<byte> room = stackalloc byte[NumberText.Longest];
                if (!cells.TryNumber(plan.Sign is null ? cell : UnitSign.Without(plan.Sign, cell, room), out numbers[row]) && !missing)
                {
                    var wrong = cells.NotANumber(cell, plan.Sign);
                    throw reader.Error(wrong.Text, index, wrong.Remedies);
                }
                if (missing)
                    numbers[row] = double.NaN;
                CheckWeight(row);
                break;
            case ColumnKind.Date:
                if (!cells.TryDate(cell, out numbers[row]) && !missing)
                    throw reader.Error($"holds '{Shown()}', which is not a date ({cells.Dates.Example})", index, RemedyKind.NameDateFormat, new Remedy(RemedyKind.CountAsMissing, Shown()));
                break;
            case ColumnKind.Boolean:
                if (!YesOrNo.TryRead(cell, out _, out _) && !missing)
                    throw reader.Error($"holds '{Shown()}', which is neither yes nor no (true/false, yes/no, on/off, t/f, y/n, 1/0)", index);
                codes[row] = missing ? -1 : Code(cell);
                break;
            default:
                codes[row] = missing ? -1 : Code(cell);
                break;
        }
    }

    /// <summary>What may surprise in the column's words; null where nothing does.</summary>
    public string? Note => words.Note is { } note ? $"column '{DisplayText.Name(name)}' {note}" : null;

    /// <summary>Keeps the given rows only.</summary>
    public ColumnFiller Take(int[] rows)
    {
        if (isNumeric)
            (numbers, stretches) = ([.. rows.Select(Number)], null);
        else
            codes = [.. rows.Select(row => codes[row])];
        return this;
    }

    /// <summary>The column, its categories put in order.</summary>
    public TableColumn Build()
    {
        if (plan.Kind is ColumnKind.Number or ColumnKind.Date)
            return stretches is { Length: > 1 } ? new StretchedColumn(name, plan.Kind, plan.IsTarget, stretches, count, plan.HasExponent, plan.Sign)
                : new DoubleColumn(name, plan.Kind, plan.IsTarget, stretches?[0] ?? numbers, plan.HasExponent, plan.Sign, places);
        var (labels, place) = words.Identity == CategoryIdentity.YesOrNo ? words.YesAndNo() : words.InOrder();
        for (var row = 0; row < codes.Length; row++)
            if (codes[row] >= 0)
                codes[row] = place[codes[row]];
        Fit?.Renumber(place);
        return new CategoryColumn(name, plan.Kind, plan.IsTarget, codes, labels, words.Identity, reader.Cells.DecimalMark, places);
    }

    private int Code(ReadOnlySpan<byte> cell)
    {
        Span<char> text = stackalloc char[256];
        if (cell.Length <= text.Length && System.Text.Unicode.Utf8.IsValid(cell)
            && words.TryGetKnown(text[..Encoding.UTF8.GetChars(cell, text)], out var known))
            return known;
        var code = words.CodeOf(reader.Text(index));
        if (words.Count > MostCategories)
            throw reader.Error($"has more than {MostCategories:N0} different words, more categories than can be learned from", index, new Remedy(RemedyKind.IgnoreColumn, name));
        return code;
    }

    private string Shown() => DisplayText.Name(Encoding.UTF8.GetString(reader[index]));
}
