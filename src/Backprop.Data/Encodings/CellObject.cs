using System.Text;

namespace Backprop.Data;

/// <summary>What a cell that has a type is as a value of an encoded column: numbers and dates as they are, texts as in delimited text.</summary>
internal static class CellObject
{
    /// <summary>Reads a cell.</summary>
    /// <param name="column">The encoding of the column.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="cells">How text is written, and dates where they are categories.</param>
    /// <param name="wrong">What is wrong with the cell, to be put after its place; null where nothing is.</param>
    /// <returns>The value; missing where the cell is wrong.</returns>
    public static CellValue Read(ColumnEncoding column, TableCell cell, CellReader cells, out CellFault? wrong)
    {
        wrong = null;
        switch (cell.Kind)
        {
            case CellKind.Missing:
                return CellValue.Missing;
            case CellKind.Number when column is NumberEncoding && double.IsFinite(cell.Value):
                return cells.Missing.Matches(cell.Value) ? CellValue.Missing : column.IsConstant ? CellValue.Constant : CellValue.Number(cell.Value);
            case CellKind.Number:
                return ObjectValue.Number(column, cell.Value, Encoding.UTF8.GetString(cell.Written(cells)), cells, out wrong);
            case CellKind.YesOrNo:
                return column.IsConstant ? CellValue.Constant : ObjectValue.Boolean(column, cell.Value != 0, cells, out wrong);
            case CellKind.Date when column.IsConstant:
                return CellValue.Constant;
            case CellKind.Date:
                if (ObjectValue.Days(column, cell.Value, cells) is { } days)
                    return days;
                wrong = new($"holds {Encoding.UTF8.GetString(cell.Written(cells))}, which is a date; expected {ObjectValue.Expected(column)}");
                return CellValue.Missing;
            case CellKind.Word when cells.IsMissingWord(cell.Text):
                return CellValue.Missing;
            case CellKind.Word:
                return CellText.Read(column, cell.Text, cells, out wrong, mayBeMissing: false);
            case CellKind.Text:
                return CellText.Read(column, cell.Text, cells, out wrong);
            default:
                wrong = new($"holds {Encoding.UTF8.GetString(cell.Text)}; expected {ObjectValue.Expected(column)}");
                return CellValue.Missing;
        }
    }
}
