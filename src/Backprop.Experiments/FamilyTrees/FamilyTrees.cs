namespace Backprop.Experiments;

/// <summary>One case of the family trees task, with all correct answers: (Colin, aunt) → Jennifer, Margaret.</summary>
internal sealed record FamilyCase(string Person, Relation Relation, IReadOnlyList<string> Answers)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Person}, {FamilyTrees.NameOf(Relation)}: {string.Join(" and ", Answers)}";
}

/// <summary>The family trees task (Figs 2–4): given a person and a relation, name everyone who stands in that relation to the person.</summary>
internal static class FamilyTrees
{
    /// <summary>The 24 people in the order of the person units: the English tree, then the Italian.</summary>
    public static IReadOnlyList<string> People { get; } = [.. FamilyTree.English.People, .. FamilyTree.Italian.People];

    /// <summary>The 12 relations in the order of the relation units.</summary>
    public static IReadOnlyList<Relation> Relations { get; } = Enum.GetValues<Relation>();

    /// <summary>All 104 questions that have an answer, person by person, 52 per tree; 8 of them have two answers.</summary>
    public static IReadOnlyList<FamilyCase> AllCases { get; } =
    [
        .. from tree in (FamilyTree[])[FamilyTree.English, FamilyTree.Italian]
           from person in tree.People
           from relation in Relations
           let answers = tree.Who(person, relation)
           where answers.Count > 0
           select new FamilyCase(person, relation, answers),
    ];

    /// <summary>The net of Fig. 3: 24 person units → 6 and 12 relation units → 6; both sixes → 12 → 6 → 24.</summary>
    public static Topology Net { get; } = Topology.Build(net =>
    {
        var person = net.Input("person 1", 24);
        var relation = net.Input("relation", 12);
        var who = net.Group("person code", 6).From(person);
        var what = net.Group("relation code", 6).From(relation);
        var center = net.Group("center", 12).From(who, what);
        var answer = net.Group("answer code", 6).From(center);
        net.Output("person 2", 24).From(answer);
    });

    /// <summary>The net with names of the people and relations, as case files use them.</summary>
    public static Topology NamedNet => Net.WithUnitNames(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["person 1"] = People,
        ["relation"] = [.. Relations.Select(NameOf)],
        ["person 2"] = People,
    });

    /// <summary>All 104 cases, in the order of <see cref="AllCases"/>.</summary>
    public static Cases Cases { get; } = ToCases();

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

    private static Cases ToCases()
    {
        var answers = new double[AllCases.Count * People.Count];
        for (var number = 0; number < AllCases.Count; number++)
            foreach (var answer in AllCases[number].Answers) answers[number * People.Count + UnitOf(answer)] = 1;
        return new CasesBuilder(AllCases.Count)
            .InputOneHot("person 1", [.. AllCases.Select(c => UnitOf(c.Person))], People.Count)
            .InputOneHot("relation", [.. AllCases.Select(c => (int)c.Relation)], Relations.Count)
            .Target("person 2", answers, People.Count)
            .Names([.. AllCases.Select(c => $"{c.Person}'s {NameOf(c.Relation)}")])
            .ToCases();
    }
}
