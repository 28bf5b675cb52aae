namespace Backprop.Experiments;

/// <summary>Two people who are married, and their children, all by name.</summary>
internal sealed record Marriage(string Husband, string Wife, params string[] Children);

/// <summary>
/// A family of Fig. 2: its people and its marriages. Everything else (who is whose uncle, which generation, which branch)
/// is derived from these.
/// </summary>
internal sealed class FamilyTree
{
    private readonly Dictionary<string, Marriage> parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Marriage> marriages = new(StringComparer.Ordinal);
    private readonly HashSet<string> men;

    private FamilyTree(string nationality, string[] men, string[] women, params Marriage[] marriages)
    {
        Nationality = nationality;
        People = [.. men, .. women];
        Marriages = marriages;
        this.men = new HashSet<string>(men, StringComparer.Ordinal);
        foreach (var marriage in marriages)
        {
            this.marriages.Add(marriage.Husband, marriage);
            this.marriages.Add(marriage.Wife, marriage);
            foreach (var child in marriage.Children) parents.Add(child, marriage);
        }
    }

    /// <summary>The English tree of Fig. 2.</summary>
    public static FamilyTree English { get; } = new(
        "English",
        ["Christopher", "Andrew", "Arthur", "James", "Charles", "Colin"],
        ["Penelope", "Christine", "Victoria", "Jennifer", "Margaret", "Charlotte"],
        new Marriage("Christopher", "Penelope", "Arthur", "Victoria"),
        new Marriage("Andrew", "Christine", "James", "Jennifer"),
        new Marriage("Arthur", "Margaret"),
        new Marriage("James", "Victoria", "Colin", "Charlotte"),
        new Marriage("Charles", "Jennifer"));

    /// <summary>The Italian tree of Fig. 2: the same places in the same order, other names.</summary>
    public static FamilyTree Italian { get; } = new(
        "Italian",
        ["Roberto", "Pierro", "Emilio", "Marco", "Tomaso", "Alfonso"],
        ["Maria", "Francesca", "Lucia", "Angela", "Gina", "Sophia"],
        new Marriage("Roberto", "Maria", "Emilio", "Lucia"),
        new Marriage("Pierro", "Francesca", "Marco", "Angela"),
        new Marriage("Emilio", "Gina"),
        new Marriage("Marco", "Lucia", "Alfonso", "Sophia"),
        new Marriage("Tomaso", "Angela"));

    /// <summary>"English" or "Italian".</summary>
    public string Nationality { get; }

    /// <summary>The 12 people, men first: people of the two trees with the same index have the same place in their tree.</summary>
    public IReadOnlyList<string> People { get; }

    /// <summary>The marriages, grandparents first.</summary>
    public IReadOnlyList<Marriage> Marriages { get; }

    /// <summary>Whether the person is a man.</summary>
    public bool IsMan(string person) => men.Contains(person);

    /// <summary>1 for grandparents, 2 for parents, 3 for children; who married in counts with the spouse.</summary>
    public int Generation(string person) =>
        parents.TryGetValue(person, out var couple)
            ? 1 + Math.Max(Generation(couple.Husband), Generation(couple.Wife))
            : Spouse(person).Where(parents.ContainsKey).Select(Generation).FirstOrDefault(1);

    /// <summary>−1 for the family of the first marriage (left in Fig. 2), 1 for that of the second, 0 for children of both.</summary>
    public int Branch(string person)
    {
        if (parents.TryGetValue(person, out var couple)) return Math.Sign(Branch(couple.Husband) + Branch(couple.Wife));
        if (Marriages[0] is var left && (left.Husband == person || left.Wife == person)) return -1;
        if (Marriages[1] is var right && (right.Husband == person || right.Wife == person)) return 1;
        return Branch(Spouse(person).Single());
    }

    /// <summary>Everyone who stands in <paramref name="relation"/> to <paramref name="person"/>, in the order of <see cref="People"/>.</summary>
    public IReadOnlyList<string> Who(string person, Relation relation)
    {
        var found = relation switch
        {
            Relation.Father or Relation.Mother => Parents(person),
            Relation.Husband or Relation.Wife => Spouse(person),
            Relation.Son or Relation.Daughter => Children(person),
            Relation.Brother or Relation.Sister => Siblings(person),
            Relation.Uncle or Relation.Aunt => Parents(person).SelectMany(Siblings).SelectMany(WithSpouse),
            Relation.Nephew or Relation.Niece => WithSpouse(person).SelectMany(Siblings).SelectMany(Children),
            _ => throw new ArgumentOutOfRangeException(nameof(relation), relation, "The relation must be one of the twelve."),
        };
        // The relations come in pairs, the man's first.
        var wantsMan = (int)relation % 2 == 0;
        var answers = found.Where(p => IsMan(p) == wantsMan).ToHashSet(StringComparer.Ordinal);
        return [.. People.Where(answers.Contains)];
    }

    private IEnumerable<string> Parents(string person) =>
        parents.TryGetValue(person, out var couple) ? [couple.Husband, couple.Wife] : [];

    private IEnumerable<string> Spouse(string person) =>
        marriages.TryGetValue(person, out var own) ? [own.Husband == person ? own.Wife : own.Husband] : [];

    private IEnumerable<string> Children(string person) =>
        marriages.TryGetValue(person, out var own) ? own.Children : [];

    private IEnumerable<string> Siblings(string person) =>
        parents.TryGetValue(person, out var couple) ? couple.Children.Where(child => child != person) : [];

    private IEnumerable<string> WithSpouse(string person) => Spouse(person).Prepend(person);
}
