namespace Backprop.Tests;

/// <summary>What the documentation shows must work.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void Every_description_of_a_net_in_the_documentation_makes_a_net()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "net-json.md"));
        var descriptions = page.Split("```json\n")[1..].Select(static part => part.Split("```")[0]).ToList();
        Assert.True(descriptions.Count >= 2);
        foreach (var description in descriptions)
            Assert.True(Topology.FromJson(description).WeightCount > 0);
    }
}
