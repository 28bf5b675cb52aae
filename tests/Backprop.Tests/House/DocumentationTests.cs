using System.Text.RegularExpressions;

namespace Backprop.Tests.House;

/// <summary>What the documentation shows must work.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_description_of_a_net_in_the_documentation_makes_a_net()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "net-json.md"));
        var descriptions = JsonBlock().Matches(page).Select(static match => match.Groups[1].Value).ToList();
        Assert.True(descriptions.Count >= 2);
        foreach (var description in descriptions)
            Assert.True(Topology.FromJson(description).WeightCount > 0);
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
