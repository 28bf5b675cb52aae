namespace Backprop.Data;

/// <summary>Models of tables that answer objects. Keep what these methods return: it is made for many calls.</summary>
public static class ObjectPrediction
{
    /// <summary>The model for objects of a type.</summary>
    /// <typeparam name="TRow">The type of the objects.</typeparam>
    /// <param name="model">The model.</param>
    /// <returns>A model that answers them.</returns>
    /// <exception cref="DataException">The type lacks a column that the model needs.</exception>
    public static RowModel<TRow> For<TRow>(this TableModel model)
        where TRow : ITableRow<TRow> => new(model);

    /// <summary>The model for objects of a type, with answers of a type.</summary>
    /// <typeparam name="TRow">The type of the objects.</typeparam>
    /// <typeparam name="TAnswer">The type of the answers.</typeparam>
    /// <param name="model">The model.</param>
    /// <returns>A model that answers them.</returns>
    /// <exception cref="DataException">A type lacks a column that the model needs, or takes a target as what it is not.</exception>
    public static RowModel<TRow, TAnswer> For<TRow, TAnswer>(this TableModel model)
        where TRow : ITableRow<TRow>
        where TAnswer : ITableAnswer<TAnswer> => new(model);

    /// <inheritdoc cref="For{TRow}(TableModel)"/>
    public static RowModel<TRow> For<TRow>(this Model model)
        where TRow : ITableRow<TRow> => new(new TableModel(model));

    /// <inheritdoc cref="For{TRow, TAnswer}(TableModel)"/>
    public static RowModel<TRow, TAnswer> For<TRow, TAnswer>(this Model model)
        where TRow : ITableRow<TRow>
        where TAnswer : ITableAnswer<TAnswer> => new(new TableModel(model));
}
