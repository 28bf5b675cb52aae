namespace Backprop.Data;

/// <summary>What to do with a category that the training part did not have.</summary>
public enum UnseenCategory
{
    /// <summary>Refuse the row, naming file, line, column and category.</summary>
    Error,

    /// <summary>Leave all units of the column's group at 0.</summary>
    AllOff,
}
