using System.Numerics;

namespace Backprop.Data;

/// <summary>A value of a column as the states of its units: the only place where one becomes the other.</summary>
internal static class UnitStates
{
    /// <summary>Writes every unit of the column.</summary>
    /// <param name="column">The encoding of the column.</param>
    /// <param name="value">A value of the column.</param>
    /// <param name="units">Destination, <see cref="ColumnEncoding.Size"/> states.</param>
    /// <param name="missing">The state of the units where the value is missing, beside the unit that says so.</param>
    /// <exception cref="DataException">The state of a number is beyond the range of <typeparamref name="T"/>; it names the column, and the caller adds the place.</exception>
    public static void Write<T>(ColumnEncoding column, CellValue value, Span<T> units, T missing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (value.Kind)
        {
            case not CellValueKind.Missing when column.IsConstant:
                units.Clear();
                break;
            case CellValueKind.Number when column is NumberEncoding number:
                units.Clear();
                units[0] = T.CreateTruncating(number.Encode(value.Value));
                if (!T.IsFinite(units[0]))
                    throw FarValue.TooFar(number, value.Value);
                break;
            case CellValueKind.Days when column is DateEncoding date:
                units.Clear();
                units[0] = T.CreateTruncating(date.Encode(value.Value));
                if (!T.IsFinite(units[0]))
                    throw FarValue.TooFar(date.Number, value.Value);
                break;
            case CellValueKind.Boolean when column is BooleanEncoding:
                units.Clear();
                units[0] = value.Value == 0 ? -T.One : T.One;
                break;
            case CellValueKind.Category when column is CategoryEncoding:
                units.Clear();
                units[(int)value.Value] = T.One;
                break;
            case CellValueKind.Unseen:
                units.Clear();
                break;
            case CellValueKind.Missing:
                units.Fill(missing);
                if (column.MissingUnit)
                    units[^1] = T.One;
                break;
            default:
                throw new InvalidOperationException($"column '{column.Column}' is not encoded as a {value.Kind}");
        }
    }
}
