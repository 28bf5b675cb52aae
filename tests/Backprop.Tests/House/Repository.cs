using System.Xml.Linq;

namespace Backprop.Tests;

/// <summary>The source tree that this test was built from: what the tests of the house read.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution, found upwards from the test's own binaries.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The names of the projects in src that other programs refer to: all but the page, whose components are public for the browser alone, and the generator, which compilers load.</summary>
    public static IEnumerable<string> Libraries => Projects("src").Keys.Where(static project => project is not ("Backprop.Lab" or "Backprop.Typed.Generator"));

    /// <summary>Every project under <paramref name="folder"/> by name, with its parsed project file.</summary>
    public static SortedDictionary<string, XElement> Projects(string folder)
    {
        var projects = new SortedDictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
        {
            projects.Add(Path.GetFileNameWithoutExtension(file), XElement.Load(file));
        }

        return projects;
    }

    /// <summary>Names in the Include attributes of every <paramref name="item"/>; of a path, the file's bare name.</summary>
    public static IEnumerable<string> Includes(XElement project, string item) =>
        from element in project.Descendants(item)
        let include = (string?)element.Attribute("Include")
        where include is not null
        select include.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(include) : include;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Backprop.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Backprop.slnx in any folder above {AppContext.BaseDirectory}: run the tests from a build inside the repository.");
    }
}
