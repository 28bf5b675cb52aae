namespace Backprop.Data;

/// <summary>Tables of objects.</summary>
public static class ObjectTables
{
    /// <summary>What <see cref="Table"/> can be made from.</summary>
    extension(Table)
    {
        /// <summary>Makes a table of objects. No word means a missing value: null and texts of blanks do.</summary>
        /// <typeparam name="TRow">Their type, which says what the columns are.</typeparam>
        /// <param name="rows">The objects; read once.</param>
        /// <param name="cancellationToken">Stops reading.</param>
        /// <returns>The table, in memory.</returns>
        /// <exception cref="DataException">There are no rows, or the columns cannot be used as they are declared; the message says what is wrong.</exception>
        public static Table From<TRow>(IEnumerable<TRow> rows, CancellationToken cancellationToken = default)
            where TRow : ITableRow<TRow>
        {
            ArgumentNullException.ThrowIfNull(rows);
            return Table.From(new ObjectRows<TRow>(rows), ObjectRows<TRow>.Choices(), new TableFormat { Missing = [] }, ObjectRows<TRow>.Name, cancellationToken);
        }
    }
}
