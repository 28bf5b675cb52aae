namespace Backprop.Tests;

/// <summary>What `dotnet pack` publishes, and what a user sees of it before installing.</summary>
public sealed class PackagesTests
{
    private static readonly string[] Packages = ["Backprop", "Backprop.Cli", "Backprop.Data", "Backprop.Onnx", "Backprop.Onnx.Runtime"];

    [Fact]
    public void Only_the_libraries_and_the_tool_are_packages()
    {
        var packable = Repository.Projects("src")
            .Where(static project => project.Value.Descendants("IsPackable").Any(static packs => bool.Parse(packs.Value)))
            .Select(static project => project.Key).Order(StringComparer.Ordinal);

        Assert.Equal(Packages, packable);
    }

    public static TheoryData<string> Packed => [.. Packages];

    [Theory]
    [MemberData(nameof(Packed))]
    public void A_package_has_a_description_and_a_page(string package)
    {
        var description = Assert.Single(Repository.Projects("src")[package].Descendants("Description"));
        Assert.InRange(description.Value.Length, 60, 400);

        var page = File.ReadAllText(Path.Combine(Repository.Root, "src", package, "README.md"));
        Assert.StartsWith("# ", page, StringComparison.Ordinal);
        Assert.Contains("```", page, StringComparison.Ordinal);
    }
}
