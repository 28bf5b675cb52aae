namespace Backprop.Data;

/// <summary>A type whose objects are rows of a table. The source generator implements it for types with <see cref="TableRowAttribute"/>; a type of your own can implement it by hand.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ITableRow<TSelf>
    where TSelf : ITableRow<TSelf>
{
    /// <summary>The columns in order.</summary>
    static abstract IReadOnlyList<RowColumn> Columns { get; }

    /// <summary>A cell of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">Index into <see cref="Columns"/>.</param>
    /// <returns>The cell.</returns>
    static abstract RowCell Cell(in TSelf row, int column);
}
