using System.Text;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>A cell that outlives its row, to be written beside the answer.</summary>
/// <param name="kind">What it holds.</param>
/// <param name="value">The number; of a date the days; 1 or 0 for yes or no.</param>
/// <param name="digits">Of a number of more digits than a double holds, all of them; otherwise null.</param>
/// <param name="text">The cell as delimited text holds it.</param>
internal readonly struct KeptCell(CellKind kind, double value, byte[]? digits, string text)
{
    /// <summary>The cell as delimited text holds it.</summary>
    public string Text => text;

    /// <summary>The cell.</summary>
    public TableCell Cell => kind switch
    {
        CellKind.Number => digits is null ? TableCell.Number(value) : TableCell.Number(value, digits),
        CellKind.Date => TableCell.Days(value),
        CellKind.YesOrNo => TableCell.YesOrNo(value != 0),
        CellKind.Word => TableCell.Word(Encoding.UTF8.GetBytes(text)),
        CellKind.Text => TableCell.OfText(Encoding.UTF8.GetBytes(text)),
        _ => TableCell.Missing,
    };

    /// <summary>Keeps a cell.</summary>
    public static KeptCell Of(TableCell cell, string text) => new(cell.Kind, cell.Value, cell.Kind == CellKind.Number && !cell.Text.IsEmpty ? cell.Text.ToArray() : null, text);
}
