using Backprop.Data;

namespace Backprop.SourceCode;

/// <summary>A text that a column reads.</summary>
/// <param name="Text">The text; blanks around it and the kind and number of blanks in it do not matter.</param>
/// <param name="AnyCase">Whether the case of ASCII letters does not matter either.</param>
/// <param name="Meaning">The index of the category, or 1 for yes and 0 for no.</param>
internal readonly record struct RawText(string Text, bool AnyCase, int Meaning);

/// <summary>A column of raw values as input units.</summary>
/// <param name="Encoding">How values become states.</param>
/// <param name="Offset">The place of its first unit among the inputs of the net.</param>
/// <param name="MissingNumbers">Of a number or date, the values that mean "no value".</param>
/// <param name="Texts">Of a category or a yes or no, every text that it reads but those that mean "no value"; of two that are the same, the first counts.</param>
internal sealed record RawColumn(ColumnEncoding Encoding, int Offset, IReadOnlyList<double> MissingNumbers, IReadOnlyList<RawText> Texts)
{
    /// <summary>Whether raw values are texts; else they are numbers.</summary>
    public bool IsText => Encoding is CategoryEncoding or BooleanEncoding;

    /// <summary>What a number is standardized by; null for texts.</summary>
    public NumberEncoding? Number => Encoding as NumberEncoding ?? (Encoding as DateEncoding)?.Number;
}

/// <summary>A target as output units.</summary>
/// <param name="Encoding">How states become values.</param>
/// <param name="Offset">The place of its first unit among the outputs of the net.</param>
internal sealed record RawTarget(ColumnEncoding Encoding, int Offset)
{
    /// <summary>What a number is standardized by; null for classes.</summary>
    public NumberEncoding? Number => Encoding as NumberEncoding ?? (Encoding as DateEncoding)?.Number;
}
