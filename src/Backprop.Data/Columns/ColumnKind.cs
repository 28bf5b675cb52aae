namespace Backprop.Data;

/// <summary>What the values of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>One of a set of words.</summary>
    Category,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>Dates, read as a number of days.</summary>
    Date,

    /// <summary>Not used.</summary>
    Ignored,
}
