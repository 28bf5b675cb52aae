namespace Backprop.Lab;

/// <summary>A text of the page in both of its languages. Numbers stand in it as {0}, {1}.</summary>
internal sealed record Phrase(string English, string Chinese)
{
    /// <summary>The text.</summary>
    public string In(Language language) => language == Language.Chinese ? Chinese : English;

    /// <summary>The text with its numbers and names.</summary>
    public string In(Language language, params ReadOnlySpan<object?> values) => string.Format(System.Globalization.CultureInfo.InvariantCulture, In(language), values);
}

/// <summary>A language of the page.</summary>
internal enum Language
{
    English,
    Chinese,
}
