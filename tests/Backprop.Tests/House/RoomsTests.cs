using System.Text.RegularExpressions;

namespace Backprop.Tests;

/// <summary>Backprop and Backprop.Data are built in floors: a file names types of its own room and of the floors below, never of those above.</summary>
public sealed partial class RoomsTests
{
    private const string Library = "Backprop", Data = "Backprop.Data";

    /// <summary>The rooms of each project by floor; files beside the project file are below them all. docs/map.md draws the same.</summary>
    private static readonly Dictionary<string, string[][]> Floors = new(StringComparer.Ordinal)
    {
        [Library] = [[""], ["Kernels"], ["Units"], ["Networks"], ["Cases"], ["Errors"], ["Propagation"], ["Curvature", "Gradients", "Rules", "Straight"], ["Learning", "Running"], ["Ensembles", "Storage"]],
        [Data] = [[""], ["Cells"], ["Columns"], ["Formats"], ["Tables"], ["CaseFiles", "Encodings", "Idx", "Splits"], ["Metrics"], ["Training"], ["Models"], ["Explanations"]],
    };

    [Theory]
    [InlineData(Library)]
    [InlineData(Data)]
    public void Every_room_is_on_a_floor(string project)
    {
        var rooms = Directory.EnumerateDirectories(Folder(project)).Select(Path.GetFileName).Except(["bin", "obj"]).Order(StringComparer.Ordinal);

        Assert.Equal(Floors[project].SelectMany(static floor => floor).Where(static room => room.Length > 0).Order(StringComparer.Ordinal), rooms);
    }

    [Theory]
    [InlineData(Library)]
    [InlineData(Data)]
    public void The_parts_of_a_partial_type_are_in_one_room(string project)
    {
        var spread = Files(project).SelectMany(static file => Part().Matches(file.Code).Select(match => (Type: match.Groups["name"].Value, file.Room)))
            .GroupBy(static part => part.Type, static part => part.Room, StringComparer.Ordinal).Where(static rooms => rooms.Distinct().Count() > 1);

        Assert.Empty(spread.Select(static rooms => $"{rooms.Key} is in {string.Join(" and ", rooms.Distinct())}"));
    }

    [Fact]
    public void A_file_calls_no_extension_method_of_a_floor_above_or_of_the_room_beside()
    {
        var files = Files(Library).ToList();
        var extensions = files.SelectMany(static file => Extension().Matches(file.Code).Select(match => (Name: match.Groups["name"].Value, file.Floor, file.Room))).ToLookup(static method => method.Name, StringComparer.Ordinal);
        var methods = files.SelectMany(static file => Method().Matches(file.Code).Select(static match => match.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        Assert.Contains(extensions, static method => method.Key == "SaveCheckpoint");
        Assert.DoesNotContain("SaveCheckpoint", methods);

        // A name that other methods have too, such as Run, says nothing.
        var upward = from file in files
                     from extension in extensions.Where(method => !methods.Contains(method.Key))
                     where extension.All(method => method.Floor >= file.Floor && method.Room != file.Room) && file.Code.Contains($".{extension.Key}(", StringComparison.Ordinal)
                     select $"{file.Room}/{file.Name} calls {extension.Key} of {extension.First().Room}";

        Assert.Empty(upward);
    }

    [Theory]
    [InlineData(Library, 150)]
    [InlineData(Data, 70)]
    public void A_file_names_no_type_of_a_floor_above_or_of_the_room_beside(string project, int fewestTypes)
    {
        var files = Files(project).ToList();
        // Nested types of different rooms may have one name; the lowest floor then counts.
        var homes = files.SelectMany(file => Declaration().Matches(file.Code).Select(match => (Type: match.Groups["name"].Value, file.Floor, file.Room)))
            .GroupBy(static type => type.Type, StringComparer.Ordinal).ToDictionary(static type => type.Key, static type => type.MinBy(static home => home.Floor), StringComparer.Ordinal);
        Assert.True(homes.Count > fewestTypes, $"of {homes.Count} types the declarations are recognized: fewer than there are");

        var upward = from file in files
                     from name in Mention().Matches(file.Code).Select(static match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)
                     where homes.TryGetValue(name, out var home) && home.Room != file.Room && home.Floor >= file.Floor
                     select $"{file.Room}/{file.Name} names {name} of {homes[name].Room}";

        Assert.Empty(upward);
    }

    [Theory]
    [InlineData(Library)]
    [InlineData(Data)]
    public void The_map_draws_the_floors(string project)
    {
        var map = File.ReadAllText(Path.Combine(Repository.Root, "docs", "map.md"));
        var drawn = Floors[project].Skip(1).Index().Reverse().Select(static floor => $"{floor.Index}  {string.Join("   ", floor.Item)}");

        Assert.Contains(string.Join('\n', drawn), map, StringComparison.Ordinal);
    }

    private static string Folder(string project) => Path.Combine(Repository.Root, "src", project);

    private static IEnumerable<(int Floor, string Room, string Name, string Code)> Files(string project) =>
        from floor in Floors[project].Index()
        from room in floor.Item
        from path in Directory.EnumerateFiles(Path.Combine(Folder(project), room), "*.cs")
        select (floor.Index, room, Path.GetFileName(path), WithoutText(File.ReadAllText(path)));

    /// <summary>The code without comments, and of strings only what is between braces.</summary>
    private static string WithoutText(string code) =>
        Text().Replace(Comment().Replace(code, ""), static text => string.Join(' ', Hole().Matches(text.Value).Select(static hole => hole.Value)));

    [GeneratedRegex(@"//[^\n]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Comment();

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Text();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Hole();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record)\s+(?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\bpartial\s+(?:class|struct|interface|record)\s+(?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Part();

    [GeneratedRegex(@"\bstatic\s[\w<>\[\]?, ]+\s(?<name>[A-Z]\w*)(?:<[^>]*>)?\(this ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Extension();

    [GeneratedRegex(@"\b(?!return|new|await|else|throw)[\w<>\[\]?]+\s(?<name>[A-Z]\w*)(?:<[^>]*>)?\((?!this )", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Method();

    // A name that a parenthesis follows is a method's, unless an object is made; one that ends a statement is a member's.
    [GeneratedRegex(@"(?:(?<=\bnew )|(?<![\w.]))(?<name>[A-Z]\w*)\b(?:(?<=\bnew \w+)|(?!\s*[(;=]))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Mention();
}
