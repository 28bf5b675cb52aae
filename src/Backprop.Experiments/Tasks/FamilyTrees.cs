namespace Backprop.Experiments;

/// <summary>One question of the family trees task and all of its right answers: (Colin, aunt) → Jennifer, Margaret.</summary>
public sealed record FamilyCase(string Person, Relation Relation, IReadOnlyList<string> Answers)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Person}, {FamilyTrees.NameOf(Relation)}: {string.Join(" and ", Answers)}";
}

/// <summary>The family trees task (Figs 2–4): given a person and a relation, name everyone who stands in that relation to the person.</summary>
public static class FamilyTrees
{
    /// <summary>The 24 people in the order of the person units: the English tree, then the Italian.</summary>
    public static IReadOnlyList<string> People { get; } = [.. FamilyTree.English.People, .. FamilyTree.Italian.People];

    /// <summary>The 12 relations in the order of the relation units.</summary>
    public static IReadOnlyList<Relation> Relations { get; } = Enum.GetValues<Relation>();

    /// <summary>All 104 questions that have an answer, person by person, 52 a tree; 8 of them have two answers.</summary>
    public static IReadOnlyList<FamilyCase> AllCases { get; } =
    [
        .. from tree in (FamilyTree[])[FamilyTree.English, FamilyTree.Italian]
           from person in tree.People
           from relation in Relations
           let answers = tree.Who(person, relation)
           where answers.Count > 0
           select new FamilyCase(person, relation, answers),
    ];

    /// <summary>The number of the unit that stands for a person, at input and output.</summary>
    public static int UnitOf(string person)
    {
        for (var unit = 0; unit < People.Count; unit++)
            if (string.Equals(People[unit], person, StringComparison.Ordinal)) return unit;
        throw new ArgumentException($"Nobody in the family trees is called '{person}'.", nameof(person));
    }

    /// <summary>The relation's name as the paper writes it: "father".</summary>
    public static string NameOf(Relation relation) => relation.ToString().ToLowerInvariant();

    /// <summary>The person's tree.</summary>
    public static FamilyTree TreeOf(string person) => UnitOf(person) < 12 ? FamilyTree.English : FamilyTree.Italian;
}
