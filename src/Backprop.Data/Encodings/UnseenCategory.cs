namespace Backprop.Data;

/// <summary>
/// What to do with a category that was not seen in training. A program that asks about one row gets an <see cref="Error"/> unless it says
/// otherwise, since the answer could not tell that a part of the row was unknown; <see cref="RowEncoder"/> counts what it encodes as zeros.
/// </summary>
public enum UnseenCategory
{
    /// <summary>Refuse the row, naming file, line, column and category.</summary>
    Error,

    /// <summary>Encode it as all zeros: no unit of the column's group is on.</summary>
    AllOff,
}
