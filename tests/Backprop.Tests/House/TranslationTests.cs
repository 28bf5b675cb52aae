using System.Text.RegularExpressions;

namespace Backprop.Tests;

/// <summary>
/// README.zh.md says in Chinese what README.md says: part by part the same kind of text, the same code, links and numbers.
/// <c>BACKPROP_APPROVE=1</c> copies the code blocks, which are the same in both languages.
/// </summary>
public sealed partial class TranslationTests
{
    /// <summary>Milliseconds that a search in a page may take.</summary>
    private const int Timeout = System.Threading.Timeout.Infinite;

    private static readonly string English = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
    private static readonly string Chinese = File.ReadAllText(Path.Combine(Repository.Root, "README.zh.md"));

    [Fact]
    public void The_Chinese_first_page_says_what_the_English_one_says()
    {
        if (string.Equals(Environment.GetEnvironmentVariable("BACKPROP_APPROVE"), "1", StringComparison.Ordinal))
        {
            var blocks = new Queue<string>(CodeBlock().Matches(English).Select(static block => block.Value));
            File.WriteAllText(Path.Combine(Repository.Root, "README.zh.md"), CodeBlock().Replace(Chinese, block => blocks.TryDequeue(out var same) ? same : block.Value));
        }
        else
        {
            Assert.Empty(Differences(English, Chinese));
        }
    }

    [Fact]
    public void Both_first_pages_link_to_each_other_at_their_top()
    {
        Assert.StartsWith("# Backprop\n\n[中文](README.zh.md)\n", English, StringComparison.Ordinal);
        Assert.StartsWith("# Backprop\n\n[English](README.md)\n", Chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("## 文档", "### 文档", "heading 2")]
    [InlineData("dotnet test ", "dotnet test  ", "dotnet test")]
    [InlineData("```csharp", "```cs", "csharp")]
    [InlineData("](docs/rules.md)", "](docs/cases.md)", "docs/rules.md")]
    [InlineData("](docs/tables.md#in-a-program)", "](docs/tables.md)", "#in-a-program")]
    [InlineData("`--plain`", "`--plane`", "--plain")]
    [InlineData("1,078", "1,087", "1,078")]
    [InlineData("10⁻¹⁰", "10⁻¹²", "10⁻¹⁰")]
    [InlineData("| 各部分的位置 |", "| 各部分 | 位置 |", "row of 2")]
    [InlineData("各部分的位置", "where things are", "not Chinese")]
    [InlineData("MIT 许可证。\n", "", "MIT")]
    [InlineData("MIT 许可证。\n", "MIT 许可证。\n\n一段多余的话。\n", "nothing")]
    [InlineData("**快速。**", "快速。", "bold")]
    public void What_differs_is_noticed(string part, string replacement, string difference)
    {
        Assert.Contains(part, Chinese, StringComparison.Ordinal);
        Assert.Contains(Differences(English, Chinese.Replace(part, replacement, StringComparison.Ordinal)), message => message.Contains(difference, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Differences(string english, string chinese)
    {
        var (expected, found) = (Parts(english), Parts(chinese));
        for (var i = 0; i < Math.Max(expected.Count, found.Count); i++)
        {
            if (i >= found.Count)
            {
                yield return $"nothing is found for: {expected[i]}";
                yield break;
            }

            if (i >= expected.Count)
            {
                yield return $"nothing corresponds to: {found[i]}";
                yield break;
            }

            var (kind, other) = (Kind(expected[i]), Kind(found[i]));
            if (kind != other)
            {
                // What follows is compared with other parts than its own.
                yield return $"{kind} is expected, {other} is found: {found[i]}";
                yield break;
            }

            if (kind == "code")
            {
                if (expected[i] != found[i])
                    yield return $"code differs: {expected[i]}";
                continue;
            }

            foreach (var (what, marks) in Marks)
            {
                var missing = string.Join(", ", Counted(marks(expected[i])).Except(Counted(marks(found[i]))));
                var extra = string.Join(", ", Counted(marks(found[i])).Except(Counted(marks(expected[i]))));
                if (missing.Length + extra.Length > 0)
                    yield return $"{what}: expected '{missing}', found '{extra}' in: {found[i]}";
            }

            var letters = Inline().Replace(found[i], "");
            if (EnglishWords().IsMatch(Inline().Replace(expected[i], "")) && !Ideograph().IsMatch(letters))
                yield return $"it is not Chinese: {found[i]}";
        }
    }

    /// <summary>What a part holds that no language changes. The order within a part is the language's.</summary>
    private static readonly (string What, Func<string, IEnumerable<string>> Of)[] Marks =
    [
        ("links", static part => Link().Matches(part).Select(static match => match.Groups["target"].Value).Where(static target => !target.StartsWith("README.", StringComparison.Ordinal))),
        ("code", static part => Span().Matches(part).Select(static match => match.Value)),
        ("numbers", static part => Number().Matches(Inline().Replace(part, "")).Select(static match => match.Value)),
        ("bold words", static part => Bold().Matches(part).Select(static _ => "bold")),
    ];

    private static IEnumerable<(string Mark, int Count)> Counted(IEnumerable<string> marks) => marks.CountBy(static mark => mark).Select(static mark => (mark.Key, mark.Value));

    /// <summary>Blocks of code; lines with text outside of them, each of which is a paragraph, a heading, an item of a list or a row of a table.</summary>
    private static List<string> Parts(string page) =>
        [.. CodeBlock().Split(page).SelectMany(static part => part.StartsWith("```", StringComparison.Ordinal) ? [part] : part.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    private static string Kind(string part) => part[0] switch
    {
        '`' when part.StartsWith("```", StringComparison.Ordinal) => "code",
        '#' => $"heading {part.Split(' ')[0].Length}",
        '|' => $"a row of {part.Count('|') - 1}",
        '-' => "an item",
        '!' => "a picture",
        _ => "a paragraph",
    };

    [GeneratedRegex("(?<block>^```.*?^```\n)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\((?<target>[^)]*)\)", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Span();

    /// <summary>Code within a line and targets of links.</summary>
    [GeneratedRegex(@"`[^`]*`|\]\([^)]*\)", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Inline();

    [GeneratedRegex(@"[0-9][0-9,.]*(?<=[0-9])[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Number();

    [GeneratedRegex(@"\*\*[^*]+\*\*", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Bold();

    /// <summary>Three words in a row that are no names.</summary>
    [GeneratedRegex("[a-z]+ [a-z]+ [a-z]+", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex EnglishWords();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Ideograph();
}
