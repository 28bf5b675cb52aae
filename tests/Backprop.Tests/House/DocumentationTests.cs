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

    [Fact]
    public void The_README_shows_what_its_program_prints()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var net = new Network<float>(Topology.Layered(2, 2, 1)).Randomize(seed: 1, range: 0.3);
        var trainer = new Trainer<float>(net, Xor.Cases, new GradientDescent { LearningRate = 0.5, Momentum = 0.9 });
        var history = trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(10_000));
        Assert.Contains($"\n{history.Stopped} after {history.Sweeps} sweeps, E = {history.Error:F4}\n", readme, StringComparison.Ordinal);
        Assert.Contains($"\n0 xor 1 = {net.Run([0, 1])[0]:F2}\n", readme, StringComparison.Ordinal);

        // The same statements stand in a sample, which the compiler reads.
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "Xor", "Program.cs"));
        foreach (var statement in readme.Split("```csharp\n")[1].Split("```")[0].Split('\n').Where(static line => line.StartsWith("var ", StringComparison.Ordinal)))
            Assert.Contains(statement.Split("//")[0].Trim(), sample, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_that_a_page_links_to_is_there()
    {
        foreach (var page in Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")))
        {
            foreach (var link in File.ReadAllText(page).Split("](").Skip(1).Select(static rest => rest.Split(')')[0].Split('#')[0]))
            {
                if (link.Length > 0 && !link.Contains("://", StringComparison.Ordinal))
                    Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link)), $"{Path.GetFileName(page)} links to '{link}', which is not there");
            }
        }
    }

    [Fact]
    public void The_map_names_every_folder_and_no_other()
    {
        var map = File.ReadAllText(Path.Combine(Repository.Root, "docs", "map.md")).Split("```\n")[1].Split("```")[0];
        var named = new List<string>();
        var above = new List<string>();
        foreach (var line in map.Split('\n').Where(static line => line.TrimStart().Split(' ')[0].EndsWith('/')))
        {
            above.RemoveRange((line.Length - line.TrimStart().Length) / 2, above.Count - ((line.Length - line.TrimStart().Length) / 2));
            above.Add(line.TrimStart().Split('/')[0]);
            named.Add(string.Join('/', above));
        }

        string[] roots = ["src", "tests", "samples", "bench", "docs", "findings"];
        Assert.Equal(
            roots.Concat(Folders("src", "bench")).Concat(Folders([.. Folders("src")])).Order(StringComparer.Ordinal),
            named.Order(StringComparer.Ordinal));

        // A folder without sources is left over from another commit, or is built.
        static IEnumerable<string> Folders(params string[] parents) => parents.SelectMany(static parent => Directory.EnumerateDirectories(Path.Combine(Repository.Root, parent))
            .Where(static path => Path.GetFileName(path) is not ("bin" or "obj") && Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Any(static file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)))
            .Select(path => $"{parent}/{Path.GetFileName(path)}"));
    }
}
