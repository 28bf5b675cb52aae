namespace Backprop.Data;

/// <summary>The smallest part of a date that is written.</summary>
public enum DatePrecision
{
    /// <summary>The day.</summary>
    Day,

    /// <summary>The minute.</summary>
    Minute,

    /// <summary>The second.</summary>
    Second,

    /// <summary>The thousandth of a second.</summary>
    Millisecond,
}
