namespace Backprop.FamilyTreeSearch;

/// <summary>The recipe of the experiment with some options, of different factors each.</summary>
internal sealed record Setting(params IReadOnlyList<Option> Options)
{
    /// <summary>Options that are readings of the printed words.</summary>
    public int Readings => Options.Count(static option => option.Distance == Distance.Reading);

    /// <summary>Options that change the printed words.</summary>
    public int Changes => Options.Count - Readings;

    /// <summary>What is trained.</summary>
    public Recipe Recipe => Options.Aggregate(Recipe.Printed, static (recipe, option) => option.Apply(recipe));

    /// <summary>"start ±1.5; ε × 5", or "as printed".</summary>
    public override string ToString() => Options.Count == 0 ? "as printed" : string.Join("; ", Options);
}
