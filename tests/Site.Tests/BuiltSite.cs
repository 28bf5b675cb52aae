using Backprop.Tests;

namespace Site.Tests;

/// <summary>
/// The documentation site as <c>dotnet docfx site/docfx.json</c> wrote it into site/out; it is not built here, since docfx is a download that no other test needs.
/// Without it tests are skipped; where <c>CI</c> is set, they fail.
/// </summary>
internal static class BuiltSite
{
    public static string Folder
    {
        get
        {
            var folder = Path.Combine(Repository.Root, "site", "out");
            var isBuilt = File.Exists(Path.Combine(folder, "index.html"));
            const string Remedy = "there is no documentation site; build it: dotnet tool restore && dotnet docfx site/docfx.json";
            if (!isBuilt && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))) Assert.Skip(Remedy);
            Assert.True(isBuilt, Remedy);
            return folder;
        }
    }
}
