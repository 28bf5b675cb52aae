using System.Text.RegularExpressions;

namespace Backprop.Tests;

/// <summary>Each layer speaks its own words: messages of the libraries name no option of the tool, messages of the tool no property of the libraries.</summary>
public sealed partial class MessagesTests
{
    private static readonly string[] Libraries = ["Backprop", "Backprop.Data", "Backprop.Onnx", "Backprop.Exchange", "Backprop.Experiments", "Backprop.Figures", "Backprop.Interactive", "Backprop.ML", "Backprop.Services", "Backprop.SourceCode", "Backprop.Typed", "Backprop.WebAssembly"];

    [Fact]
    public void No_message_of_a_library_names_an_option_of_the_tool()
    {
        var literals = Libraries.SelectMany(Literals).ToList();
        Assert.True(literals.Count > 1000);
        Assert.DoesNotContain(literals, static literal => Option().IsMatch(literal));
    }

    [Fact]
    public void No_message_of_the_tool_names_a_property_of_the_libraries()
    {
        var properties = Libraries.SelectMany(Sources)
            .Where(static file => SettingsFile().IsMatch(Path.GetFileName(file)))
            .SelectMany(static file => Property().Matches(File.ReadAllText(file)).Select(static match => match.Groups["name"].Value))
            .Where(static name => name.Skip(1).Any(char.IsUpper)) // of one word, such as Sweeps, it is everybody's word
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains("LearningRate", properties);
        Assert.Contains("ValidationShare", properties);
        var wrong =
            from literal in Literals("Backprop.Cli")
            from word in Word().Matches(literal).Select(static match => match.Value)
            where properties.Contains(word)
            select literal;
        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>String literals, without what an interpolation puts in.</summary>
    private static IEnumerable<string> Literals(string project) =>
        from file in Sources(project)
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        from literal in Literal().Matches(Interpolation().Replace(line, "{}"))
        select $"{Path.GetFileName(file)}: {literal.Value}";

    // A literal that is an option and nothing else is an argument for another program; --bp-… are variables of CSS.
    [GeneratedRegex("[^\":]\\s*[\\s(;,'`]--(?!bp-)[a-z]", RegexOptions.None, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Option();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""", RegexOptions.None, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^{}""]*\}", RegexOptions.None, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Interpolation();

    [GeneratedRegex(@"^(\w*Options|ColumnChoices|TableFormat|LearningRule|Adam|GradientDescent|Rprop)\.cs$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex SettingsFile();

    [GeneratedRegex(@"public .* (?<name>\w+) \{ get; init; \}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Property();

    [GeneratedRegex(@"\w+", RegexOptions.None, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Word();
}
