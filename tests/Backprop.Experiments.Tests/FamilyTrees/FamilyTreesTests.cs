namespace Backprop.Experiments.Tests;

public class FamilyTreesTests
{
    [Fact]
    public void There_are_104_cases_52_a_tree_and_8_have_two_answers()
    {
        Assert.Equal(104, FamilyTrees.AllCases.Count);
        Assert.Equal(52, FamilyTrees.AllCases.Count(c => FamilyTrees.TreeOf(c.Person) == FamilyTree.English));
        Assert.Equal(8, FamilyTrees.AllCases.Count(c => c.Answers.Count == 2));
        Assert.Equal(112, FamilyTrees.AllCases.Sum(c => c.Answers.Count));
    }

    [Fact]
    public void The_golden_file_has_the_same_people_relations_and_cases_in_the_same_order()
    {
        var golden = Golden.Read("family-trained-a.json");
        Assert.Equal(golden.GetProperty("people").EnumerateArray().Select(p => p.GetString()), FamilyTrees.People);
        Assert.Equal(golden.GetProperty("relations").EnumerateArray().Select(r => r.GetString()), FamilyTrees.Relations.Select(FamilyTrees.NameOf));
        var cases = golden.GetProperty("cases").EnumerateArray().ToArray();
        Assert.Equal(cases.Length, FamilyTrees.AllCases.Count);
        foreach (var (expected, actual) in cases.Zip(FamilyTrees.AllCases))
        {
            Assert.Equal(Golden.Ones(expected.GetProperty("inputs").GetProperty("person1")), [FamilyTrees.UnitOf(actual.Person)]);
            Assert.Equal(Golden.Ones(expected.GetProperty("inputs").GetProperty("relation")), [(int)actual.Relation]);
            Assert.Equal(Golden.Ones(expected.GetProperty("targets").GetProperty("person2")), actual.Answers.Select(FamilyTrees.UnitOf));
        }
    }

    [Fact]
    public void A_name_that_nobody_bears_is_refused() =>
        Assert.StartsWith("Nobody in the family trees is called 'Ronald'.", Assert.Throws<ArgumentException>(() => FamilyTrees.UnitOf("Ronald")).Message, StringComparison.Ordinal);
}
