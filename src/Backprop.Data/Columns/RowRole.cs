namespace Backprop.Data;

/// <summary>What a column that is neither input nor target says of the rows.</summary>
internal enum RowRole
{
    /// <summary>Nothing: it is an input, a target or left out.</summary>
    None,

    /// <summary>Which rows stay together when rows are divided.</summary>
    Group,

    /// <summary>The order of the rows in time.</summary>
    Time,

    /// <summary>The factor of the row in the error.</summary>
    Weight,
}
