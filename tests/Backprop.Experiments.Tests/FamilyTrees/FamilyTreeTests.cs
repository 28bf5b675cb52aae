namespace Backprop.Experiments.Tests;

public class FamilyTreeTests
{
    [Theory]
    [InlineData("Colin", Relation.Aunt, "Jennifer Margaret")]
    [InlineData("Colin", Relation.Uncle, "Arthur Charles")]
    [InlineData("Colin", Relation.Mother, "Victoria")]
    [InlineData("Charlotte", Relation.Father, "James")]
    [InlineData("Charlotte", Relation.Brother, "Colin")]
    [InlineData("Arthur", Relation.Nephew, "Colin")]
    [InlineData("Margaret", Relation.Niece, "Charlotte")]
    [InlineData("Charles", Relation.Wife, "Jennifer")]
    [InlineData("Victoria", Relation.Brother, "Arthur")]
    [InlineData("Christopher", Relation.Daughter, "Victoria")]
    [InlineData("Christopher", Relation.Wife, "Penelope")]
    [InlineData("Christopher", Relation.Father, "")]
    [InlineData("Margaret", Relation.Son, "")]
    public void The_relations_follow_from_the_marriages(string person, object relation, string answers) =>
        Assert.Equal(answers.Split(' ', StringSplitOptions.RemoveEmptyEntries), FamilyTree.English.Who(person, (Relation)relation));

    [Fact]
    public void The_two_trees_are_isomorphic()
    {
        var (english, italian) = (FamilyTree.English, FamilyTree.Italian);
        for (var place = 0; place < 12; place++)
        {
            var (one, other) = (english.People[place], italian.People[place]);
            Assert.Equal(english.IsMan(one), italian.IsMan(other));
            Assert.Equal(english.Generation(one), italian.Generation(other));
            Assert.Equal(english.Branch(one), italian.Branch(other));
            foreach (var relation in Enum.GetValues<Relation>())
                Assert.Equal(Places(english, one, relation), Places(italian, other, relation));
        }

        static int[] Places(FamilyTree tree, string person, Relation relation) =>
            [.. tree.Who(person, relation).Select(answer => tree.People.Index().First(p => p.Item == answer).Index)];
    }

    [Theory]
    [InlineData("Christopher", 1, -1)]
    [InlineData("Christine", 1, 1)]
    [InlineData("Margaret", 2, -1)]
    [InlineData("Victoria", 2, -1)]
    [InlineData("James", 2, 1)]
    [InlineData("Charles", 2, 1)]
    [InlineData("Colin", 3, 0)]
    [InlineData("Charlotte", 3, 0)]
    public void Generation_and_branch_are_those_of_the_figure(string person, int generation, int branch)
    {
        Assert.Equal(generation, FamilyTree.English.Generation(person));
        Assert.Equal(branch, FamilyTree.English.Branch(person));
    }
}
