namespace Backprop.Tests;

public class ValueDictionaryTests
{
    private static IReadOnlyDictionary<string, int> Of(params (string Name, int Value)[] entries) =>
        ValueDictionary.Of(entries.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal));

    [Fact]
    public void Dictionaries_of_equal_entries_are_equal_in_any_order()
    {
        Assert.True(Of(("a", 1), ("b", 2)).Equals(Of(("b", 2), ("a", 1))));
        Assert.Equal(Of(("a", 1), ("b", 2)).GetHashCode(), Of(("b", 2), ("a", 1)).GetHashCode());
        Assert.False(Of(("a", 1), ("b", 2)).Equals(Of(("a", 1), ("b", 3))));
        Assert.False(Of(("a", 1), ("b", 2)).Equals(Of(("a", 1), ("c", 2))));
        Assert.False(Of(("a", 1), ("b", 2)).Equals(Of(("a", 1))));
    }

    [Fact]
    public void A_dictionary_is_a_copy_that_is_not_copied_again()
    {
        var entries = new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 1 };
        var copy = ValueDictionary.Of(entries);
        entries["a"] = 7;
        Assert.Equal(1, copy["a"]);
        Assert.Same(copy, ValueDictionary.Of(copy));
        Assert.Null(ValueDictionary.Of<int>(null));
    }
}
