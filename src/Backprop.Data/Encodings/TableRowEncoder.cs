using System.Globalization;
using System.Numerics;
using System.Text;

namespace Backprop.Data;

/// <summary>
/// Turns rows of a table in memory into states of the input units, group after group in the order of
/// <see cref="TableEncoding.InputGroups"/>. A category that the encoding does not have is all zeros.
/// </summary>
public sealed class TableRowEncoder
{
    private readonly string file;
    private readonly (ColumnEncoding Encoding, EncodedColumn? Values)[] inputs; // no values where they have no influence
    private readonly EncodedColumn[] targets;

    /// <summary>Finds the encoding's columns in a table.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="table">The table.</param>
    /// <param name="withTargets">Whether the table must hold the target columns too.</param>
    /// <exception cref="DataException">A column is not there, or of another kind.</exception>
    public TableRowEncoder(TableEncoding encoding, Table table, bool withTargets = false)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(table);
        file = table.File;
        inputs = [.. encoding.InputGroups.SelectMany(group => group.Columns).Select(column => (column, column.HasInfluence ? new EncodedColumn(column, table) : null))];
        targets = withTargets ? [.. encoding.Targets.Select(column => new EncodedColumn(column, table))] : [];
    }

    /// <summary>Encodes a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="states">Destination, <see cref="TableEncoding.InputSize"/> states.</param>
    /// <typeparam name="T">The precision of the states: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="DataException">The state of a number is beyond the range of <typeparamref name="T"/>; it names row and column.</exception>
    public void Encode<T>(int row, Span<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var offset = 0;
        foreach (var (column, values) in inputs)
        {
            try
            {
                UnitStates.Write(column, values?[row] ?? CellValue.Constant, states.Slice(offset, column.Size), missing: T.Zero);
            }
            catch (DataException e) when (e.File is null)
            {
                throw At(e, row);
            }
            offset += column.Size;
        }
    }

    /// <summary>The value of a target: the number, the days of a date, or the index of the class; NaN where it has none.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="target">Index into <see cref="TableEncoding.Targets"/>.</param>
    /// <returns>The value, or NaN.</returns>
    /// <exception cref="DataException">The row has a class that the encoding does not have.</exception>
    public double Target(int row, int target)
    {
        var column = targets[target];
        var value = column[row];
        return value.Kind != CellValueKind.Unseen ? value.Value
            : throw At(DataException.OfColumn(CellText.UnseenClass(column.Encoding, Encoding.UTF8.GetBytes(column.Word(row))).Text, column.Encoding.Column), row);
    }

    private DataException At(DataException error, int row) => error.At(string.Create(CultureInfo.InvariantCulture, $"{file}, row {row + 1}"));
}
