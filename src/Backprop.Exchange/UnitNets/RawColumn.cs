using Backprop.Data;

namespace Backprop.Exchange;

/// <summary>A column of raw rows, and the numbers that the other program makes of its values: the senders of its net.</summary>
/// <param name="Encoding">How we encode the column; null for the sender that is always 1.</param>
/// <param name="Senders">Each number that the other program makes of a value, in the order of its net.</param>
internal sealed record RawColumn(ColumnEncoding? Encoding, IReadOnlyList<Sender> Senders)
{
    /// <summary>The number 1, whatever the row.</summary>
    public static RawColumn One { get; } = new(null, [new Sender([], 1)]);

    /// <summary>A number x that the net gets as (x − mean) / deviation.</summary>
    public static RawColumn Number(string name, double mean = 0, double deviation = 1) => Of(new NumberEncoding(Word.Clean(name), mean, deviation));

    /// <summary>A number or a date that the net gets as one number, which is the state of our unit.</summary>
    public static RawColumn Of(ColumnEncoding encoding) => new(encoding, [new Sender([(0, 1)], 0)]);

    /// <summary>A category of which the net gets a number each: 1 for that category, 0 for the others.</summary>
    public static RawColumn OneHot(string name, IReadOnlyList<string> categories) =>
        Category(name, categories, [.. categories.Select(static (_, category) => new Sender([(category, 1)], 0))]);

    /// <summary>A category of which the net gets any numbers.</summary>
    /// <param name="name">The column.</param>
    /// <param name="categories">The categories.</param>
    /// <param name="senders">Each number: what it is for all categories, and what a category adds.</param>
    public static RawColumn Category(string name, IReadOnlyList<string> categories, IReadOnlyList<Sender> senders) => new(Categories(name, categories), senders);

    /// <summary>The encoding of categories; where two are the same word to a reader of tables, such as 1 and 1.0, they are told apart by their characters.</summary>
    public static CategoryEncoding Categories(string name, IReadOnlyList<string> categories)
    {
        var encoding = new CategoryEncoding(Word.Clean(name), categories);
        return categories.Index().All(category => encoding.IndexOf(category.Item) == category.Index) ? encoding : encoding with { Identity = CategoryIdentity.Codes };
    }
}

/// <summary>A number that the other program makes of a column's value: the base plus what the states of our units add.</summary>
/// <param name="Places">Units of the column and the factor of their states.</param>
/// <param name="Base">What it is for every value that is not missing; a missing one makes 0.</param>
internal sealed record Sender(IReadOnlyList<(int Unit, double Factor)> Places, double Base);
