namespace Backprop.Data;

/// <summary>One of a set of categories: a group of its own, one unit for each, the one that holds is 1 and the others 0.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Categories">The categories, in the order of the units.</param>
public sealed record CategoryEncoding(string Column, IReadOnlyList<string> Categories) : ColumnEncoding(Column)
{
    private (Dictionary<string, int> ByWord, Dictionary<string, int> ByKey)? index;

    private CategoryEncoding(CategoryEncoding original) : base(original) // the index is built anew
    {
        Categories = original.Categories;
        Identity = original.Identity;
        DecimalComma = original.DecimalComma;
    }

    /// <summary>The categories, in the order of the units.</summary>
    public IReadOnlyList<string> Categories { get; } = ValueList.Of(Categories);

    /// <summary>When two words are the same category. Default: what the categories look like.</summary>
    public CategoryIdentity Identity { get; init; } = Usual(Categories);

    /// <summary>Whether the numbers among the categories are written with a decimal comma. Default: false, with a point.</summary>
    public bool DecimalComma { get; init; }

    internal char DecimalMark => DecimalComma ? ',' : '.';

    /// <inheritdoc/>
    public override int Size => Categories.Count + (MissingUnit ? 1 : 0);

    /// <inheritdoc/>
    public override IEnumerable<string> UnitNames => MissingUnit ? Categories.Append("missing") : Categories;

    /// <summary>The unit of a category, however it is spelled; −1 where it is none of them.</summary>
    /// <param name="category">A word, or a number with this column's decimal mark.</param>
    /// <returns>The unit, from 0, or −1.</returns>
    public int IndexOf(string category) => IndexOf(category, DecimalMark);

    /// <summary>Usual spellings of a category, its own first: what programs that compare texts one by one need.</summary>
    /// <param name="category">Index into <see cref="Categories"/>.</param>
    /// <returns>The spellings; at least one.</returns>
    public IReadOnlyList<string> WordsFor(int category) => Spellings.Of(this, category);

    internal int IndexOf(ReadOnlySpan<char> category, char decimalMark)
    {
        if (decimalMark == DecimalMark && Index.ByWord.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(category, out var known))
            return known; // the usual case, without a text of its own
        return Index.ByKey.GetValueOrDefault(Word.Key(Word.Clean(category.ToString()), Identity, decimalMark), -1);
    }

    private (Dictionary<string, int> ByWord, Dictionary<string, int> ByKey) Index
    {
        get
        {
            if (index is { } known)
                return known;
            var byWord = new Dictionary<string, int>(Categories.Count, StringComparer.Ordinal);
            var byKey = new Dictionary<string, int>(Categories.Count, StringComparer.Ordinal);
            for (var i = 0; i < Categories.Count; i++)
            {
                byWord[Categories[i]] = i;
                byKey[Word.Key(Word.Clean(Categories[i]), Identity, DecimalMark)] = i;
            }
            index = (byWord, byKey);
            return (byWord, byKey);
        }
    }

    /// <summary>Equal in name, categories, their identity and missing unit.</summary>
    public bool Equals(CategoryEncoding? other) =>
        other is not null && base.Equals(other) && Identity == other.Identity && DecimalComma == other.DecimalComma
        && Categories.Equals(other.Categories);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Column, Categories.Count, MissingUnit);

    internal override void Validate()
    {
        base.Validate();
        if (Categories is null || Categories.Count == 0 || Categories.Any(c => c is null))
            throw new DataException($"the encoding of column '{Column}' has no categories");
        if (!Enum.IsDefined(Identity))
            throw new DataException($"the encoding of column '{Column}' has the unknown identity {Identity}");
        if (Index.ByKey.Count != Categories.Count)
            throw new DataException($"the encoding of column '{Column}' has a category twice");
    }

    /// <summary>What the categories look like, where nothing says what they are.</summary>
    private static CategoryIdentity Usual(IReadOnlyList<string>? categories)
    {
        if (categories is null || categories.Any(c => c is null))
            return CategoryIdentity.Words;
        return categories is [var no, var yes] && YesOrNo.TryRead(no, out var first, out _) && YesOrNo.TryRead(yes, out var second, out _) && !first && second ? CategoryIdentity.YesOrNo
            : categories.Any(c => Word.IsDotted(c)) ? CategoryIdentity.Codes
            : categories.All(c => Word.IsNumber(c, '.')) ? CategoryIdentity.Numbers
            : CategoryIdentity.Words;
    }
}
