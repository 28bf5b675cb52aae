namespace Backprop.Exchange;

/// <summary>What the values of an attribute of an ARFF file are.</summary>
internal enum ArffType
{
    /// <summary>Numbers: numeric, real or integer.</summary>
    Number,

    /// <summary>One of the values that the header lists.</summary>
    Nominal,

    /// <summary>A date, as milliseconds since 1970-01-01.</summary>
    Date,

    /// <summary>Any text.</summary>
    Text,
}

/// <summary>An attribute of an ARFF file: a column.</summary>
/// <param name="Name">Its name, without quotes.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Values">The values of a nominal one, without quotes; empty for others.</param>
/// <param name="DateFormat">How dates are written, as in Java; null for others.</param>
internal sealed record ArffAttribute(string Name, ArffType Type, IReadOnlyList<string> Values, string? DateFormat = null);
