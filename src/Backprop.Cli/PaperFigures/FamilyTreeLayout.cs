using Backprop.Experiments;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>Lays out the people and marriages of a tree in rows (Fig. 2).</summary>
internal static class FamilyTreeLayout
{
    /// <summary>Couples are adjacent, the child of the older branch on the inside; people who married into the family are on the outside.</summary>
    public static FamilyTreeDiagram Of(FamilyTree tree)
    {
        var descended = tree.Marriages.SelectMany(marriage => marriage.Children).ToHashSet(StringComparer.Ordinal);
        var couples = tree.Marriages.Select(marriage => new FamilyCouple(Left(marriage), Left(marriage) == marriage.Husband ? marriage.Wife : marriage.Husband, marriage.Children)).ToArray();
        // The left branch, then the couple that joins the two branches, then the right branch.
        var ordered = couples.OrderBy(couple => tree.Branch(couple.First) + tree.Branch(couple.Second)).ToArray();
        return new()
        {
            Title = tree.Nationality,
            Generations =
            [
                .. tree.People.GroupBy(tree.Generation).OrderBy(generation => generation.Key).Select(generation => (string[])
                [
                    .. ordered.Where(couple => tree.Generation(couple.First) == generation.Key).SelectMany(couple => (string[])[couple.First, couple.Second]),
                    .. generation.Where(person => !couples.Any(couple => couple.First == person || couple.Second == person)),
                ]),
            ],
            Couples = ordered,
        };

        string Left(Marriage marriage)
        {
            if (!descended.Contains(marriage.Husband) && !descended.Contains(marriage.Wife)) return marriage.Husband;
            if (descended.Contains(marriage.Husband) && descended.Contains(marriage.Wife))
                return tree.Branch(marriage.Husband) < tree.Branch(marriage.Wife) ? marriage.Husband : marriage.Wife;
            var (own, marriedIn) = descended.Contains(marriage.Husband) ? (marriage.Husband, marriage.Wife) : (marriage.Wife, marriage.Husband);
            return tree.Branch(own) < 0 ? marriedIn : own;
        }
    }
}
