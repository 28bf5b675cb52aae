using System.Text.RegularExpressions;

namespace Backprop.Lab;

/// <summary>What the lab itself refuses, in both languages of the page. What the library refuses is in English; <see cref="In"/> puts it into a sentence of the page's language.</summary>
internal sealed partial class Refusal(Phrase phrase, params object?[] values) : UsageException(Words(phrase, values, Language.English))
{
    private static readonly Phrase OfLibrary = new("{0}", "程序库拒绝（英文说明）：{0}");

    /// <summary>What an error says. Options of the command line are called as the settings of the page that they stand for.</summary>
    public static string In(Language language, Exception error) => error is Refusal refusal ? refusal.Words(language)
        : OfLibrary.In(language, Option().Replace(error.Message, option => LabSettingsTexts.Find(LabSettingsTexts.IdOf(option.Groups["name"].Value)) is { } setting ? $"“{setting.Name.In(language)}”" : option.Value));

    private string Words(Language language) => Words(phrase, values, language);

    private static string Words(Phrase phrase, object?[] values, Language language) => phrase.In(language, [.. values.Select(value => value is Phrase part ? part.In(language) : value)]);

    [GeneratedRegex("(?<![\\w-])--(?<name>[a-z][a-z-]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();
}
