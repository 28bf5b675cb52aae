using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>The properties of a type as the states of a model's input units.</summary>
/// <typeparam name="TRow">The type.</typeparam>
internal sealed class BoundRow<TRow>
    where TRow : ITableRow<TRow>
{
    private const int MostOnStack = 768;

    private readonly CellReader cells;
    private readonly Input[] inputs;

    /// <summary>Finds the model's inputs among the properties.</summary>
    /// <exception cref="DataException">One that has an influence is not there.</exception>
    public BoundRow(TableModel model)
    {
        Model = model;
        var encoding = model.Encoding;
        cells = new CellReader(encoding.DecimalMark, encoding.Missing, encoding.DateFormat);
        string[] names = [.. TRow.Columns.Select(static column => column.Name)];
        var offset = 0;
        var found = new List<Input>();
        foreach (var column in encoding.InputGroups.SelectMany(static group => group.Columns))
        {
            var property = ColumnNames.Find(column.Column, names);
            if (property < 0 && column.HasInfluence)
                throw new DataException($"{typeof(TRow).Name} has no column '{DisplayText.Name(column.Column)}', which the model needs; it has {ColumnChoices.Listed(names)}{NearestName.Hint(column.Column, names)}");
            found.Add(new(column, property, offset, column.Size));
            offset += column.Size;
        }
        inputs = [.. found];
        InputSize = offset;
        OutputSize = encoding.TargetSize;
    }

    public TableModel Model { get; }

    public int InputSize { get; }

    public int OutputSize { get; }

    /// <summary>Writes the states of the input units.</summary>
    /// <exception cref="DataException">A value is not what its column holds.</exception>
    public void Write(in TRow row, Span<float> states, UnseenCategory unseen, RowWatch? watch)
    {
        foreach (var (column, property, offset, size) in inputs)
        {
            var cell = property < 0 ? RowCell.Missing : TRow.Cell(in row, property);
            var value = Read(column, cell, out var wrong);
            if (wrong is null && value.Kind == CellValueKind.Unseen && unseen == UnseenCategory.Error)
            {
                wrong = CellText.UnseenInput(column, Encoding.UTF8.GetBytes(Shown(cell)));
                watch?.See(column, isUnseen: true, []);
            }
            if (wrong is not null)
                throw new DataException($"column '{DisplayText.Name(column.Column)}' {wrong.Text}") { Remedies = wrong.Remedies };
            UnitStates.Write(column, value, states.Slice(offset, size), missing: 0f);
            watch?.See(column, value.Kind == CellValueKind.Unseen, states.Slice(offset, size));
        }
    }

    private CellValue Read(ColumnEncoding column, RowCell cell, out CellFault? wrong)
    {
        wrong = null;
        if (cell.Kind == CellKind.Missing)
            return CellValue.Missing;
        // A word is what it is in a table of text: the model says which words mean a missing value.
        if (column is CategoryEncoding category && cell.Kind == CellKind.Number && cell.Text.IsEmpty && !cells.Missing.Matches(cell.Value) && !column.IsConstant)
        {
            Span<char> digits = stackalloc char[32];
            if (cell.Value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture))
            {
                digits = digits[..length];
                digits.Replace('.', cells.DecimalMark);
                if (category.IndexOf(digits, cells.DecimalMark) is var unit and >= 0)
                    return CellValue.Category(unit);
            }
        }
        var most = cell.MostBytes;
        Span<byte> room = most <= MostOnStack ? stackalloc byte[MostOnStack] : new byte[most];
        var converted = cell.ToTableCell(room);
        return converted.Kind == CellKind.Word ? CellText.Read(column, converted.Text, cells, out wrong) : CellObject.Read(column, converted, cells, out wrong);
    }

    private static string Shown(RowCell cell) => cell.Kind == CellKind.Number && cell.Text.IsEmpty ? cell.Value.ToString(CultureInfo.InvariantCulture) : cell.Kind == CellKind.YesOrNo ? (cell.Value != 0 ? "true" : "false") : cell.Text.ToString();

    /// <summary>An input of the model.</summary>
    /// <param name="Column">Its encoding.</param>
    /// <param name="Property">Its column among those of the type; −1 where it has none and no influence.</param>
    /// <param name="Offset">The place of its states.</param>
    /// <param name="Size">The number of its states.</param>
    private readonly record struct Input(ColumnEncoding Column, int Property, int Offset, int Size);
}
