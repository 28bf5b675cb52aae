using System.Text;

namespace Backprop.Data;

/// <summary>Collects one column's cells, as doubles or as codes.</summary>
internal sealed class ColumnFiller(TableReader reader, int index, ColumnPlan plan, int count)
{
    private const int MostCategories = 100_000;
    private readonly string name = reader.Name(index);
    private readonly ColumnWords words = new(plan.Kind == ColumnKind.Boolean ? CategoryIdentity.YesOrNo : plan.Identity, reader.Cells.DecimalMark);
    private double[] numbers = plan.Kind is ColumnKind.Number or ColumnKind.Date ? new double[count] : [];
    private int[] codes = plan.Kind is ColumnKind.Number or ColumnKind.Date ? [] : new int[count];

    public bool IsTarget => plan.IsTarget;

    /// <summary>What the column says of the rows.</summary>
    public RowRole Role => plan.Role;

    /// <summary>Rows taken in so far.</summary>
    public int Filled { get; private set; }

    public bool IsMissing(int row) => numbers.Length > 0 ? double.IsNaN(numbers[row]) : codes[row] < 0;

    /// <summary>Adds the reader's current row.</summary>
    public void Add(int row)
    {
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

    private void AddMissing(int row)
    {
        if (numbers.Length > 0)
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
        if (numbers.Length > 0)
            numbers = [.. rows.Select(row => numbers[row])];
        else
            codes = [.. rows.Select(row => codes[row])];
        return this;
    }

    /// <summary>The column, its categories put in order.</summary>
    public TableColumn Build()
    {
        if (plan.Kind is ColumnKind.Number or ColumnKind.Date)
            return new DoubleColumn(name, plan.Kind, plan.IsTarget, numbers, plan.HasExponent, plan.Sign);
        var (labels, place) = words.Identity == CategoryIdentity.YesOrNo ? words.YesAndNo() : words.InOrder();
        for (var row = 0; row < codes.Length; row++)
            if (codes[row] >= 0)
                codes[row] = place[codes[row]];
        return new CategoryColumn(name, plan.Kind, plan.IsTarget, codes, labels, words.Identity, reader.Cells.DecimalMark);
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
