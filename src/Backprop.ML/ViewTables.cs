using Backprop.ML;
using Microsoft.ML;

namespace Backprop.Data;

/// <summary>Tables of the data views of ML.NET.</summary>
public static class ViewTables
{
    /// <summary>What <see cref="Table"/> can be made from.</summary>
    extension(Table)
    {
        /// <summary>Makes a table of a data view. A key is the word that it stands for; a vector of a known size is a column for each slot, called <c>Features.1</c> or by the slot's name.</summary>
        /// <param name="view">The rows; read once. A <c>DataFrame</c> is one, whose nulls are missing values.</param>
        /// <param name="choices">Targets and kinds of columns; null infers the kinds and has no targets.</param>
        /// <param name="format">Words for missing values, and the decimal mark and form of dates in texts; null: the usual ones.</param>
        /// <param name="cancellationToken">Stops reading.</param>
        /// <returns>The table, in memory.</returns>
        /// <exception cref="DataException">There are no rows, or the columns cannot be used as asked; the message says what is wrong.</exception>
        public static Table From(IDataView view, ColumnChoices? choices = null, TableFormat? format = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(view);
            return Table.From(ViewRows.Of(view), choices, format, "the data view", cancellationToken);
        }
    }
}
