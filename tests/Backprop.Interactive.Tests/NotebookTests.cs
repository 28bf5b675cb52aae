using Backprop.Tests;

namespace Backprop.Interactive.Tests;

/// <summary>The notebooks in samples/, cell by cell, in a kernel of their own. <c>BACKPROP_APPROVE=1</c> saves what the cells show.</summary>
public sealed class NotebookTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "notebooks");

    public static TheoryData<string> Notebooks => [.. Directory.EnumerateFiles(Folder, "*.ipynb").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_shows_what_is_saved_in_it(string name)
    {
        var extension = File.ReadAllText(Path.Combine(Repository.Root, "src", "Backprop.Interactive", "extension.dib")).Replace("#!csharp", "", StringComparison.Ordinal);
        string[] assemblies = ["Backprop", "Backprop.Data", "Backprop.Figures", "Backprop.Interactive"];

        await AssertShowsAsync(name, string.Concat(assemblies.Select(static assembly => $"#r \"{Path.Combine(AppContext.BaseDirectory, assembly)}.dll\"\n")) + extension);
    }

    /// <summary>With the packages in the folder that BACKPROP_PACKAGES names, where `.ci/packages` has made them.</summary>
    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_shows_the_same_with_the_package(string name) => await AssertShowsAsync(name, Package());

    [Fact]
    public async Task In_a_cell_in_FSharp_a_net_shows_itself_too()
    {
        var package = Package();
        using var kernel = await Kernel.StartAsync(Folder);
        await kernel.RunAsync(package, language: "fsharp");
        var outputs = await kernel.RunAsync("open System\nopen Backprop\nNetwork<float32>(Topology.Layered(ReadOnlySpan [| 2; 2; 1 |])).Randomize(1UL)", language: "fsharp");

        Assert.StartsWith("<svg ", (string?)Assert.Single(outputs)!["data"]!["image/svg+xml"]![0], StringComparison.Ordinal);
    }

    /// <summary>The code that loads the package from the folder that BACKPROP_PACKAGES names.</summary>
    private static string Package()
    {
        var packages = Environment.GetEnvironmentVariable("BACKPROP_PACKAGES");
        Assert.SkipWhen(string.IsNullOrEmpty(packages), "BACKPROP_PACKAGES names no folder of packages; .ci/packages makes one");
        var version = Path.GetFileNameWithoutExtension(Assert.Single(Directory.EnumerateFiles(packages!, "Backprop.Interactive.*.nupkg")))["Backprop.Interactive.".Length..];
        return $"#i \"nuget:{packages}\"\n#r \"nuget: Backprop.Interactive, {version}\"";
    }

    [Fact]
    public void What_the_page_about_notebooks_shows_stands_in_a_notebook()
    {
        var cells = string.Concat(Notebooks.Select(static row => Notebook.Read(Path.Combine(Folder, row.Data)).Code));
        var shown = File.ReadAllText(Path.Combine(Repository.Root, "docs", "notebooks.md")).Split("```csharp\n")[1..].SelectMany(static part => part.Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries));

        Assert.All(shown, line => Assert.Contains(line.Split(" //")[0].Trim(), cells, StringComparison.Ordinal));
    }

    private static async Task AssertShowsAsync(string name, string package)
    {
        var path = Path.Combine(Folder, name);
        var notebook = Notebook.Read(path);
        using (var kernel = await Kernel.StartAsync(Folder))
            await notebook.RunAsync(kernel, package);

        if (Environment.GetEnvironmentVariable("BACKPROP_APPROVE") == "1")
            await File.WriteAllTextAsync(path, notebook.Text);
        else
            Assert.Equal(await File.ReadAllTextAsync(path), notebook.Text);
    }
}
