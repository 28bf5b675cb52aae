using System.Text;
using Backprop.Data;
using Microsoft.Data.Analysis;

namespace Backprop.ML;

/// <summary>The cells of a column of a <see cref="DataFrame"/>. As a data view it has no missing values of most types: a null is 0, false, or the first of all days there; and a character is its number.</summary>
internal static class FrameCells
{
    /// <summary>The cells of a column.</summary>
    /// <param name="cells">Its cells as those of a data view.</param>
    /// <param name="column">The column.</param>
    /// <param name="row">The number of the current row, from 1.</param>
    public static IViewCells Of(IViewCells cells, DataFrameColumn column, Func<long> row) =>
        column is PrimitiveDataFrameColumn<char> characters ? new Characters(characters, row)
        : column.NullCount > 0 ? new Nullable(cells, column, row)
        : cells;

    private sealed class Nullable(IViewCells cells, DataFrameColumn column, Func<long> row) : IViewCells
    {
        private bool isNull;

        public int Count => cells.Count;

        public ColumnKind? Kind => cells.Kind;

        public string NameOf(int slot) => cells.NameOf(slot);

        public void Read()
        {
            isNull = column[row() - 1] is null;
            if (!isNull)
                cells.Read();
        }

        public TableCell Cell(int slot) => isNull ? TableCell.Missing : cells.Cell(slot);
    }

    private sealed class Characters(PrimitiveDataFrameColumn<char> column, Func<long> row) : IViewCells
    {
        private readonly byte[] room = new byte[4];
        private char? value;

        public int Count => 1;

        public ColumnKind? Kind => ColumnKind.Category;

        public string NameOf(int slot) => column.Name;

        public void Read() => value = column[row() - 1];

        public TableCell Cell(int slot) => value is { } character ? TableCell.Word(room.AsSpan(0, Encoding.UTF8.GetBytes([character], room))) : TableCell.Missing;
    }
}
