using System.Reflection;

namespace Backprop.Lab.Tests;

public class PhrasesTests
{
    /// <summary>Every phrase of every type of the lab.</summary>
    private static IEnumerable<(string Name, Phrase Phrase)> All =>
        from type in typeof(Phrase).Assembly.GetTypes()
        from member in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        where member.FieldType == typeof(Phrase)
        select ($"{type.Name}.{member.Name}", (Phrase)member.GetValue(null)!);

    [Fact]
    public void Every_phrase_is_said_in_both_languages_with_the_same_numbers()
    {
        static string Numbers(string text) => string.Join(' ', Enumerable.Range(0, 10).Where(number => text.Contains($"{{{number}", StringComparison.Ordinal)));
        foreach (var (name, phrase) in All)
        {
            Assert.False(string.IsNullOrWhiteSpace(phrase.English), name);
            Assert.False(string.IsNullOrWhiteSpace(phrase.Chinese), name);
            Assert.True(Numbers(phrase.English) == Numbers(phrase.Chinese), $"{name} has other numbers in Chinese");
            Assert.True(phrase.Chinese.Any(static letter => letter is >= '\u4e00' and <= '\u9fff') || phrase.English.Any(static letter => letter is >= '\u4e00' and <= '\u9fff'), $"{name} has no Chinese: {phrase.Chinese}");
        }
        Assert.True(All.Count() > 10);
    }
}
