using System.Text.RegularExpressions;

namespace Backprop.Tests;

/// <summary>The library is built in floors: a file names types of its own room and of the floors below, never of those above.</summary>
public sealed partial class RoomsTests
{
    /// <summary>The rooms of src/Backprop by floor; files beside the project file are below them all. docs/map.md draws the same.</summary>
    private static readonly string[][] Floors =
        [[""], ["Kernels"], ["Units"], ["Networks"], ["Cases"], ["Errors"], ["Propagation"], ["Learning", "Running"], ["Storage"]];

    private static string Library => Path.Combine(Repository.Root, "src", "Backprop");

    [Fact]
    public void Every_room_of_the_library_is_on_a_floor()
    {
        var rooms = Directory.EnumerateDirectories(Library).Select(Path.GetFileName).Except(["bin", "obj"]).Order(StringComparer.Ordinal);

        Assert.Equal(Floors.SelectMany(static floor => floor).Where(static room => room.Length > 0).Order(StringComparer.Ordinal), rooms);
    }

    [Fact]
    public void A_file_names_no_type_of_a_floor_above_or_of_the_room_beside()
    {
        var files = (from floor in Floors.Index()
                     from room in floor.Item
                     from path in Directory.EnumerateFiles(Path.Combine(Library, room), "*.cs")
                     select (Floor: floor.Index, Room: room, Name: Path.GetFileName(path), Code: WithoutText(File.ReadAllText(path)))).ToList();
        // A partial type lives where most of it does: on the lowest floor that has a part of it.
        var homes = files.SelectMany(file => Declaration().Matches(file.Code).Select(match => (Type: match.Groups["name"].Value, file.Floor, file.Room)))
            .GroupBy(static type => type.Type, StringComparer.Ordinal).ToDictionary(static type => type.Key, static type => type.MinBy(static home => home.Floor), StringComparer.Ordinal);
        Assert.True(homes.Count > 150, "the declarations of types are no longer recognized");

        var upward = from file in files
                     from name in Mention().Matches(file.Code).Select(static match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)
                     where homes.TryGetValue(name, out var home) && home.Room != file.Room && home.Floor >= file.Floor
                     select $"{file.Room}/{file.Name} names {name} of {homes[name].Room}";

        Assert.Empty(upward);
    }

    [Fact]
    public void The_map_draws_the_floors()
    {
        var map = File.ReadAllText(Path.Combine(Repository.Root, "docs", "map.md"));
        var drawn = Floors.Skip(1).Index().Reverse().Select(static floor => $"{floor.Index}  {string.Join("   ", floor.Item)}");

        Assert.Contains(string.Join('\n', drawn), map, StringComparison.Ordinal);
    }

    /// <summary>The code without comments, and of texts only what stands between braces.</summary>
    private static string WithoutText(string code) =>
        Text().Replace(Comment().Replace(code, ""), static text => string.Join(' ', Hole().Matches(text.Value).Select(static hole => hole.Value)));

    [GeneratedRegex(@"//[^\n]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Comment();

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Text();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record)\s+(?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declaration();

    // A name that a parenthesis follows is a method's, unless an object is made; one that ends a statement is a member's.
    [GeneratedRegex(@"(?:(?<=\bnew )|(?<![\w.]))(?<name>[A-Z]\w*)\b(?:(?<=\bnew \w+)|(?!\s*[(;=]))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Mention();
}
